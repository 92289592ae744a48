"""The two screens that pages are looked at on, in CSS pixels."""

from __future__ import annotations

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
