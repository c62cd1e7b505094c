"""Measures every page of the staff console at size: `python -m benchmarks.console` (`--help` lists the options).

Writes benchmarks/console.json and one section of docs/performance.md.
"""

from __future__ import annotations

import datetime
import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks import machine
from benchmarks.channels.one_run import write_results, write_section
from benchmarks.channels.surroundings import BLANK, QUIET, terminated
from benchmarks.console.filling import AGENCY, FillingFailed, fill
from benchmarks.console.report import section
from benchmarks.console.settings import Settings, from_command_line
from tests.ops.free_ports import free_ports


def main() -> None:
    """Fill, measure and write."""
    settings = from_command_line()
    port = free_ports()["VALKEY_PORT"]
    os.environ.update(
        BLANK | QUIET | {"STATE_DIR": str(settings.state), "VALKEY_PORT": port, "DATABASE_URL": settings.database, "DEBUG": ""},
        DJANGO_SETTINGS_MODULE="bot.settings",
    )
    began = time.monotonic()
    try:
        filled = fill(settings)
    except FillingFailed as error:
        sys.exit(f"{error}\nNothing was written.")
    with _valkey():
        results = {**_measured(settings), "filling_seconds": filled}
    results["minutes"] = round((time.monotonic() - began) / 60, 1)
    write_results(results, settings.results_file)
    write_section(section(results), "make bench-console", settings.page)


@contextmanager
def _valkey() -> Iterator[None]:
    """The page of trainings asks the workers by Redis, and the desk tells of what happens through it."""
    from bot.environment import environment
    from bot.ops import embedded_valkey

    env = environment()
    with terminated(subprocess.Popen(embedded_valkey.command(env), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)):
        while not embedded_valkey.is_ready(env):
            time.sleep(0.05)
        yield


def _measured(settings: Settings) -> dict[str, Any]:
    import django

    django.setup()
    from django.conf import settings as of_django
    from django.db import connection

    from benchmarks.console.addresses import addresses
    from benchmarks.console.measuring import measure
    from benchmarks.console.people import administrator
    from benchmarks.console.rows import as_row, counted
    from bot.catalogue.models import Agency

    # Each address is tried, also those that answer no GET.
    logging.getLogger("django.request").setLevel(logging.ERROR)
    of_django.ALLOWED_HOSTS.append("testserver")
    surroundings, others = machine.describe(), machine.OtherWork()
    agency = Agency.objects.get(key=AGENCY)
    user, browser = administrator(agency)
    _superuser, everywhere = administrator(agency, of_installation=True)
    rows = []
    for address in addresses(agency, user):
        found = measure(everywhere if address.needs_all_agencies else browser, address, settings.rounds)
        if found is not None:
            rows.append(as_row(found))
            print(f"{found.median:7.1f} ms {found.queries:4d} queries {found.status} {address.label}", flush=True)
    return {
        "date": datetime.date.today().isoformat(),
        "quick": settings.quick,
        "database": connection.vendor,
        "rounds": settings.rounds,
        "rows": counted(agency),
        "machine": surroundings | {"cores_used_by_others": others.cores()},
        "pages": rows,
    }


if __name__ == "__main__":
    main()
