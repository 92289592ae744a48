"""Letters: from bytes to clean markup, headers and parts. Pure functions."""
