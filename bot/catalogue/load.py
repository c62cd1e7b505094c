"""Loads the seed content: data/catalogue/<agency>/{agency,<service>}.yml, data/faq/<agency>.yml and data/faq/<agency>/*.yml.

Loading checks everything first and stores nothing when a mistake is found. It is idempotent: a file is stored only when it has changed
since it was last loaded, so what staff edited in between stays; a record whose file has gone is removed. What staff published stays
also when its file has changed: the file's content then waits as a draft.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from bot.catalogue import faq_files, revision
from bot.catalogue.content_files import ContentFile, ContentMistakes, Mistake, read
from bot.catalogue.editing.live import remove_from_file, store_from_file
from bot.catalogue.models import Agency, LoadedFile, Service
from bot.catalogue.store import store_agency
from bot.catalogue.values import impossible_values

_PATTERNS = ("catalogue/*/*.yml", "faq/*.yml", "faq/*/*.yml")


@dataclass
class LoadReport:
    """What a load did: names of files stored, removed and kept waiting for staff, and how many were unchanged."""

    stored: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    unchanged: int = 0


def read_content(root: Path) -> list[ContentFile]:
    """Read and check every content file below `root` (the data folder).

    Raises:
        ContentMistakes: at least one file cannot be used; every mistake of every file is listed.
    """
    files: list[ContentFile] = []
    found: list[Mistake] = []
    paths = [path for pattern in _PATTERNS for path in sorted(root.glob(pattern))]
    if not paths:
        raise ContentMistakes([Mistake(root, 1, "", "there is no content here: expected catalogue/<agency>/agency.yml")])
    for path in paths:
        try:
            file = read(path, root)
        except ContentMistakes as error:
            found += error.mistakes
            continue
        found += file.check()
        files.append(file)
    if not found:
        found = _cross_check(files)
    if found:
        raise ContentMistakes(found)
    return files


def _cross_check(files: list[ContentFile]) -> list[Mistake]:
    """What a schema cannot see: keys that name nothing, or two FAQ."""
    found = faq_files.keys_named_twice(files)
    agencies = {f.data["key"]: f for f in files if f.schema == "agency"}
    known_agencies = set(agencies) | set(Agency.objects.values_list("key", flat=True))
    parents = {key: f.data.get("parent") for key, f in agencies.items()}
    services: dict[str, dict[str, ContentFile]] = {}
    for file in files:
        if file.schema == "service":
            services.setdefault(file.agency, {})[file.data["key"]] = file

    def lineage(key: str | None) -> list[str]:
        chain: list[str] = []
        while key and key not in chain:
            chain.append(key)
            key = parents.get(key)
        return chain

    def offered(agency: str) -> set[str]:
        keys = {key for ancestor in lineage(agency) for key in services.get(ancestor, {})}
        return keys | set(Service.objects.filter(agency__key__in=lineage(agency)).values_list("key", flat=True))

    def offices(agency: str) -> set[str]:
        return {o["key"] for a in lineage(agency) if a in agencies for o in agencies[a].data.get("offices", [])}

    for file in files:
        agency, schema = file.agency, file.schema
        found += impossible_values(file)
        if agency not in known_agencies:
            found.append(file.mistake((), f"the agency {agency!r} does not exist: add data/catalogue/{agency}/agency.yml"))
            continue
        if schema == "agency":
            if file.data["key"] != agency:
                found.append(file.mistake(("key",), f"the key must be the folder's name, {agency!r}"))
            if (parent := file.data.get("parent")) and parent not in known_agencies:
                found.append(file.mistake(("parent",), f"the agency {parent!r} does not exist"))
            elif agency in lineage(parents.get(agency)):
                found.append(file.mistake(("parent",), "the parents run in a circle"))
            for i, event in enumerate(file.data.get("life_events", [])):
                for j, step in enumerate(event["services"]):
                    if step["service"] not in offered(agency):
                        found.append(file.mistake(("life_events", i, "services", j), f"the service {step['service']!r} does not exist"))
        elif schema == "service":
            if file.data["key"] != file.path.stem:
                found.append(file.mistake(("key",), f"the key must be the file's name, {file.path.stem!r}"))
            inherited = {key for ancestor in lineage(agency)[1:] for key in services.get(ancestor, {})}
            if file.data["key"] not in inherited and not file.data.get("hidden"):
                for needed in ("name", "category", "summary", "provenance"):
                    if (
                        needed not in file.data
                        and not Service.objects.filter(agency__key__in=lineage(agency)[1:], key=file.data["key"]).exists()
                    ):
                        found.append(file.mistake((), f"the field {needed!r} is missing, and there is no parent to inherit it from"))
            for i, key in enumerate(file.data.get("related", [])):
                if key not in offered(agency):
                    found.append(file.mistake(("related", i), f"the service {key!r} does not exist"))
            for i, key in enumerate(file.data.get("where", {}).get("offices", [])):
                if key not in offices(agency):
                    found.append(file.mistake(("where", "offices", i), f"the office {key!r} does not exist"))
    return found


def load_content(root: Path, *, force: bool = False) -> LoadReport:
    """Load all content below `root`; with `force` also files that have not changed, which undoes what staff edited.

    Raises:
        ContentMistakes: nothing was stored; every mistake is listed with file, line and field.
    """
    files = read_content(root)
    report = LoadReport()
    with transaction.atomic():
        known = dict(LoadedFile.objects.values_list("path", "digest"))
        for name in sorted(set(known) - {file.name for file in files}):
            _remove(name, files)
            report.removed.append(name)
        changed = [file for file in files if force or known.get(file.name) != file.digest]
        report.unchanged = len(files) - len(changed)
        agency_files = {file.data["key"]: file for file in changed if file.schema == "agency"}
        done: set[str] = set()

        def store_with_parents(key: str) -> None:
            if key in done or key not in agency_files:
                return
            done.add(key)
            file = agency_files[key]
            if parent := file.data.get("parent"):
                store_with_parents(parent)
            try:
                store_agency(file.data, force=force)
            except ValidationError as error:
                raise ContentMistakes([file.mistake((name,), " ".join(texts)) for name, texts in error.message_dict.items()]) from error

        for key in agency_files:
            store_with_parents(key)
        agencies: dict[str, Agency] = {agency.key: agency for agency in Agency.objects.all()}
        for file in changed:
            schema = file.schema
            if schema == "service":
                if not store_from_file(agencies[file.agency], file.data, force=force):
                    report.kept.append(file.name)
            elif schema == "faq":
                faq_files.store(agencies[file.agency], file, files, force=force)
            LoadedFile.objects.update_or_create(path=file.name, defaults={"digest": file.digest, "keys": _keys(file)})
            if file.name not in report.kept:
                report.stored.append(file.name)
        if report.stored or report.removed:
            revision.advance()
    return report


def _keys(file: ContentFile) -> list[str]:
    return faq_files.keys(file) if file.schema == "faq" else [file.data["key"]]


def _remove(name: str, files: list[ContentFile]) -> None:
    parts = Path(name).parts
    if parts[0] == "faq":
        faq_files.remove_entries(name, files)
    elif parts[-1] != "agency.yml":  # an agency may hold conversations: it is never removed by the absence of a file
        remove_from_file(Agency.objects.get(key=parts[1]), Path(name).stem)
    LoadedFile.objects.filter(path=name).delete()
