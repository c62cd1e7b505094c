"""The merged view of every agency in use, kept in memory and renewed when the catalogue's revision grows or an FAQ's validity turns.

The database is read on a thread of its own, so that the same call works inside a running event loop (Rasa's graph, the action server)
and outside. The revision is asked for at most once in `CHECK_INTERVAL` seconds.
"""

from __future__ import annotations

import dataclasses
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import close_old_connections
from django.utils import timezone

from bot.catalogue import revision
from bot.catalogue.merge import agency_view
from bot.catalogue.views import AgencyView

CHECK_INTERVAL = 0.1
T = TypeVar("T")

_reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="catalogue")
_lock = threading.Lock()
_views: dict[str, AgencyView] = {}
_earlier: dict[str, AgencyView] = {}
_revision = -1
_checked = 0.0


def read_database(job: Callable[[], T]) -> T:
    """Run a short database job on the reader's thread and wait for it; safe inside an event loop."""

    def run() -> T:
        close_old_connections()
        try:
            return job()
        finally:
            close_old_connections()

    return _reader.submit(run).result()


def current(key: str) -> AgencyView:
    """The agency's merged view, at most `CHECK_INTERVAL` seconds behind the database.

    The same object is returned as long as it says the same: an edit of another agency makes nothing anew that was made of it.

    Raises:
        bot.catalogue.merge.UnknownAgency: no agency has this key.
    """
    global _revision, _checked
    with _lock:
        now = time.monotonic()
        if now - _checked >= CHECK_INTERVAL:
            number = read_database(revision.current)
            if number != _revision:
                _earlier.update(_views)
                _views.clear()
                _revision = number
            _checked = now
        view = _views.get(key)
        if view is None or (view.stale_at is not None and timezone.now() >= view.stale_at):
            read, earlier = read_database(lambda: agency_view(key)), _earlier.pop(key, view)
            same = earlier is not None and dataclasses.replace(earlier, revision=read.revision) == read
            view = _views[key] = earlier if earlier is not None and same else read
        return view


def forget() -> None:
    """Drop everything kept, so that the next call reads the database (tests, and after a fork)."""
    global _revision, _checked
    with _lock:
        _views.clear()
        _earlier.clear()
        _revision, _checked = -1, 0.0
