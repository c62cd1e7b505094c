"""Two commands write docs/performance.md, each its own part."""

from __future__ import annotations

from benchmarks.page import section_of, with_section

PAGE = "# Performance\n\nTables.\n"


def test_a_section_comes_to_the_end_of_a_page_that_has_none() -> None:
    page = with_section(PAGE, "## Channels\n\nOne.")
    assert page.startswith(PAGE)
    assert section_of(page) == "## Channels\n\nOne."


def test_a_newer_section_takes_the_place_of_the_older_one() -> None:
    page = with_section(with_section(PAGE, "one"), "two")
    assert page == with_section(PAGE, "two")
    assert "one" not in page


def test_a_new_page_keeps_the_section_of_the_old_one() -> None:
    old = with_section(PAGE, "kept")
    assert section_of(with_section("# Performance\n\nNewer tables.\n", section_of(old))) == "kept"


def test_a_page_without_a_section_stays_as_it_is() -> None:
    assert with_section(PAGE, section_of(PAGE)) == PAGE
