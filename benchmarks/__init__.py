"""How fast, as ratios to a peer or a limit in the same run; one file a question."""
