"""Structured logs that never hold what a citizen wrote.

Rasa logs whole messages through structlog at debug level and sometimes in warnings; a processor here removes every field
that can hold a citizen's words, whatever the level, and identity numbers are masked in what remains.
"""

from __future__ import annotations

import logging
import logging.config
import re
import sys
from typing import Any

import structlog

from bot.privacy.masking import mask_identity_numbers

WORDS_OF_CITIZENS = frozenset(
    {"user_text", "text", "message", "message_text", "parse_data_text", "parse_data_entities", "entities", "body", "payload", "tracker"}
)
# Ours, and no citizen's: cut up by masking they would be useless.
OUR_NUMBERS = frozenset({"account", "conversation", "entry", "process"})

_INVITATION_LINK = re.compile(r"(/console/invitation/)[^\s?/]+")


def drop_words_of_citizens(_: Any, __: str, event: dict[str, Any]) -> dict[str, Any]:
    """A structlog processor: removes fields that can hold a citizen's words, masks identity numbers and staff's links in the rest."""
    for key in list(event):
        if key in WORDS_OF_CITIZENS:
            event[key] = "(left out)"
        elif isinstance(event[key], str) and key not in OUR_NUMBERS:
            # The link of an invitation is as good as a password until it is used.
            event[key] = _INVITATION_LINK.sub(r"\1(left out)", mask_identity_numbers(event[key]).text)
    return event


def configure_logging(log_format: str) -> None:
    """Send structlog and the standard library's loggers to standard error, as text or as JSON lines."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        drop_words_of_citizens,
    ]
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(),
            # The default prints every frame's variables: slow, and full of what citizens wrote.
            exception_formatter=structlog.dev.plain_traceback,
        )
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "structured": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": shared,
                    "processors": [
                        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                        structlog.processors.format_exc_info,
                        renderer,
                    ]
                    if log_format == "json"
                    else [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
                }
            },
            "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "structured", "stream": "ext://sys.stderr"}},
            "root": {"handlers": ["console"], "level": "WARNING"},
            "loggers": {
                "bot": {"level": "INFO"},
                "channels": {"level": "INFO"},
                "actions": {"level": "INFO"},
                "django": {"level": "WARNING"},
                "uvicorn": {"level": "WARNING"},
                "rasa": {"level": "ERROR"},
                "rasa_sdk": {"level": "ERROR"},
                "sanic": {"level": "WARNING"},
            },
        }
    )
    structlog.configure(
        # First of all: Rasa writes a dozen lines a message that nobody reads, and masking them would take milliseconds.
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
