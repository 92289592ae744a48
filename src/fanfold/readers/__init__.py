"""One module or folder for each source format, found by scan (contract.py)."""
