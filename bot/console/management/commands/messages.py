"""`manage.py messages`: bring the catalogues of translations up to date with the code, and compile them."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bot.console import translations
from bot.environment import ROOT


class Command(BaseCommand):
    """Extract texts into the catalogues, and compile them; says what still needs a translation."""

    help = "Bring the translations up to date: extract the texts of the pages, drop those that are gone, compile."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--check", action="store_true", help="write nothing; fail when something would change or is missing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write, or check."""
        try:
            import babel  # noqa: F401
        except ImportError as error:
            raise CommandError("This needs the packages for development: uv sync") from error
        faults = []
        for folder in translations.locale_folders():
            for language in translations.LANGUAGES:
                catalogue = translations.updated(folder, language)
                po, mo = translations.as_po(catalogue), translations.as_mo(catalogue)
                path = translations.po_file(folder, language)
                name = path.relative_to(ROOT)
                faults += [f"{name}: {text!r} has no translation." for text in translations.missing(catalogue)]
                if options["check"]:
                    compiled = path.with_suffix(".mo")
                    if not path.exists() or path.read_bytes() != po:
                        faults.append(f"{name} does not fit the code: run manage.py messages.")
                    if not compiled.exists() or compiled.read_bytes() != mo:
                        faults.append(f"{name} is not compiled: run manage.py messages.")
                    continue
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(po)
                path.with_suffix(".mo").write_bytes(mo)
        for fault in faults:
            self.stderr.write(fault)
        if faults and options["check"]:
            raise CommandError(f"{len(faults)} faults in the translations.")
