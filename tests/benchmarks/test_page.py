"""Three commands write docs/performance.md, each its own part."""

from __future__ import annotations

from benchmarks.page import section_of, with_section, with_sections_of

PAGE = "# Performance\n\nTables.\n"


def test_a_section_comes_to_the_end_of_a_page_that_has_none() -> None:
    page = with_section(PAGE, "## Channels\n\nOne.", "make bench")
    assert page.startswith(PAGE)
    assert section_of(page, "make bench") == "## Channels\n\nOne."


def test_a_newer_section_takes_the_place_of_the_older_one() -> None:
    page = with_section(with_section(PAGE, "one", "make bench"), "two", "make bench")
    assert page == with_section(PAGE, "two", "make bench")
    assert "one" not in page


def test_two_commands_do_not_touch_each_others_sections() -> None:
    page = with_section(with_section(PAGE, "channels", "make bench"), "desk", "make bench-desk")
    page = with_section(page, "newer channels", "make bench")
    assert section_of(page, "make bench") == "newer channels"
    assert section_of(page, "make bench-desk") == "desk"


def test_a_new_page_keeps_the_sections_of_the_old_one() -> None:
    old = with_section(with_section(PAGE, "channels", "make bench"), "desk", "make bench-desk")
    page = with_sections_of("# Performance\n\nNewer tables.\n", old)
    assert "Newer tables." in page
    assert (section_of(page, "make bench"), section_of(page, "make bench-desk")) == ("channels", "desk")


def test_a_page_without_a_section_stays_as_it_is() -> None:
    assert with_sections_of(PAGE, PAGE) == PAGE
