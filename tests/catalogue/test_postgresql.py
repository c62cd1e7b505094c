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
from tests.catalogue.content import write_all
from tests.postgresql import postgresql_or_skip

pytestmark = pytest.mark.slow

# Run by a process of its own, because a process has one database: a catalogue's whole life, told as JSON.
SCRIPT = """
import dataclasses, io, json, os, pathlib, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "bot.settings"
import django
django.setup()
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from bot.catalogue import revision, snapshot
from bot.catalogue.models import Fee, Service
from bot.faq.models import Faq

snapshot.CHECK_INTERVAL = 0.0
folder = pathlib.Path(sys.argv[1])

def said(*command):
    out = io.StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()

def views():
    found = {}
    for key in ("negeri", "kota"):
        view = dataclasses.asdict(snapshot.current(key))
        view.pop("revision")
        found[key] = view
    return json.loads(json.dumps(found, default=str, sort_keys=True))

call_command("migrate", interactive=False, verbosity=0)
result = {"vendor": connection.vendor}
result["loads"] = [said("catalogue", "load", str(folder)), said("catalogue", "load", str(folder))]
result["before"] = views()
number = revision.current()
entry = Faq.objects.get(agency__key="negeri", key="parkir")
entry.answer = {"id": "Di atap.", "ja": "屋上です。"}
entry.save()
fee = Fee.objects.get(service__key="akta")
fee.amount = 7000
fee.save()
result["after"] = views()
result["advanced"] = revision.current() - number
result["refused"] = 0
for broken in ({"amount": 10, "amount_max": 5}, {"amount": -1}):
    try:
        with transaction.atomic():
            Fee.objects.create(service=fee.service, position=5, currency="IDR", **broken)
    except IntegrityError:
        result["refused"] += 1
try:
    with transaction.atomic():
        Service.objects.create(agency=fee.service.agency, key="akta")
except IntegrityError:
    result["refused"] += 1
file = folder / "catalogue/negeri/kia.yml"
file.write_text(file.read_text("utf-8").replace("Kartu untuk anak.", "Kartu bagi anak."), "utf-8")
result["loads"].append(said("catalogue", "load", str(folder)))
result["listed"] = said("agency", "list")
result["exported"] = said("catalogue", "export", "--agency", "kota", "--merged")
print(json.dumps(result, sort_keys=True))
"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The URL of a PostgreSQL database."""
    with postgresql_or_skip() as found:
        yield found


def life(url: str, folder: Path, state: Path) -> dict[str, Any]:
    """Everything that happens to a catalogue, in one database."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(folder)],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url, "STATE_DIR": str(state)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    result: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return result


@pytest.fixture(scope="module")
def both(address: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    found = {}
    for name in ("postgresql", "sqlite"):
        place = tmp_path_factory.mktemp(name)
        url = address if name == "postgresql" else f"sqlite:///{place}/catalogue.sqlite3"
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
    assert {name: result["refused"] for name, result in both.items()} == {"postgresql": 3, "sqlite": 3}


def test_a_load_stores_what_has_changed_on_both(both: dict[str, dict[str, Any]]) -> None:
    for result in both.values():
        assert [said.split(" file(s) stored")[0] for said in result["loads"]] == ["6", "0", "1"]


def test_what_staff_edited_survives_the_next_load_on_both(both: dict[str, dict[str, Any]]) -> None:
    for result in both.values():
        assert "7000" in result["exported"]
        assert "Kartu bagi anak." in result["exported"]
        assert result["listed"].splitlines()[0].startswith("kota\tcity\tID\tnegeri")
    assert both["postgresql"]["exported"] == both["sqlite"]["exported"]
