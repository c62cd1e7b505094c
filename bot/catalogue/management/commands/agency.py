"""`manage.py agency add|list`: agencies without code."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from bot.catalogue.content_files import ContentMistakes, read
from bot.catalogue.models import Agency
from bot.catalogue.schemas import mistakes
from bot.catalogue.store import agency_document, store_agency


class Command(BaseCommand):
    """Add and list agencies."""

    help = "Add and list agencies."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the sub-commands."""
        sub = parser.add_subparsers(dest="action", required=True)
        add = sub.add_parser("add", help="add an agency, or change the named fields of one that exists")
        add.add_argument("key", nargs="?")
        add.add_argument("--file", help="a YAML file in the shape of agency.schema.json instead of options")
        add.add_argument("--kind", choices=[kind.value for kind in Agency.Kind])
        add.add_argument("--country", choices=[country.value for country in Agency.Country])
        add.add_argument("--timezone")
        add.add_argument("--name-id")
        add.add_argument("--name-ja")
        add.add_argument("--parent")
        add.add_argument("--default-language", choices=["id", "ja"])
        sub.add_parser("list", help="list the agencies")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run one sub-command."""
        if options["action"] == "list":
            for agency in Agency.objects.select_related("parent"):
                parent = agency.parent.key if agency.parent else "-"
                names = f"{agency.name['id']} / {agency.name['ja']}"
                self.stdout.write("\t".join([agency.key, agency.kind, agency.country, parent, names]))
            return
        document = self._document(options)
        existed = Agency.objects.filter(key=document.get("key", "")).exists()
        found = [f"{'.'.join(map(str, path)) or 'agency'}: {message}" for path, message in mistakes("agency", document)]
        if found:
            raise CommandError("\n".join(found))
        try:
            agency = store_agency(document)
        except Agency.DoesNotExist as error:
            raise CommandError(f"There is no agency {document['parent']!r} to be the parent. Add it first.") from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{'Changed' if existed else 'Added'} {agency.key}: {agency.name['id']} / {agency.name['ja']}.")

    def _document(self, options: dict[str, Any]) -> dict[str, Any]:
        if options["file"]:
            path = Path(options["file"])
            try:
                data = read(path, path.parent).data
            except FileNotFoundError as error:
                raise CommandError(f"There is no file {path}.") from error
            except ContentMistakes as error:
                raise CommandError(str(error)) from error
            if not isinstance(data, dict):
                raise CommandError(f"{path} holds no agency: write its fields as in agency.schema.json.")
            return data
        if not options["key"]:
            raise CommandError("Name the agency's KEY, or give --file.")
        existing = Agency.objects.filter(key=options["key"]).first()
        document: dict[str, Any] = agency_document(existing) if existing else {"key": options["key"]}
        for field in ("kind", "country", "timezone", "parent", "default_language"):
            if options[field]:
                document[field] = options[field]
        if not existing:
            document.setdefault("kind", "city" if options["country"] == "JP" else "regency")
        name = dict(document.get("name", {}))
        for language in ("id", "ja"):
            if options[f"name_{language}"]:
                name[language] = options[f"name_{language}"]
        if name:
            # An agency whose name is known in one language only is called by it in both, rather than by nothing.
            document["name"] = {language: name.get(language) or next(iter(name.values())) for language in ("id", "ja")}
        return document
