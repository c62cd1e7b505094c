"""What was measured, as it goes into the results file."""

from __future__ import annotations

from typing import Any

from benchmarks.console.measuring import Measured
from bot.catalogue.models import Agency
from bot.desk.models import Conversation, Handoff, Message
from bot.faq.models import Faq
from bot.questions.models import QuestionGroup
from bot.releases.models import Release, ReplayedQuestion
from bot.staff.models import AuditEntry


def as_row(found: Measured) -> dict[str, Any]:
    """One page. A statement keeps its blanks: what filled them may be anything."""
    return {
        "page": found.address.label,
        "status": found.status,
        "bytes": found.size,
        "first_milliseconds": round(found.first, 1),
        "median_milliseconds": round(found.median, 1),
        "processor_milliseconds": round(found.busy, 1),
        "worst_milliseconds": round(found.worst, 1),
        "queries": found.queries,
        "slowest_query": found.slowest.sql if found.slowest else "",
        "slowest_query_milliseconds": round(found.slowest.milliseconds, 1) if found.slowest else 0.0,
        "plan": list(found.plan),
    }


def counted(agency: Agency) -> dict[str, int]:
    """How many rows there are; what belongs to an agency is that agency's."""
    return {
        "messages": Message.objects.count(),
        "conversations": Conversation.objects.count(),
        "messages of the agency": Message.objects.filter(conversation__agency=agency).count(),
        "FAQ of the agency": Faq.objects.filter(agency=agency).count(),
        "groups of questions": QuestionGroup.objects.filter(agency=agency).count(),
        "handoffs": Handoff.objects.filter(agency=agency).count(),
        "changes": AuditEntry.objects.filter(agency=agency).count(),
        "releases": Release.objects.count(),
        "replayed questions": ReplayedQuestion.objects.filter(agency=agency).count(),
    }
