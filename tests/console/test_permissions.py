"""Every address of the console against every role, nobody, and another agency's people and objects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from bot.catalogue.models import Agency
from bot.staff.access import Access
from bot.staff.permissions import ALLOWED, Permission, Role
from tests.console.people import agency, browser_of, person
from tests.console.permission_table import PUBLIC, ROWS, SIGNED_IN, Row, nothing

OF_AGENCIES = [row for row in ROWS if isinstance(row.access, Permission)]


def _id(row: Row) -> str:
    return f"{row.method} {row.name}"


def _patterns(resolver: URLResolver, namespaces: tuple[str, ...] = ()) -> Iterator[URLPattern]:
    inside = (*namespaces, *([str(resolver.namespace)] if resolver.namespace else []))
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern, inside)
        elif "console" in inside:
            yield pattern


def _call(user: Any, row: Row, of: Agency, objects_of: Agency | None = None) -> Any:
    arguments = row.arguments(objects_of or of)
    if isinstance(row.access, Permission):
        arguments["agency"] = of.key
    return browser_of(user).generic(row.method, reverse(f"console:{row.name}", kwargs=arguments))


def _leads_to_sign_in(answer: HttpResponse) -> bool:
    return answer.status_code == 302 and answer["Location"].startswith(reverse("console:sign-in") + "?")


def test_every_address_stands_in_the_table_and_says_who_may_call_it() -> None:
    patterns = list(_patterns(get_resolver()))
    assert len(patterns) > 20
    assert {pattern.name for pattern in patterns} == {row.name for row in ROWS}
    for pattern in patterns:
        access = getattr(pattern.callback, "access", None)
        assert isinstance(access, Access), pattern.name
        stated = {row.access for row in ROWS if row.name == pattern.name}
        assert stated == {access.permission or access.kind}, pattern.name


@pytest.mark.parametrize("row", [row for row in ROWS if row.access != PUBLIC], ids=_id)
def test_nobody_gets_in_without_signing_in(row: Row, city: Agency) -> None:
    assert _leads_to_sign_in(_call(None, row, city))


@pytest.mark.parametrize("row", [row for row in ROWS if row.access == PUBLIC], ids=_id)
def test_everybody_may_call_what_is_public(row: Row, city: Agency) -> None:
    answer = _call(None, row, city)
    assert answer.status_code in row.status


@pytest.mark.parametrize("row", [row for row in ROWS if row.access == SIGNED_IN], ids=_id)
def test_whoever_is_signed_in_may_call_the_pages_about_themselves(row: Row, city: Agency) -> None:
    answer = _call(person(), row, city)
    assert answer.status_code in row.status
    assert not _leads_to_sign_in(answer)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("row", OF_AGENCIES, ids=_id)
def test_a_role_allows_what_its_permissions_say_and_nothing_else(row: Row, role: Role, city: Agency) -> None:
    answer = _call(person(role, of=city), row, city)
    if row.access in ALLOWED[role]:
        assert answer.status_code in row.status
        assert not _leads_to_sign_in(answer)
    else:
        assert answer.status_code == 403
        page = answer.content.decode()
        assert "Your roles do not allow this" in page
        # What would allow it stands there by name.
        with translation.override("en"):
            assert all(f'<span class="tag">{one.label}</span>' in page for one in Role if row.access in ALLOWED[one])
        assert ("What you sent was not carried out" in page) == (row.method != "GET")


@pytest.mark.parametrize("row", OF_AGENCIES, ids=_id)
def test_an_administrator_of_the_installation_may_do_everything_everywhere(row: Row, city: Agency) -> None:
    assert _call(person(superuser=True), row, city).status_code in row.status


@pytest.mark.parametrize("row", OF_AGENCIES, ids=_id)
def test_another_agency_looks_like_one_that_does_not_exist(row: Row, city: Agency) -> None:
    stranger = person(Role.ADMINISTRATOR, of=agency("kota-lain"))
    theirs = _call(stranger, row, city)
    arguments = {**row.arguments(city), "agency": "tidak-ada"}
    none = browser_of(stranger).generic(row.method, reverse(f"console:{row.name}", kwargs=arguments))
    assert (theirs.status_code, none.status_code) == (404, 404)


@pytest.mark.parametrize("row", [row for row in OF_AGENCIES if row.arguments is not nothing and not row.shared], ids=_id)
def test_another_agencys_objects_are_not_found_in_ones_own(row: Row, city: Agency) -> None:
    answer = _call(person(Role.ADMINISTRATOR, of=city), row, city, objects_of=agency("kota-lain"))
    assert answer.status_code == 404


@pytest.mark.parametrize("row", OF_AGENCIES, ids=_id)
def test_a_membership_counts_for_neither_parent_nor_child(row: Row, city: Agency) -> None:
    parent = agency("induk")
    Agency.objects.filter(pk=city.pk).update(parent=parent)
    assert _call(person(Role.ADMINISTRATOR, of=parent), row, city).status_code == 404
    assert _call(person(Role.ADMINISTRATOR, of=city), row, parent).status_code == 404


@pytest.mark.parametrize("row", OF_AGENCIES, ids=_id)
def test_whoever_lost_access_gets_nothing_and_reads_why(row: Row, city: Agency) -> None:
    user = person(Role.ADMINISTRATOR, of=city)
    user.memberships.update(suspended=True)
    answer = _call(user, row, city)
    assert answer.status_code == 403
    assert "Your access is stopped" in answer.content.decode()


@pytest.mark.parametrize("row", OF_AGENCIES, ids=_id)
def test_an_administrator_sets_up_the_second_factor_before_anything_else(row: Row, city: Agency) -> None:
    answer = _call(person(Role.ADMINISTRATOR, of=city, factor=False), row, city)
    assert (answer.status_code, answer["Location"]) == (302, reverse("console:second-factor"))


def test_whoever_may_not_enter_reads_whom_to_ask_and_goes_on_from_there(city: Agency) -> None:
    chief = person(Role.ADMINISTRATOR, of=city)
    page = browser_of(person(Role.EDITOR, of=city)).get(f"/console/{city.key}/team/").content.decode()
    assert f"ask an administrator to give you one of those roles: {chief.first_name}" in page
    assert f'href="/console/{city.key}/"' in page


def test_whoever_follows_an_address_of_another_agency_reads_where_they_belong(city: Agency) -> None:
    agency("kota-lain")
    page = browser_of(person(Role.EDITOR, of=city)).get("/console/kota-lain/faq/").content.decode()
    assert "There is no such page" in page
    assert "ask an administrator of that agency to invite you" in page
    assert f'href="/console/{city.key}/"' in page
