"""Fanfold rescues, keeps and shares fan fiction archives."""

__version__ = "0.1.0"
