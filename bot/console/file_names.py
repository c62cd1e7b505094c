"""The names of files that staff take out: what they hold, whose it is, and of which day, so that two of them never bear one name."""

from __future__ import annotations

import datetime as dt

from django.http import HttpResponse


def attached(body: str | bytes, kind: str, *parts: str | dt.date, ending: str) -> HttpResponse:
    """The answer with a file whose name is made of these parts."""
    name = "-".join(str(part) for part in parts)
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}.{ending}"'})
