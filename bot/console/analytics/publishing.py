"""The switch of an agency's public page of figures."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from bot.analytics import transparency
from bot.staff.access import staff_page
from bot.staff.context import StaffContext, StaffRequest
from bot.staff.permissions import Permission


@staff_page(Permission.MANAGE_AGENCY, "GET", "POST")
def publishing(request: StaffRequest, staff: StaffContext) -> HttpResponse:
    """Publish the figures or take the page back."""
    if request.method == "POST":
        wanted = request.POST.get("published") == "yes"
        if transparency.publish(staff, wanted):
            messages.success(request, _("The page is public now.") if wanted else _("The page is no longer public."))
        return redirect("console:analytics-publishing", agency=staff.agency.key)
    address = request.build_absolute_uri(reverse("transparency", args=[staff.agency.key]))
    context = {"published": transparency.is_published(staff.agency), "address": address, "least": transparency.LEAST}
    return render(request, "console/analytics/publishing.html", context)
