"""Readers for tests: some behave, some do what no reader may."""
