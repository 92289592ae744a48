"""Known words: labels, ratings, warnings, permissions, languages, fandom packs."""
