"""`manage.py ask`: answers JSON lines from standard input, one JSON line each."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bot.catalogue.merge import UnknownAgency
from bot.catalogue.models import Agency


class Command(BaseCommand):
    """Ask the assistant in batches, through the real model and the real actions."""

    help = 'Read JSON lines {"id", "text", "agency"?, "conversation"?} on standard input and write a JSON line with the answer for each.'

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the agency that lines without one are for."""
        parser.add_argument("--agency", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Load once, answer every line, end with 1 if a line could not be read."""
        from bot.dialogue import NoModel
        from bot.ops.local_actions import ActionServerFailed, local_actions

        if not Agency.objects.filter(key=options["agency"]).exists():
            raise CommandError(str(UnknownAgency(options["agency"])))
        known = set(Agency.objects.values_list("key", flat=True))
        try:
            with local_actions() as url:
                failed = asyncio.run(_answer_all(url, options["agency"], known))
        except (NoModel, ActionServerFailed) as error:
            raise CommandError(str(error)) from error
        if failed:
            raise CommandError(f'{failed} line(s) could not be read; each has an "error" in the output.')


def _read(line: str, agency: str, known: set[str]) -> dict[str, Any]:
    data = json.loads(line)
    if not isinstance(data, dict):
        raise ValueError("the line is not a JSON object")
    if not isinstance(data.get("text"), str):
        raise ValueError('"text" is missing, or is not a string')
    data.setdefault("agency", agency)
    if data["agency"] is None:
        data["agency"] = agency
    if data["agency"] not in known:
        raise ValueError(f"there is no agency {data['agency']!r}")
    return data


def _id_of(line: str) -> Any:
    """The id of a line that is JSON, though not a question that can be asked."""
    try:
        data = json.loads(line)
    except ValueError:
        return None
    return data.get("id") if isinstance(data, dict) else None


async def _answer_all(url: str, agency: str, known: set[str]) -> int:
    from bot.ops.console_dialogue import ConsoleDialogue

    dialogue = await ConsoleDialogue.load(url)
    failed = 0
    for number, line in enumerate(sys.stdin, start=1):
        if not line.strip():
            continue
        try:
            data = _read(line, agency, known)
        except ValueError as error:
            failed += 1
            print(json.dumps({"id": _id_of(line), "error": f"line {number}: {error}"}, ensure_ascii=False), flush=True)
            continue
        shared = data.get("conversation")
        conversation = f"shared:{data['agency']}:{shared}" if shared is not None else f"line:{number}"
        turn = await dialogue.say(conversation, data["text"], data["agency"])
        if shared is None:
            dialogue.forget(conversation)
        print(json.dumps(_result(data.get("id"), turn), ensure_ascii=False), flush=True)
    return failed


def _result(identifier: Any, turn: Any) -> dict[str, Any]:
    u = turn.understanding
    return {
        "id": identifier,
        "language": turn.language,
        "kind": u["kind"],
        "intent": u["intent"],
        "confidence": u["confidence"],
        "services": u["services"],
        "facets": u["facets"],
        "faq": u["faq"],
        "faq_score": u["faq_score"],
        "faq_candidates": u["faq_candidates"],
        "decision": u["decision"],
        "replies": [{"text": r["text"], "quick_replies": [{"title": q["title"]} for q in r["quick_replies"]]} for r in turn.replies],
        "ms": turn.milliseconds,
    }
