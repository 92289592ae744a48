"""One module a command, found by scan (cli/main.py)."""
