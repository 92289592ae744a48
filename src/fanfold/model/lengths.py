"""How long names and titles may be, in characters. Texts may be of any length."""

from __future__ import annotations

TITLE, NAME = 1000, 300
