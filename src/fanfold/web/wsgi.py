"""What a web server calls."""

from __future__ import annotations

import os
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fanfold.web.settings")


def _application() -> Any:
    """Return the site, with the pages kept for visitors before it."""
    site = get_wsgi_application()
    # What asks rows can be loaded only once Django is started.
    from fanfold.web.last_resort import LastResort
    from fanfold.web.page_store import PageStore
    from fanfold.web.rendered import Front, edition
    from fanfold.web.settings import CONFIGURATION

    limit = CONFIGURATION.site.rendered_mb << 20
    if not limit:
        return LastResort(site)
    store = PageStore(CONFIGURATION.rendered, edition=edition(), limit=limit)
    return LastResort(Front(site, store))


application = _application()
