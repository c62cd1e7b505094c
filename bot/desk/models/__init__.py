"""The tables of the desk: conversations and messages, handoffs, who serves where, prepared answers."""

from bot.desk.models.canned import CannedReply
from bot.desk.models.conversation import Conversation, Feedback, Message
from bot.desk.models.handoff import Callback, Handoff, HandoffEvent, InternalNote
from bot.desk.models.staffing import DeskSettings, Duty, SpecialDay, Unit, UnitHours
from bot.desk.models.topic import Topic, TopicMember, TopicNotice

__all__ = [
    "Callback",
    "CannedReply",
    "Conversation",
    "DeskSettings",
    "Duty",
    "Feedback",
    "Handoff",
    "HandoffEvent",
    "InternalNote",
    "Message",
    "SpecialDay",
    "Topic",
    "TopicMember",
    "TopicNotice",
    "Unit",
    "UnitHours",
]
