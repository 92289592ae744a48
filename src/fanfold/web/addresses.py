"""Whole addresses of ours: as programs, other sites and people elsewhere need them."""

from __future__ import annotations

from django.http import HttpRequest

from fanfold.web.settings import CONFIGURATION


def absolute(request: HttpRequest, path: str) -> str:
    """Return the whole address of a path, as who asks came here.

    Behind a web server of the archive's own it is that one's scheme that counts.
    """
    safe = request.is_secure() or CONFIGURATION.site.address.startswith("https://")
    return f"{'https' if safe else 'http'}://{request.get_host()}{path}"
