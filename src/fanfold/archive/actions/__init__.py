"""Acts: permission, change, ledger and outbox together, one act a file."""
