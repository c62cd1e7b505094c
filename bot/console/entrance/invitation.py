"""The page behind the link of an invitation."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from bot.console.entrance.forms import AcceptForm
from bot.console.language import chosen_language, remember_language
from bot.staff import invitations, signing_in
from bot.staff.access import public_page, safe_next, sign_in_address
from bot.staff.accounts import find_account
from bot.staff.models import Invitation
from bot.staff.own_language import own_language
from bot.staff.permissions import Role
from bot.staff.problem import StaffProblem


@public_page("GET", "POST")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Accept an invitation: with a name and a password, or as the one who is signed in."""
    found = invitations.find(token)
    if found is None:
        return render(request, "console/entrance/link_ended.html", status=410)
    account = find_account(found.email)
    # Until the person chooses another one on this very page.
    language = chosen_language(request) or (own_language(account) if account else None) or found.language
    translation.activate(language)
    try:
        response = _as_colleague(request, found, account) if account and not found.sets_password else _as_new(request, found, account)
    except StaffProblem as problem:
        response = render(request, "console/entrance/link_ended.html", {"problem": problem.sentence}, status=410)
    remember_language(response, language)
    return response


def _as_new(request: HttpRequest, found: Invitation, account: User | None) -> HttpResponse:
    form = AcceptForm(account or User(username=found.email, email=found.email), request.POST or None)
    if account is not None:
        form.initial = {"name": account.get_full_name()}
    if form.is_valid():
        user = invitations.accept(found, form.cleaned_data["name"], form.cleaned_data["password"], translation.get_language() or "")
        signed = signing_in.go_on(request, user, safe_next(None))
        return redirect("console:home" if signed else "console:sign-in-code")
    return render(request, "console/entrance/accept.html", {"form": form, **_about(found)})


def _as_colleague(request: HttpRequest, found: Invitation, account: User) -> HttpResponse:
    if not request.user.is_authenticated:
        messages.info(request, _("You have an account already. Sign in to accept the invitation."))
        return redirect(sign_in_address(request.path))
    if request.user.pk != account.pk:
        return render(request, "console/entrance/for_another.html", _about(found), status=403)
    if request.method == "POST":
        invitations.accept(found)
        messages.success(request, _("You belong to the team now."))
        return redirect(reverse("console:overview", args=[found.agency.key]) if found.agency else "console:home")
    return render(request, "console/entrance/join.html", _about(found))


def _about(found: Invitation) -> dict[str, object]:
    roles = [Role(one).label for one in found.roles] if found.agency else []
    return {"invitation": found, "roles": roles}
