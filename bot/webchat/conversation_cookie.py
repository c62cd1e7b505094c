"""Which conversation a browser has with an agency: a signed cookie for that agency's chat only."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

_MAX_AGE = 30 * 86_400


def _name(agency: str) -> str:
    return f"conversation-{agency}"


def _signer(agency: str) -> signing.TimestampSigner:
    # The agency is part of the salt: one agency's cookie says nothing to another agency.
    return signing.TimestampSigner(salt=f"webchat.conversation.{agency}")


def conversation_of(request: HttpRequest, agency: str) -> str | None:
    """The browser's conversation; None when it has none, or a cookie that we did not sign."""
    try:
        return str(uuid.UUID(_signer(agency).unsign(request.COOKIES.get(_name(agency), ""), max_age=_MAX_AGE)))
    except (signing.BadSignature, ValueError):
        return None


def new_conversation() -> str:
    """An id that nobody can guess."""
    return str(uuid.uuid4())


def remember(response: HttpResponseBase, agency: str, conversation: str) -> None:
    """Give the browser its conversation, for 30 days from now."""
    response.set_cookie(
        _name(agency),
        _signer(agency).sign(conversation),
        max_age=_MAX_AGE,
        path=reverse("chat", args=[agency]),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
