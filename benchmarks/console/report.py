"""The section of docs/performance.md on the pages of the console, from the results alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.caveats import caveats

LIMIT, SLOW = 150.0, 50.0
_PLANS = 12
# They work through a whole file, or write one of everything there is; staff wait for them as for a download.
_FILES = re.compile(r"-(export|download|import-plan)\b")
Row = Mapping[str, Any]


def section(results: Mapping[str, Any]) -> str:
    """The section, as Markdown."""
    pages = [row for row in results["pages"] if not _FILES.search(row["page"])]
    files = [row for row in results["pages"] if _FILES.search(row["page"])]
    return "\n\n".join([_opening(results, pages), _table(pages), _rest(pages), _of_files(files), _plans(pages), _method(results)])


def over_the_limit(pages: Sequence[Row]) -> list[str]:
    """The pages whose median is above the limit."""
    return [row["page"] for row in pages if row["median_milliseconds"] > LIMIT]


def _opening(results: Mapping[str, Any], pages: Sequence[Row]) -> str:
    rows = results["rows"]
    sizes = ", ".join(f"{number:,} {name}" for name, number in rows.items())
    slow = over_the_limit(pages)
    verdict = f"**missed** by {', '.join(slow)}" if slow else "reached by every page"
    return (
        "## The console at size\n\n"
        f"Every address of the staff console that answers a GET, with {sizes}. "
        f"Aim: at most {LIMIT:.0f} ms of server time in the median. It is {verdict}.\n\n"
        f"Measured on {results['date']} by `make bench-console`, which wrote this section and `benchmarks/console.json`; it took "
        f"{results['minutes']:.0f} minutes. Edit neither by hand.{caveats(results, 'the pages are')}"
    )


def _table(pages: Sequence[Row]) -> str:
    lines = [
        f"| `{row['page']}` | {row['median_milliseconds']:.0f} | {row['worst_milliseconds']:.0f} | {row['processor_milliseconds']:.0f} | "
        f"{row['queries']} | {row['slowest_query_milliseconds']:.1f} | {row['bytes'] / 1000:,.0f} |"
        for row in _by_time(pages)
        if row["median_milliseconds"] > SLOW
    ]
    head = "| page | median | worst | processor | queries | slowest query | kB |\n|---|---|---|---|---|---|---|"
    told = (
        "Times in milliseconds; behind the `?` what a list is narrowed to. Processor: how long it worked for the page in the median, "
        "to which other work on the machine adds nothing."
    )
    return f"### Pages above {SLOW:.0f} ms\n\n" + "\n".join([head, *lines]) + f"\n\n{told}"


def _rest(pages: Sequence[Row]) -> str:
    rest = [row for row in pages if row["median_milliseconds"] <= SLOW]
    if not rest:
        return ""
    worst = max(rest, key=lambda row: row["worst_milliseconds"])
    return (
        f"The other {len(rest)} addresses take at most {SLOW:.0f} ms in the median and {max(row['queries'] for row in rest)} queries; "
        f"their longest single answer took {worst['worst_milliseconds']:.0f} ms (`{worst['page']}`)."
    )


def _of_files(files: Sequence[Row]) -> str:
    lines = [f"| `{row['page']}` | {row['median_milliseconds'] / 1000:.1f} | {row['bytes'] / 1000:,.0f} |" for row in _by_time(files)]
    text = "A download holds everything there is, the plan of an import compares a file with it. These are work, not pages."
    return f"### Files\n\n{text}\n\n" + "\n".join(["| address | seconds | kB |\n|---|---|---|", *lines])


def _plans(pages: Sequence[Row]) -> str:
    slowest = sorted(pages, key=lambda row: -row["slowest_query_milliseconds"])
    seen: dict[str, Row] = {}
    for row in slowest:
        seen.setdefault(row["slowest_query"], row)
    parts = [
        f"`{row['page']}`, {row['slowest_query_milliseconds']:.1f} ms:\n\n```sql\n{_short(row['slowest_query'])}\n```\n\n```\n"
        + "\n".join(row["plan"])
        + "\n```"
        for row in list(seen.values())[:_PLANS]
        if row["plan"]
    ]
    return "### How the slowest queries find their rows\n\n" + "\n\n".join(parts)


def _short(sql: str, most: int = 700) -> str:
    # Which columns are read says little; from where, by what and in which order does.
    plain = re.sub(r'^SELECT (DISTINCT )?.*? FROM (?="\w+" )', r"SELECT \1... FROM ", sql.replace("```", ""), count=1, flags=re.DOTALL)
    return plain if len(plain) <= most else f"{plain[:most]} ..."


def _by_time(pages: Sequence[Row]) -> list[Row]:
    return sorted(pages, key=lambda row: -row["median_milliseconds"])


def _method(results: Mapping[str, Any]) -> str:
    machine = results["machine"]
    others = machine["cores_used_by_others"]
    filled = ", ".join(f"{name} {seconds:,.0f} s" for name, seconds in results["filling_seconds"].items())
    return f"""### How the console was measured

- Rows: `manage.py seed_demo`, nearly all at one agency, which inherits from its nation; FAQ, inbox, handoffs, changes and releases are
  that agency's. Filling the database took: {filled}.
- Addresses: all named ones of the URL configuration, with real objects in them; an address that the measuring does not know ends it.
  Long lists also narrowed, sorted and far behind. The stream of the desk's events has no end and is left out.
- Each is asked for by an administrator of the agency, who may see everything and has most to see; what only the administrator of the
  installation finds, by that one. Once to warm up, then {results["rounds"]} times one after the other (files once), then once more to write
  the queries down.
- Server time: in one process, through all of Django (middleware, session, second factor, view, template) by its test client, without
  network and web server. The embedded Valkey runs beside it; no worker does.
- Database: {results["database"]}, the same settings as in an installation.
- Machine: {machine["processor"]}, {machine["cores"]} cores, {machine["memory_bytes"] / 1e9:.0f} GB, {machine["system"]},
  Python {machine["python"]}, django {machine["packages"].get("django", "?")}; cores that other work took meanwhile:
  {"not known" if others is None else f"{others:.2f}"}."""
