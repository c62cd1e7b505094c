"""What the templates of the FAQ pages ask for."""

from __future__ import annotations

from django import template

from bot.console.faq.words import field_label, said

register = template.Library()
register.filter("said", said)
register.filter("field_label", field_label)
