"""Kept bytes: the write-once store of originals and the limits on containers."""
