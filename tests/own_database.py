"""The database that the tests of this run use, for processes that a test starts."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

from django.conf import settings


def database_url() -> str:
    """Its DATABASE_URL."""
    name = str(settings.DATABASES["default"]["NAME"])
    given = os.environ["DATABASE_URL"]
    return urlsplit(given)._replace(path=f"/{name}").geturl() if given else f"sqlite:///{name}"
