"""Surfaces of the table that nobody can ask yet, each with what brings it.

Strict: one that is walked must be taken out, or the suite fails.
"""

TO_COME = {
    "opds_catalog": "catalogues for reading apps",
    "opds_download": "catalogues for reading apps",
    "opds_facets": "catalogues for reading apps",
    "opds_search": "catalogues for reading apps",
    "oembed": "cards for other sites",
    "open_graph": "cards for other sites",
    "comments_feed": "feeds",
    "token_feed": "feeds",
    "crawler_index": "being found from outside",
    "sitemap": "being found from outside",
}
