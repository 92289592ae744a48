"""Migrations and models say the same."""

from __future__ import annotations

from django.core.management import call_command


def test_no_migration_is_missing() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_the_checks_find_nothing() -> None:
    call_command("check", fail_level="WARNING")
