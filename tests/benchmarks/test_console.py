"""The measuring of the console knows every address that there is."""

from __future__ import annotations

from benchmarks.console.addresses import unknown_parts


def test_every_part_of_an_address_has_an_object() -> None:
    """A new page without one would end the measuring after a quarter of an hour of filling."""
    assert unknown_parts() == set()
