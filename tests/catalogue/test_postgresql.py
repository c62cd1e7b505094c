"""The catalogue on PostgreSQL: migrate, load, merge and edit as on SQLite."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.environment import ROOT
from tests.catalogue.content import change, write_all

pytestmark = pytest.mark.slow

# Run by a process of its own: the merged views as JSON, before and after two edits by staff, each seen through the same snapshot.
SCRIPT = """
import dataclasses, json, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "bot.settings"
import django
django.setup()
from django.db import IntegrityError, connection, transaction
from bot.catalogue import revision, snapshot
from bot.catalogue.models import Fee, Service
from bot.faq.models import Faq

snapshot.CHECK_INTERVAL = 0.0

def views():
    found = {}
    for key in ("negeri", "kota"):
        view = dataclasses.asdict(snapshot.current(key))
        view.pop("revision")
        found[key] = view
    return json.loads(json.dumps(found, default=str, sort_keys=True))

result = {"vendor": connection.vendor, "before": views()}
number = revision.current()
entry = Faq.objects.get(agency__key="negeri", key="parkir")
entry.answer = {"id": "Di atap.", "ja": "屋上です。"}
entry.save()
fee = Fee.objects.get(service__key="akta")
fee.amount = 7000
fee.save()
result["after"] = views()
result["advanced"] = revision.current() - number
refused = []
for broken in ({"amount": 10, "amount_max": 5}, {"amount": -1}):
    try:
        with transaction.atomic():
            Fee.objects.create(service=fee.service, position=5, currency="IDR", **broken)
    except IntegrityError:
        refused.append(True)
result["refused"] = refused
try:
    with transaction.atomic():
        Service.objects.create(agency=fee.service.agency, key="akta")
except IntegrityError:
    result["once"] = True
print(json.dumps(result, sort_keys=True))
"""


@pytest.fixture(scope="module")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a PostgreSQL server of this test's own."""
    try:
        import pgserver

        server = pgserver.get_server(tmp_path_factory.mktemp("postgresql"), cleanup_mode="delete")
        server.psql("CREATE DATABASE catalogue ENCODING 'UTF8' TEMPLATE template0;")
    except Exception as error:
        pytest.skip(f"PostgreSQL did not start here: {error!r}")
    yield server.get_uri(database="catalogue")
    server.cleanup()


def run(url: str, state: Path, *command: str) -> str:
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url, "STATE_DIR": str(state)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def life(url: str, folder: Path, state: Path) -> dict[str, Any]:
    """Everything that happens to a catalogue, in one database."""
    run(url, state, "manage.py", "migrate", "--no-input", "--verbosity", "0")
    assert "6 file(s) stored" in run(url, state, "manage.py", "catalogue", "load", str(folder))
    assert "0 file(s) stored, 6 unchanged" in run(url, state, "manage.py", "catalogue", "load", str(folder))
    result: dict[str, Any] = json.loads(run(url, state, "-c", SCRIPT).strip().splitlines()[-1])
    change(folder, "catalogue/negeri/kia.yml", "Kartu untuk anak.", "Kartu bagi anak.")
    assert "1 file(s) stored, 5 unchanged" in run(url, state, "manage.py", "catalogue", "load", str(folder))
    result["listed"] = run(url, state, "manage.py", "agency", "list")
    result["exported"] = run(url, state, "manage.py", "catalogue", "export", "--agency", "kota", "--merged")
    return result


@pytest.fixture(scope="module")
def both(postgresql: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    found = {}
    for name in ("postgresql", "sqlite"):
        place = tmp_path_factory.mktemp(name)
        url = postgresql if name == "postgresql" else f"sqlite:///{place}/catalogue.sqlite3"
        found[name] = life(url, write_all(place / "data"), place)
    return found


def test_both_databases_were_really_used(both: dict[str, dict[str, Any]]) -> None:
    assert {name: result["vendor"] for name, result in both.items()} == {"postgresql": "postgresql", "sqlite": "sqlite"}


def test_the_merged_views_are_the_same_on_both(both: dict[str, dict[str, Any]]) -> None:
    assert both["postgresql"]["before"] == both["sqlite"]["before"]
    akta = both["postgresql"]["before"]["kota"]["services"]["akta"]
    assert akta["requirements"][0]["items"][0]["id"] == "Formulir kota"
    assert akta["fees"][0]["amount"] == 0


def test_an_edit_by_staff_is_seen_at_once_on_both(both: dict[str, dict[str, Any]]) -> None:
    for result in both.values():
        assert result["after"]["kota"]["faq"]["parkir"]["answer"]["id"] == "Di atap."
        assert result["after"]["kota"]["services"]["akta"]["fees"][0]["amount"] == 7000
        assert result["advanced"] == 2
    assert both["postgresql"]["after"] == both["sqlite"]["after"]


def test_the_constraints_hold_on_both(both: dict[str, dict[str, Any]]) -> None:
    for result in both.values():
        assert result["refused"] == [True, True]
        assert result["once"] is True


def test_what_staff_edited_survives_the_next_load_on_both(both: dict[str, dict[str, Any]]) -> None:
    for result in both.values():
        assert "7000" in result["exported"]
        assert "Kartu bagi anak." in result["exported"]
        assert result["listed"].splitlines()[0].startswith("kota\tcity\tID\tnegeri")
    assert both["postgresql"]["exported"] == both["sqlite"]["exported"]
