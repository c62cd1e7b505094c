"""What staff's links leave in the log."""

from __future__ import annotations

from bot.logs import drop_words_of_citizens


def test_the_link_of_an_invitation_does_not_stand_in_a_log() -> None:
    event = drop_words_of_citizens(None, "error", {"event": "Internal Server Error: /console/invitation/Abc-123_x?y=1 failed"})
    assert event["event"] == "Internal Server Error: /console/invitation/(left out)?y=1 failed"
