"""Columns that several tables share."""

from __future__ import annotations

from typing import Any

from django.db import models

from fanfold.archive.models.ids import public_id
from fanfold.model.lengths import NAME, TITLE

__all__ = ["NAME", "TITLE", "URL", "WORD"]

WORD, URL = 40, 2000


def id_column() -> Any:
    """The public id of a row, in every address that leads to it."""
    return models.CharField(
        max_length=16, unique=True, default=public_id, editable=False
    )


def words(**options: Any) -> Any:
    """House HTML for inline markup or plain text; None where nothing is known."""
    return models.TextField(null=True, blank=True, **options)


def digest_column(**options: Any) -> Any:
    """A SHA-256 or HMAC-SHA-256, lower-case hexadecimal."""
    return models.CharField(max_length=64, **options)


def date_text() -> Any:
    """A partial date as text: ``2004``, ``2004-05-06``; empty where unknown."""
    return models.CharField(max_length=32, blank=True, default="")


def date_edge() -> Any:
    """The first or last day that a partial date may mean."""
    return models.DateField(null=True, blank=True)
