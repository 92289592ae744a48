"""What the person who looks at a page may do, for its links and buttons."""

from __future__ import annotations

from typing import Any

from django import template

from fanfold.archive.powers import Power
from fanfold.archive.powers import may as may_do

register = template.Library()


@register.filter
def may(account: Any, power: str) -> bool:
    """Tell whether an account has a power, by its word."""
    return may_do(account, Power(power))
