"""The records that agencies state themselves, kept in memory until the catalogue's revision grows.

A page of the editor needs those of the agency and of everyone above it: some hundred services, of which it then shows one or forty.
"""

from __future__ import annotations

import pickle
import threading
from collections.abc import Iterable

from django.db import connection

from bot.catalogue import revision
from bot.catalogue.exchange.documents import Document, own_documents
from bot.catalogue.models import Agency

# As bytes, so that whoever gets a record may change it. They never leave this process.
_kept: dict[int, bytes] = {}
_lock = threading.Lock()
_revision = -1


def own_records(agencies: Iterable[Agency]) -> dict[str, dict[str, Document]]:
    """For each agency by its key, its services by theirs, as `own_documents` tells them; the caller's to change."""
    if connection.in_atomic_block:
        # What is being changed here is nobody else's yet, and may never be.
        return {agency.key: _read(agency) for agency in agencies}
    # Before the rows: what is stored between the two is then read once more, and never missed.
    number = revision.current()
    return {agency.key: pickle.loads(_bytes_of(agency, number)) for agency in agencies}


def forget() -> None:
    """Drop everything kept (tests, whose databases begin to count again)."""
    global _revision
    with _lock:
        _kept.clear()
        _revision = -1


def _bytes_of(agency: Agency, number: int) -> bytes:
    global _revision
    with _lock:
        if number != _revision:
            _kept.clear()
            _revision = number
        found = _kept.get(agency.pk)
    if found is None:
        found = pickle.dumps(_read(agency), pickle.HIGHEST_PROTOCOL)
        with _lock:
            if number == _revision:
                _kept[agency.pk] = found
    return found


def _read(agency: Agency) -> dict[str, Document]:
    return {document["key"]: document for document in own_documents(agency)}
