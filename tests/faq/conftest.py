"""A nation and a city with two FAQ of the nation, staff who change them, and a clock that stands still."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from bot.catalogue import snapshot
from bot.catalogue.load import load_content
from bot.catalogue.models import Agency
from bot.staff.models import AuditEntry
from tests.catalogue.content import write_all

Clock = Callable[[str], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The content files, loaded."""
    folder = write_all(tmp_path / "data")
    load_content(folder)
    return folder


@pytest.fixture
def nation(folder: Path) -> Agency:
    """The agency that states both FAQ."""
    return Agency.objects.get(key="negeri")


@pytest.fixture
def city(folder: Path) -> Agency:
    """The agency that inherits them."""
    return Agency.objects.get(key="kota")


@pytest.fixture
def editor(db: None) -> User:
    """Who writes."""
    return User.objects.create_user("editor@kota.example")


@pytest.fixture
def reviewer(db: None) -> User:
    """Who publishes."""
    return User.objects.create_user("reviewer@kota.example")


Audited = Callable[[], list[tuple[str, str | None, str, str]]]


@pytest.fixture
def audited(db: None) -> Audited:
    """What was recorded so far: who, agency, action, key."""

    def entries() -> list[tuple[str, str | None, str, str]]:
        return list(AuditEntry.objects.order_by("pk").values_list("user_name", "agency__key", "action", "target_key"))

    return entries


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    """Sets the time, in UTC."""

    def set_to(moment: str) -> None:
        now = dt.datetime.fromisoformat(moment).replace(tzinfo=dt.UTC)
        monkeypatch.setattr(timezone, "now", lambda: now)

    snapshot.forget()
    yield set_to
    snapshot.forget()


def content(answer: str = "Di basemen.", **fields: Any) -> dict[str, Any]:
    """What an editor writes; complete enough to be published."""
    return {
        "question": {"id": "Di mana parkir motor?", "ja": "バイクの駐車場は"},
        "answer": {"id": answer, "ja": "地下です。"},
        "variants": {"id": ["parkir motor"], "ja": ["バイクをとめたい"]},
        **fields,
    }
