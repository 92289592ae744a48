"""What a work is, in plain Python. Standard library only; everyone may import it."""
