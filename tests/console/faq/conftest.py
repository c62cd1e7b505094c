"""A nation with two FAQ, a city that inherits them, and people of the city."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from bot.catalogue.load import load_content
from bot.catalogue.models import Agency
from bot.faq.models import Faq
from bot.faq.versions import standing
from bot.faq.workflow import create_draft, publish
from bot.staff.permissions import Role
from tests.catalogue.content import write_all
from tests.console.people import browser_of, person

ROOT = "/console/kota/faq/"


@pytest.fixture
def city(db: None, tmp_path: Path) -> Agency:
    """The city; its nation is `negeri`."""
    load_content(write_all(tmp_path / "data"))
    return Agency.objects.get(key="kota")


@pytest.fixture
def editor(city: Agency) -> Client:
    """Who writes."""
    return browser_of(person(Role.EDITOR, of=city))


@pytest.fixture
def reviewer(city: Agency) -> Client:
    """Who publishes."""
    return browser_of(person(Role.REVIEWER, of=city))


def sent(question: str = "Di mana parkir motor?", answer: str = "Di basemen.", **fields: Any) -> dict[str, Any]:
    """What the form of a new FAQ sends."""
    return {
        "question_id": question,
        "question_ja": "バイクの駐車場は",
        "answer_id": answer,
        "answer_ja": "地下です。",
        "variants_id": "parkir motor\n\n  taruh motor ",
        "variants_ja": "バイクをとめたい",
        "tags": "motor, parkir",
        "based_on": "0",
        **fields,
    }


def content(answer: str = "Di basemen.", **fields: Any) -> dict[str, Any]:
    """A content that can be published."""
    return {
        "question": {"id": "Di mana parkir motor?", "ja": "バイクの駐車場は"},
        "answer": {"id": answer, "ja": "地下です。", **fields.pop("more_answers", {})},
        "variants": {"id": ["parkir motor"], "ja": ["バイクをとめたい"]},
        **fields,
    }


def published(agency: Agency, key: str = "motor", **fields: Any) -> Faq:
    """An FAQ of the agency that the bot answers."""
    version = create_draft(agency, key, content(**fields), None)
    publish(version.faq, version.number, None)
    return Faq.objects.get(pk=version.faq_id)


def text_of(answer: Any) -> str:
    """What a page says."""
    return str(answer.content.decode())


def number(faq: Faq) -> int:
    """What an editor's form is based on."""
    return standing(faq).number
