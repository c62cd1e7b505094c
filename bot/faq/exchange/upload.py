"""Keeps a file that staff uploaded until they have seen what it would do: any web process can then take it in."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils import timezone

from bot.catalogue.models import Agency
from bot.faq.exchange.intake import Mode
from bot.faq.models import FaqUpload

MOST_BYTES = 5 * 1024 * 1024
ENDINGS = (".csv", ".xlsx", ".yml", ".yaml")
_KEPT = dt.timedelta(days=1)


def keep(agency: Agency, name: str, content: bytes, mode: Mode) -> FaqUpload:
    """Keep a file; those of yesterday are forgotten."""
    FaqUpload.objects.filter(created__lt=timezone.now() - _KEPT).delete()
    return FaqUpload.objects.create(agency=agency, name=Path(name).name[-100:], content=content, mode=mode)


@contextmanager
def as_file(upload: FaqUpload) -> Iterator[Path]:
    """The upload as a file for as long as the block lasts."""
    with tempfile.TemporaryDirectory(prefix="faq-") as folder:
        # Not under the name that was given: it may be anything.
        path = Path(folder) / f"faq{Path(upload.name).suffix.lower()}"
        path.write_bytes(bytes(upload.content))
        yield path
