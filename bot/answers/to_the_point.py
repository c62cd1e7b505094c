"""What the catalogue says of the very thing that a citizen asks about, before the rest of the answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.answers.context import Setting
from bot.catalogue.statements import Statement, says_all, shares
from bot.catalogue.views import ServiceView

# Who asks for these alone wants nothing else: a statement about the particular thing is told with others, in whatever facet it stands.
_NARROW = frozenset({"fee", "where", "hours", "phone", "legal_basis", "form"})
_MOST = 2
_SPARES = re.compile(r"\b(?:tidak|tanpa|bukan|belum)\b|ません|不要|なくても|ない")


@dataclass(frozen=True)
class Question:
    """What a message asks about in particular (see `bot.nlu.particulars`), as the pipeline found it.

    whether_needed: it asks if that is to be brought. whether: it asks for a yes or no. carried: the facet is that of the question before, not of this one.
    """

    particulars: Sequence[Sequence[str]]
    whether_needed: bool = False
    whether: bool = False
    carried: bool = False

    @classmethod
    def of(cls, extra: Mapping[str, Any]) -> Question | None:
        """The question as a decision carries it; None when it asks about nothing in particular."""
        if not extra.get("particulars"):
            return None
        return cls(extra["particulars"], bool(extra.get("whether_needed")), bool(extra.get("whether")), bool(extra.get("carried")))


@dataclass(frozen=True)
class ToThePoint:
    """The beginning of an answer, the statements that it quotes and their facets. enough: nothing else was asked."""

    text: str
    statements: tuple[str, ...]
    facets: tuple[str, ...]
    enough: bool = False


def to_the_point(service: ServiceView, facets: tuple[str, ...], setting: Setting, question: Question | None) -> ToThePoint | None:
    """The statements that hold everything which the question asks about, or that it is not among what to bring; None for neither."""
    if question is None:
        return None
    anywhere = question.carried or not set(facets) <= _NARROW
    whole = [statement for share, statement in shares(service, setting.form, question.particulars) if share == 1]
    if not question.carried:
        whole = [statement for statement in whole if not (statement.listed and statement.facet in facets)]
    # What says it itself answers better than what only belongs to a case of that name.
    whole.sort(key=lambda statement: not says_all(statement.text, question.particulars))
    found = [statement for statement in whole if anywhere or statement.facet in facets]
    # What is said elsewhere of the same thing answers another question.
    found = [statement for statement in found if statement.facet in facets] or found
    if found:
        quoted = _each_once(found)[:_MOST]
        if question.whether and question.whether_needed and _is_to_be_brought(quoted):
            heading = setting.pick("Ya, itu tercantum dalam syarat:", "はい、必要なものに入っています。", "はい、必要です。")
        else:
            heading = setting.pick("Tentang yang Anda tanyakan:", "お尋ねの点について：", "聞いた ことについて：")
        text = "\n".join([heading, *(_bullet(statement, setting) for statement in quoted)])
        return ToThePoint(text, tuple(s.text for s in quoted), tuple(dict.fromkeys(s.facet for s in quoted)), enough=question.carried)
    if question.whether_needed and facets == ("requirements",) and service.requirements:
        text = setting.pick(
            "Hal yang Anda tanyakan tidak tercantum dalam syarat di data kami. Syarat yang tercantum ada di bawah ini.",
            "お尋ねのものは、こちらにある「必要なもの」の一覧にはありません。一覧は次のとおりです。",
            "聞いた ものは、「必要なもの」の 中に ありません。必要なものは、次の とおりです。",
        )
        return ToThePoint(text, (), ())
    return None


def _is_to_be_brought(quoted: list[Statement]) -> bool:
    """Whether all that is quoted are things to bring, in whatever case; a note may say that something is not needed."""
    return all(statement.facet == "requirements" and not _SPARES.search(statement.text) for statement in quoted)


def _each_once(found: list[Statement]) -> list[Statement]:
    """The statements without those that say the same; what holds in several cases is told of none in particular."""
    cases: dict[str, list[Statement]] = {}
    for statement in found:
        cases.setdefault(statement.text, []).append(statement)
    return [same[0] if len(same) == 1 else replace(same[0], case="") for same in cases.values()]


def _bullet(statement: Statement, setting: Setting) -> str:
    if not statement.case:
        return setting.pick(f"• {statement.text}", f"・{statement.text}")
    return setting.pick(f"• {statement.text} ({statement.case})", f"・{statement.text}（{statement.case}）")
