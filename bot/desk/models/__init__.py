"""The tables of the desk: conversations and messages, handoffs, who serves where, prepared answers."""

from bot.desk.models.canned import CannedReply
from bot.desk.models.conversation import Conversation, Feedback, Message
from bot.desk.models.handoff import Callback, Handoff, HandoffEvent, InternalNote
from bot.desk.models.staffing import DeskSettings, Duty, SpecialDay, Unit, UnitHours
from bot.desk.models.topic import Topic, TopicMember, TopicNotice

__all__ = [
    *("CannedReply", "Conversation", "Feedback", "Message"),
    *("Callback", "Handoff", "HandoffEvent", "InternalNote"),
    *("DeskSettings", "Duty", "SpecialDay", "Unit", "UnitHours"),
    *("Topic", "TopicMember", "TopicNotice"),
]
