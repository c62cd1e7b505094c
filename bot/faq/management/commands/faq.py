"""`manage.py faq import|export|list|count`: an agency's FAQ as tables that office staff edit, and how often they answered."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bot.catalogue.content_files import ContentMistakes
from bot.catalogue.merge import UnknownAgency
from bot.catalogue.models import Agency
from bot.faq.exchange.export import FORMATS, export
from bot.faq.exchange.table_import import import_table
from bot.faq.listing import list_faq
from bot.faq.use import bring_up_to_date
from bot.languages import LANGUAGES


class Command(BaseCommand):
    """Import, export, list and count FAQ."""

    help = "Import, export and list the FAQ of an agency; count how often FAQ answered."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the sub-commands."""
        sub = parser.add_subparsers(dest="action", required=True)
        table = sub.add_parser(
            "import", help="import a CSV or XLSX table: key, question, answer, language, and any other column of an export"
        )
        table.add_argument("file")
        table.add_argument("--update", action="store_true", help="change FAQ that the agency has already")
        table.add_argument("--dry-run", action="store_true", help="only list what would change")
        out = sub.add_parser("export", help="write the FAQ to standard output or to a file")
        out.add_argument("--format", choices=FORMATS, default="csv")
        out.add_argument("--merged", action="store_true", help="with what the agency inherits")
        out.add_argument("--output", help="file; standard output when left out")
        listing = sub.add_parser("list", help="list what the agency answers, inherited FAQ too")
        listing.add_argument("--missing", choices=LANGUAGES, help="only what lacks a question, an answer or variants in that language")
        for command in (table, out, listing):
            command.add_argument("--agency", required=True)
        sub.add_parser("count", help="bring the figures of use of all agencies up to date; run it every few minutes, or at least every day")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run one sub-command; mistakes in a table end it with one line each."""
        try:
            getattr(self, f"_{options['action']}")(options)
        except ContentMistakes as error:
            for mistake in error.mistakes:
                self.stderr.write(str(mistake))
            raise CommandError(f"{len(error.mistakes)} mistake(s); nothing was stored.") from error
        except UnknownAgency as error:
            raise CommandError(str(error)) from error

    def _import(self, options: dict[str, Any]) -> None:
        done = import_table(Path(options["file"]), options["agency"], update=options["update"], dry_run=options["dry_run"])
        for change in done.changes:
            self.stdout.write(str(change))
        for warning in done.warnings:
            self.stderr.write(f"warning: {warning}")
        would = "would be " if options["dry_run"] else ""
        self.stdout.write(
            f"{done.added} FAQ {would}added, {done.changed} {would}changed, {done.unchanged} unchanged; {len(done.warnings)} warning(s)."
        )

    def _export(self, options: dict[str, Any]) -> None:
        content = export(options["agency"], options["format"], merged=options["merged"])
        if not options["output"]:
            sys.stdout.buffer.write(content)
            return
        path = Path(options["output"])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def _count(self, _: dict[str, Any]) -> None:
        days = bring_up_to_date(Agency.objects.all())
        self.stdout.write(f"{days} day(s) counted.")

    def _list(self, options: dict[str, Any]) -> None:
        for entry in list_faq(options["agency"]):
            if options["missing"]:
                if lacking := entry.missing[options["missing"]]:
                    self.stdout.write("\t".join([entry.key, entry.owner, ", ".join(lacking)]))
                continue
            questions = " / ".join(entry.questions[language] or "-" for language in LANGUAGES)
            self.stdout.write("\t".join([entry.key, entry.owner, questions, *([] if entry.published else ["not published"])]))
