"""What the editor, on whichever page it stands, shows."""

from __future__ import annotations

from typing import Any

from bot.console.faq.forms import Editor
from bot.console.faq.words import LANGUAGE_NAMES
from bot.faq.overview import tags_of
from bot.languages import LANGUAGES
from bot.staff.context import StaffContext
from bot.staff.permissions import Permission


def editor_context(staff: StaffContext, editor: Editor, key: str) -> dict[str, Any]:
    """What console/faq/editor.html needs."""
    form = editor.form
    sides = [
        {
            "code": language,
            "name": LANGUAGE_NAMES[language],
            "fields": [(form[f"{name}_{language}"], f"{name}-{language}") for name in ("question", "answer", "variants")],
        }
        for language in LANGUAGES
    ]
    return {
        "editor": editor,
        "form": form,
        "key": key,
        "sides": sides,
        "easy": [form["question_ja_easy"], form["answer_ja_easy"]],
        "easy_open": any(form[name].value() for name in ("question_ja_easy", "answer_ja_easy")),
        "tags": tags_of(staff.agency.lineage),
        "may_publish": staff.can(Permission.PUBLISH_CONTENT),
        "wrong": form.is_bound and not editor.is_valid(),
    }
