"""Everything below needs rows and pages.

Pytest loads this before Django has its settings: what needs them is imported late.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from fanfold.archive.models import Account, Work

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.archive)
            item.add_marker(pytest.mark.django_db)


@pytest.fixture
def no_limits_left_over() -> Iterator[None]:
    """How often somebody may ask is counted anew."""
    from django.core.cache import cache

    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def work() -> Work:
    """A story of mary's, by proven claim."""
    from fanfold.archive.models import Account, Creator
    from tests.archive.making import put

    row = put("Snow")
    mary = Account.objects.create_user("mary")
    Creator.objects.filter(pseuds__name="Marrow").update(account=mary)
    return row


@pytest.fixture
def bea() -> Account:
    from fanfold.archive.models import Account

    return Account.objects.create_user("bea", "bea@example.org")


@pytest.fixture
def hers(bea: Account) -> Client:
    from django.test import Client

    client = Client()
    client.force_login(bea)
    return client


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Programs may ask as often as tests do."""
    from fanfold.web.api import pace

    monkeypatch.setattr(pace, "OF_AN_ADDRESS", 10**6)
    monkeypatch.setattr(pace, "OF_A_KEY", 10**6)
