"""One module or folder for each form that works are given back in (contract.py)."""
