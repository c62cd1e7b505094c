"""What the measurement of the desk reads from pages and streams, and how it tells who ought to have seen what."""

from __future__ import annotations

from benchmarks.desk.ledger import WHOLE_DESK, Ledger, Origin, Sight, Stay
from benchmarks.desk.page_parts import Event, EventReader, Item, items, versions

FRAGMENT = """<ol id="new-items">
<li id="message-7" class="item in" data-at="1" data-version="1f" data-message="7"><div class="text">Halo? m000012</div></li>
<li id="event-3" class="item event" data-at="2" data-version="0">diambil</li>
<li id="message-8" class="item out operator" data-at="3" data-version="2e" data-message="8">
<div class="text">Baik r000004</div><p class="ticks delivered"></p></li></ol>"""


def test_messages_are_found_with_their_marks_and_ticks() -> None:
    assert list(items(FRAGMENT)) == [Item(7, "m000012", ""), Item(8, "r000004", "delivered")]


def test_a_fragment_without_news_holds_nothing() -> None:
    assert list(items('<ol id="new-items"></ol>')) == []


def test_every_row_has_a_version() -> None:
    assert versions(FRAGMENT) == {"message-7": "1f", "event-3": "0", "message-8": "2e"}


def test_a_streams_lines_become_events() -> None:
    reader = EventReader()
    found = [reader.line(line) for line in ("event: case", "id: 1.2.3.4", "data: {}", "", "data: {}", "")]
    assert [one for one in found if one] == [Event("case", {}, "1.2.3.4"), Event("", {}, "")]


def test_a_page_that_was_open_and_did_not_show_something_is_a_miss() -> None:
    ledger = Ledger()
    for page in ("rina", "budi"):
        ledger.stayed(Stay(page, "warga", 0.0, 100.0))
    ledger.happened(Origin("message", "m000001", "warga", 50.0))
    ledger.seen("m000001", Sight("rina", 50.2, 50.3))
    found = ledger.outcome("message")
    assert (found.expected, found.missed, [round(one, 1) for one in found.shown]) == (2, 1, [0.3])


def test_who_has_just_come_or_is_about_to_go_need_not_have_seen_it() -> None:
    ledger = Ledger()
    ledger.stayed(Stay("rina", WHOLE_DESK, 49.0, 100.0))
    ledger.stayed(Stay("budi", WHOLE_DESK, 0.0, 52.0))
    ledger.happened(Origin("claimed", "claimed 1", WHOLE_DESK, 50.0))
    assert ledger.outcome("claimed").expected == 0


def test_what_somebody_does_need_not_be_shown_to_themselves() -> None:
    ledger = Ledger()
    ledger.stayed(Stay("rina", WHOLE_DESK, 0.0, 100.0))
    ledger.happened(Origin("claimed", "claimed 1", WHOLE_DESK, 50.0, by="rina"))
    assert ledger.outcome("claimed").expected == 0


def test_the_second_time_that_something_happens_is_measured_by_the_second_time_that_it_is_seen() -> None:
    ledger = Ledger()
    ledger.stayed(Stay("rina", WHOLE_DESK, 0.0, 200.0))
    for at in (50.0, 120.0):
        ledger.happened(Origin("claimed", "claimed 1", WHOLE_DESK, at))
        ledger.seen("claimed 1", Sight("rina", at + 0.5, at + 0.5))
    assert ledger.outcome("claimed").shown == [0.5, 0.5]
