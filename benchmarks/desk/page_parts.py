"""What the pages and fragments of the desk hold, as the page's own script reads it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

MARK = re.compile(r"\b[mr]\d{6}\b")
_DESK = re.compile(r'<div id="desk"([^>]*)>')
_ATTRIBUTE = re.compile(r'data-([\w-]+)="([^"]*)"')
_ITEM = re.compile(r'<li id="message-(\d+)"')
_VERSION = re.compile(r'<li id="([a-z]+-\d+)"[^>]*data-version="([^"]*)"')
_TICKS = re.compile(r'class="ticks (\w+)"')
_ROW = re.compile(r'id="row-(\d+)"')
_OWN = re.compile(r'id="own-(\d+)"')
_REPLY = re.compile(r'<form id="reply-form" method="post" action="([^"]+)" data-draft="([^"]+)"')


@dataclass(frozen=True)
class Item:
    """A message on the page: the mark in its text, and what became of it (only of ours)."""

    number: int
    mark: str
    ticks: str


def items(text: str) -> Iterator[Item]:
    """The messages of a page or fragment."""
    starts = [found.start() for found in _ITEM.finditer(text)]
    for start, end in zip(starts, [*starts, len(text)][1:], strict=True):
        part = text[start:end]
        mark, ticks, number = MARK.search(part), _TICKS.search(part), _ITEM.match(part)
        if number is not None:
            yield Item(int(number[1]), mark[0] if mark else "", ticks[1] if ticks else "")


def versions(text: str) -> dict[str, str]:
    """The rows of a page or fragment, each with the version in which it stands there."""
    return dict(_VERSION.findall(text))


def desk_data(text: str) -> dict[str, str]:
    """What the page tells its script: place, token, addresses."""
    found = _DESK.search(text)
    if found is None:
        raise ValueError("This is no page of the desk.")
    return {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(found[1])}


def reply_addresses(text: str) -> tuple[str, str]:
    """Where the page's form sends a reply and a draft."""
    found = _REPLY.search(text)
    if found is None:
        raise ValueError("This page takes no reply.")
    return html.unescape(found[1]), html.unescape(found[2])


def rows(text: str) -> list[int]:
    """The conversations of a list, in its order."""
    return [int(number) for number in _ROW.findall(text)]


def own(text: str) -> set[int]:
    """The conversations that stand above as one's own."""
    return {int(number) for number in _OWN.findall(text)}


@dataclass(frozen=True)
class Event:
    """One server-sent event."""

    name: str
    data: dict[str, Any]
    number: str


class EventReader:
    """Puts the lines of a stream together."""

    def __init__(self) -> None:
        self._fields: dict[str, str] = {}

    def line(self, text: str) -> Event | None:
        """Take one line; returns an event once it is whole."""
        if text:
            name, _, value = text.partition(": ")
            self._fields[name] = value
            return None
        fields, self._fields = self._fields, {}
        return Event(fields.get("event", ""), json.loads(fields["data"]), fields.get("id", "")) if "data" in fields else None
