"""`manage.py catalogue load|check|audit|export|import`: content files in, content files out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from bot.catalogue.audit.corpus import from_database, from_files
from bot.catalogue.audit.expectations import read_expectations
from bot.catalogue.audit.finding import Severity
from bot.catalogue.audit.report import as_json, as_text
from bot.catalogue.audit.run import audit
from bot.catalogue.content_files import ContentMistakes
from bot.catalogue.load import load_content, read_content
from bot.catalogue.merge import UnknownAgency


class Command(BaseCommand):
    """Load, check, audit, export and import the catalogue."""

    help = "Load, check, audit, export and import the catalogue."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the sub-commands."""
        sub = parser.add_subparsers(dest="action", required=True)
        load = sub.add_parser("load", help="load data/catalogue and data/faq; nothing is stored when a file has a mistake")
        load.add_argument("folder", nargs="?", default=str(settings.DATA_FOLDER))
        load.add_argument("--force", action="store_true", help="store unchanged files too, undoing what staff edited")
        check = sub.add_parser("check", help="check the files without storing them")
        check.add_argument("folder", nargs="?", default=str(settings.DATA_FOLDER))
        audit = sub.add_parser("audit", help="list what is missing, old, unsourced or different between the languages")
        audit.add_argument("folder", nargs="?", default=str(settings.DATA_FOLDER))
        audit.add_argument("--database", action="store_true", help="look at what the database holds, with what staff edited")
        audit.add_argument("--strict", action="store_true", help="end with an error for gaps too, not only for contradictions")
        audit.add_argument("--format", choices=["text", "json"], default="text")
        export = sub.add_parser("export", help="write an agency's catalogue to standard output or to a file")
        export.add_argument("--agency", required=True)
        export.add_argument("--format", choices=["yaml", "csv", "xlsx", "hsds", "schema-org"], default="yaml")
        export.add_argument("--merged", action="store_true", help="with what the agency inherits (always so for hsds and schema-org)")
        export.add_argument("--output", help="file (or folder, for yaml); standard output when left out")
        table = sub.add_parser("import", help="import a CSV or XLSX table as `export` writes it")
        table.add_argument("file")
        table.add_argument("--agency", required=True)
        table.add_argument("--dry-run", action="store_true", help="only list what would change")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run one sub-command; mistakes in content end it with one line each."""
        try:
            getattr(self, f"_{options['action']}")(options)
        except ContentMistakes as error:
            for mistake in error.mistakes:
                self.stderr.write(str(mistake))
            raise CommandError(f"{len(error.mistakes)} mistake(s); nothing was stored.") from error
        except UnknownAgency as error:
            raise CommandError(str(error)) from error

    def _load(self, options: dict[str, Any]) -> None:
        report = load_content(Path(options["folder"]), force=options["force"])
        if options["verbosity"] > 1:
            for name in report.stored:
                self.stdout.write(f"stored {name}")
        for name in report.removed:
            self.stdout.write(f"removed {name}")
        for name in report.kept:
            self.stdout.write(f"waits for staff, who published something else: {name}")
        self.stdout.write(f"{len(report.stored)} file(s) stored, {report.unchanged} unchanged, {len(report.removed)} removed.")

    def _check(self, options: dict[str, Any]) -> None:
        self.stdout.write(f"{len(read_content(Path(options['folder'])))} file(s) without a mistake.")

    def _audit(self, options: dict[str, Any]) -> None:
        folder = Path(options["folder"])
        corpus = from_database() if options["database"] else from_files(folder)
        findings = audit(corpus, read_expectations(folder), timezone.localdate())
        self.stdout.write(as_json(findings) if options["format"] == "json" else as_text(findings))
        fatal = {Severity.CONTRADICTION, Severity.GAP} if options["strict"] else {Severity.CONTRADICTION}
        failing = [finding for finding in findings if finding.severity in fatal]
        if failing:
            raise CommandError(f"{len(failing)} finding(s) to mend.")

    def _export(self, options: dict[str, Any]) -> None:
        from bot.catalogue.exchange.export import export

        result = export(options["agency"], options["format"], merged=options["merged"], output=options["output"])
        if result is not None:
            if isinstance(result, bytes):
                sys.stdout.buffer.write(result)
            else:
                self.stdout.write(result, ending="")

    def _import(self, options: dict[str, Any]) -> None:
        from bot.catalogue.exchange.table_import import import_table

        changes = import_table(Path(options["file"]), options["agency"], dry_run=options["dry_run"])
        for change in changes:
            self.stdout.write(str(change))
        verb = "would change" if options["dry_run"] else "changed"
        self.stdout.write(f"{len(changes)} field(s) {verb}.")
