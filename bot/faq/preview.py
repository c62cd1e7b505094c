"""What citizens would get for an FAQ, as it is or as it is being written: the bot's own words, cut as each channel cuts them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.accounts.models import ChannelAccount
from bot.answers import lists
from bot.answers.context import Setting
from bot.catalogue.models import Agency
from bot.catalogue.views import AgencyView, FaqView
from bot.faq.content import Content, day_of
from bot.languages import LANGUAGES
from bot.pipeline.quick_replies import issue
from channels import registry
from channels.base import Account, Outgoing, Shown
from channels.errors import ChannelError


@dataclass(frozen=True)
class Conversation:
    """The messages of one channel in one language; none where there is no answer in that language."""

    channel: str
    label: str
    language: str
    question: str
    messages: tuple[Shown, ...]


def view_of(key: str, content: Content) -> FaqView:
    """The FAQ as the bot would hold it."""
    return FaqView(
        key=key,
        question=content["question"],
        answer=content["answer"],
        variants={language: tuple(content["variants"].get(language, ())) for language in LANGUAGES},
        sources=tuple(content["sources"]),
        tags=tuple(content["tags"]),
        quick_replies=tuple(content["quick_replies"]),
        links=tuple(content["links"]),
        valid_from=_day(content["valid_from"]),
        valid_to=_day(content["valid_to"]),
    )


def _day(text: str) -> dt.date | None:
    try:
        return day_of(text)
    except ValueError:
        return None  # still being typed


def as_if_published(view: AgencyView, key: str, content: Content) -> AgencyView:
    """What the agency offers, with this FAQ in it."""
    return replace(view, faq={**view.faq, key: view_of(key, content)})


def conversations(agency: Agency, view: AgencyView, key: str, content: Content, now: dt.datetime) -> list[Conversation]:
    """The answer on each channel in each language; on a channel where the agency has an account, as that account would send it."""
    offered = as_if_published(view, key, content)
    settings = dict(ChannelAccount.objects.filter(agency=agency, enabled=True).order_by("-created").values_list("channel", "settings"))
    found = []
    for name in registry.names():
        channel = registry.connected(name)
        account = Account(id="", agency=agency.key, channel=name, settings=settings.get(name) or {})
        for language in LANGUAGES:
            messages: Sequence[Shown] = ()
            if content["answer"].get(language):
                reply = lists.faq(offered.faq[key], Setting(offered, language, now)).to_json()
                [outgoing], _ = issue("preview", "preview", [reply])
                try:
                    messages = channel.shown(account, Outgoing(0, "preview", "", language, outgoing, last_heard=now))
                except ChannelError:
                    messages = ()
            question = content["question"].get(language, "")
            found.append(Conversation(name, channel.label or name, language, question, tuple(messages)))
    return found
