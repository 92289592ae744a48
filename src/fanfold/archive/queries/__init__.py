"""Questions put to the rows, each a word; all behind the reader they are for."""
