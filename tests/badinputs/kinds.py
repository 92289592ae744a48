"""Which kinds of the shared bad inputs the program is held to already.

A reader that lands adds its kind here; the rest of the suite then runs its cases.
Fragments, styles and requests are no files to bring in: they have tests of their own.
"""

ENABLED = (
    "epub",
    "fsrecipe",
    "gzip",
    "html",
    "image",
    "mbox",
    "sql",
    "tar",
    "zip",
)
