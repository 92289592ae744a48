"""Django's name for the archive."""

from __future__ import annotations

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    """Rows, acts, queries."""

    name = "fanfold.archive"
    label = "archive"
    verbose_name = "Archive"
