"""The FAQ files of an agency: data/faq/<agency>.yml, and any number of data/faq/<agency>/*.yml.

Which file an entry stands in means nothing to the bot, so entries may move between an agency's files. An entry is removed when the
file that held it no longer does and no other file does either.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.catalogue.content_files import ContentFile, Mistake
from bot.catalogue.models import Agency, LoadedFile
from bot.faq.store import remove, store_file


def keys(file: ContentFile) -> list[str]:
    """The keys of the entries of one file."""
    return [entry["key"] for entry in file.data["faq"]]


def keys_named_twice(files: Sequence[ContentFile]) -> list[Mistake]:
    """Each key that stands in two files of one agency; one that stands twice in a file is found there."""
    found: list[Mistake] = []
    first: dict[tuple[str, str], ContentFile] = {}
    for file in files:
        if file.schema != "faq":
            continue
        for index, key in enumerate(keys(file)):
            other = first.setdefault((file.agency, key), file)
            if other is not file:
                found.append(file.mistake(("faq", index, "key"), f"the key {key!r} stands in {other.name} and in {file.name}; keep one"))
    return found


def store(agency: Agency, file: ContentFile, files: Sequence[ContentFile], *, force: bool = False) -> None:
    """Store the entries of a changed file, and remove those that have gone from it and stand in none of `files` either.

    What staff published since stays while its entry in the file is as it was when it was last loaded, unless `force`.
    """
    _remove(file.name, agency.key, files)
    store_file(agency, file.data["faq"], force=force)


def remove_entries(name: str, files: Sequence[ContentFile]) -> None:
    """Remove the entries of a file that has gone, except those that moved to one of `files`."""
    _, agency, *_ = Path(name).with_suffix("").parts
    _remove(name, agency, files)


def _remove(name: str, agency: str, files: Sequence[ContentFile]) -> None:
    held = LoadedFile.objects.filter(path=name).values_list("keys", flat=True).first() or []
    kept = {key for file in files if file.schema == "faq" and file.agency == agency for key in keys(file)}
    remove(agency, set(held) - kept)
