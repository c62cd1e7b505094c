"""What holds for every page: its policy, its language, its errors, and what it leaves alone."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from asgiref.sync import SyncToAsync
from django.http import HttpRequest, HttpResponse
from django.test import AsyncClient, Client
from django.urls import reverse
from django.utils.translation import get_language

from bot.catalogue.models import Agency
from bot.staff.permissions import Permission, Role
from tests.console.people import agency, browser_of, person
from tests.console.permission_table import ROWS, Row

PAGES = [row for row in ROWS if row.method == "GET" and row.page]


class Strict(HTMLParser):
    """Notes what the policy `default-src 'self'` would stop."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one tag."""
        given = dict(attrs)
        if tag == "style" or (tag == "script" and not (given.get("src") or "").startswith("/")):
            self.faults.append(tag)
        self.faults += [f"{tag} {name}" for name in given if name == "style" or name.startswith(("on", "hx-on"))]
        self.faults += [
            f"{tag} {name}={value}"
            for name, value in attrs
            if name in ("href", "src") and (value or "").startswith(("http", "javascript", "data"))
        ]
        if given.get("id"):
            self.ids.append(given["id"] or "")


def _get(row: Row, city: Agency, language: str = "en") -> Any:
    client = browser_of(None if row.access == "public" else person(Role.ADMINISTRATOR, of=city))
    client.cookies["staff-language"] = language
    arguments = {**row.arguments(city), **({"agency": city.key} if isinstance(row.access, Permission) else {})}
    return client.get(reverse(f"console:{row.name}", kwargs=arguments), follow=True)


@pytest.mark.parametrize("row", PAGES, ids=lambda row: row.name)
def test_no_page_holds_a_script_or_a_style(row: Row, city: Agency) -> None:
    answer = _get(row, city)
    page = Strict()
    page.feed(answer.content.decode())
    assert not page.faults
    assert len(page.ids) == len(set(page.ids))
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


def test_a_page_that_sets_up_the_second_factor_holds_none_either(city: Agency) -> None:
    page = Strict()
    page.feed(browser_of(person(Role.ADMINISTRATOR, of=city, factor=False)).get("/console/account/second-factor").content.decode())
    assert not page.faults
    assert page.ids


@pytest.mark.parametrize(("language", "said"), [("id", "Undang rekan kerja"), ("ja", "同僚を招待"), ("en", "Invite a colleague")])
def test_a_page_speaks_the_language_that_was_chosen(language: str, said: str, city: Agency) -> None:
    client = browser_of(person(Role.ADMINISTRATOR, of=city))
    client.post("/console/language", {"language": language, "next": "/console/kota-uji/team/"})
    answer: Any = client.get("/console/kota-uji/team/")
    assert said in answer.content.decode()
    assert f'<html lang="{language}">' in answer.content.decode()
    assert answer["Content-Language"] == language


def test_without_a_choice_a_page_speaks_the_agencys_language(city: Agency) -> None:
    for of, said in ((city, "Ringkasan"), (agency("tesuto-shi", "ja"), "概要")):
        client = browser_of(person(Role.EDITOR, of=of))
        del client.cookies["staff-language"]
        assert said in client.get(f"/console/{of.key}/").content.decode()
        assert ("Akun saya" if of == city else "マイアカウント") in client.get("/console/account/").content.decode()


@pytest.mark.parametrize(("language", "said"), [("id", "Halaman ini tidak ada"), ("ja", "ページが見つかりません")])
def test_a_missing_page_says_so_in_the_persons_language(language: str, said: str, city: Agency) -> None:
    client = browser_of(person(Role.EDITOR, of=city))
    client.cookies["staff-language"] = language
    for path in ("/console/kota-uji/nothing", "/console/nowhere/", "/console/a/b/c"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert said in answer.content.decode()


def test_a_fault_of_ours_says_so_in_the_persons_language(city: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise RuntimeError("broken")

    monkeypatch.setattr("bot.console.overview.render", broken)
    client = browser_of(person(Role.EDITOR, of=city))
    client.cookies["staff-language"] = "ja"
    client.raise_request_exception = False
    answer = client.get("/console/kota-uji/")
    assert answer.status_code == 500
    assert "問題が発生しました" in answer.content.decode()
    assert "RuntimeError" not in answer.content.decode()


@pytest.mark.parametrize("path", ["/", "/chat/kota-uji/", "/healthz", "/hooks/telegram/none"])
def test_citizens_and_platforms_meet_no_session_and_no_cookie_of_the_staff(path: str, city: Agency, django_assert_num_queries: Any) -> None:
    client = browser_of(person(Role.EDITOR, of=city))
    # What these pages ask the database themselves goes through a connection of their own.
    with django_assert_num_queries(0):
        answer = client.get(path)
    assert not {"staff-session", "staff-language"} & set(answer.cookies)
    assert "Cookie" not in answer.get("Vary", "") or path == "/chat/kota-uji/"


async def _changes_of_thread(path: str, monkeypatch: pytest.MonkeyPatch) -> int:
    changes: list[str] = []
    plain = SyncToAsync.__call__

    async def counted(self: Any, *args: Any, **kwargs: Any) -> Any:
        changes.append(repr(self.func))
        return await plain(self, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(SyncToAsync, "__call__", counted)
        assert (await AsyncClient().get(path)).status_code == 200
    return len(changes)


async def test_the_console_costs_a_webhook_no_change_of_thread(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with_console = await _changes_of_thread("/healthz", monkeypatch)
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.startswith("bot.console")]
    assert with_console == await _changes_of_thread("/healthz", monkeypatch)
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "django.contrib.sessions.middleware.SessionMiddleware"]
    assert with_console < await _changes_of_thread("/healthz", monkeypatch)


def test_the_staffs_language_does_not_stay_for_the_next_request(city: Agency) -> None:
    client = Client()
    client.cookies["staff-language"] = "ja"
    client.get("/console/sign-in")
    assert get_language() == "id"


def test_a_page_costs_few_queries_however_large_the_team(city: Agency, django_assert_max_num_queries: Any) -> None:
    client = browser_of(person(Role.ADMINISTRATOR, of=city))
    for _ in range(12):
        person(Role.EDITOR, Role.ANALYST, of=city)
    client.get("/console/kota-uji/team/")
    with django_assert_max_num_queries(9):
        client.get("/console/kota-uji/team/")


@pytest.mark.django_db
def test_no_blank_stands_between_japanese_sentences() -> None:
    client = Client()
    client.cookies["staff-language"] = "ja"
    page = client.get("/console/invitation/there-is-no-such-link")
    assert page.status_code == 410
    html = page.content.decode()
    assert "。" in html
    assert "。 " not in html
