"""Search: a copy of what the rows say, beside the database, made to be asked.

The index never decides who may see a story: it may miss one for a moment, and every
hit is checked against the rows before it is shown.
"""
