"""What staff call the fields of the catalogue, and the values that are chosen from a list."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LANGUAGES: dict[str, Any] = {"id": _("Indonesian"), "ja": _("Japanese"), "ja_easy": _("Plain Japanese")}
CATEGORIES: dict[str, Any] = {
    "identity": _("Identity"),
    "family": _("Family and civil registration"),
    "marriage": _("Marriage"),
    "moving": _("Moving"),
    "police": _("Police"),
    "vehicle": _("Vehicles"),
    "travel": _("Travel"),
    "business": _("Business"),
    "building": _("Building"),
    "health": _("Health"),
    "tax": _("Taxes"),
    "welfare": _("Welfare"),
    "work": _("Work"),
    "child": _("Children"),
    "pension": _("Pensions"),
    "care": _("Care"),
    "disaster": _("Disasters"),
    "animal": _("Animals"),
    "waste": _("Waste"),
    "outreach": _("Service outside the office"),
}
VARIANTS: dict[str, Any] = {
    "general": _("In general"),
    "new": _("New"),
    "lost": _("Lost"),
    "damaged": _("Damaged"),
    "change": _("Change of data"),
    "add": _("Adding somebody"),
    "remove": _("Removing somebody"),
    "late": _("Too late"),
    "abroad": _("Abroad"),
    "renewal": _("Renewal"),
    "online": pgettext_lazy("a way to apply", "Online"),
    "mail": _("By mail"),
    "other": _("Other case"),
}
APPLICANTS: dict[str, Any] = {
    "any": _("Anybody"),
    "self": _("The person themselves"),
    "proxy": _("A representative"),
    "minor": _("For a child"),
    "foreigner": _("A foreign national"),
}
UNITS: dict[str, Any] = {
    "minute": _("minutes"),
    "hour": _("hours"),
    "day": _("days"),
    "working_day": _("working days"),
    "week": _("weeks"),
    "month": _("months"),
    "year": _("years"),
}
STATES: dict[str, Any] = {
    "draft": _("draft"),
    "in_review": _("in review"),
    "returned": _("returned"),
    "published": _("published"),
    "superseded": _("replaced"),
}
SOURCES: dict[str, Any] = {
    "staff": _("written by staff"),
    "file": _("from the installation's files"),
    "table": _("imported from a table"),
    "before": _("before versions were kept"),
}
WEEKDAYS: tuple[Any, ...] = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
STANDARD_NOTES: dict[str, Any] = {
    "facilities": _("Facilities and equipment"),
    "staff_competence": _("Competence of the staff"),
    "internal_supervision": _("Internal supervision"),
    "staff_number": _("Number of staff"),
    "service_guarantee": _("Guarantee of the service"),
    "safety_guarantee": _("Guarantee of safety"),
    "evaluation": _("Evaluation of the performance"),
}
FIELDS: dict[str, Any] = {
    **STANDARD_NOTES,
    **LANGUAGES,
    "key": _("Short name for the address"),
    "hidden": _("Not offered here"),
    "category": _("Category"),
    "name": _("Name"),
    "short_name": _("Name on buttons"),
    "aliases": _("What citizens call it"),
    "examples": _("Questions as citizens ask them"),
    "summary": _("What it is, and when one needs it"),
    "product": _("What the citizen receives"),
    "who": _("Who may apply"),
    "requirements": _("Requirements"),
    "variant": _("Case"),
    "applicant": _("Applicant"),
    "label": _("Name of the case"),
    "items": _("Documents and conditions"),
    "note": _("Note"),
    "procedure": _("Steps"),
    "processing_time": _("Processing time"),
    "deadline": _("Deadline for the citizen"),
    "validity": _("How long it is valid"),
    "late": _("What happens when it is late"),
    "value": _("Number"),
    "value_max": _("Number at most"),
    "unit": _("Unit of measure"),
    "text": _("Text"),
    "fees": _("Fees"),
    "amount": _("Amount"),
    "amount_max": _("Amount at most"),
    "currency": _("Currency"),
    "valid_from": _("First day"),
    "valid_to": _("Last day"),
    "basis": _("Rule that sets it"),
    "fee_note": _("Note on fees"),
    "where": _("Where"),
    "offices": _("Offices"),
    "online": pgettext_lazy("a way to apply", "Online"),
    "form": _("Application form"),
    "url": _("Web address"),
    "code": _("Number of the form"),
    "legal_basis": _("Legal basis"),
    "title": _("Title"),
    "number": _("Number of the rule"),
    "article": _("Article"),
    "complaint": _("Complaints"),
    "notes": _("Other notes"),
    "left_to_agency": _("Still to be filled in by your agency"),
    "standard_notes": _("More of the service standard"),
    "related": _("Related services"),
    "provenance": _("Sources and verification"),
    "sources": _("Sources"),
    "date": _("Date"),
    "verified_on": _("Verified on"),
    "verified_by": _("Verified by"),
    "review_due": _("Look again on"),
    "version": _("Version"),
    "state": _("State"),
    "address": _("Address"),
    "phone": _("Telephone"),
    "email": _("E-mail"),
    "hours": _("Opening hours"),
    "hours_note": _("Note on the hours"),
    "closures": _("Closed days"),
    "closed_on_public_holidays": _("Closed on public holidays"),
    "latitude": _("Latitude"),
    "longitude": _("Longitude"),
    "reason": _("Reason"),
    "from": pgettext_lazy("opening hours", "From"),
    "to": pgettext_lazy("opening hours", "To"),
    **dict(zip(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), WEEKDAYS, strict=True)),
}
# What may be left to the agency, in the order of the published schema.
LEFT_TO_AGENCY: dict[str, Any] = {
    name: FIELDS["fees" if name == "fee" else name]
    for name in (
        *("requirements", "procedure", "processing_time", "deadline", "fee", "where", "hours", "online", "legal_basis"),
        *("form", "who", "validity"),
    )
}
VALUES: dict[str, dict[str, Any]] = {
    "left_to_agency": LEFT_TO_AGENCY,
    "category": CATEGORIES,
    "variant": VARIANTS,
    "applicant": APPLICANTS,
    "unit": UNITS,
    "state": STATES,
}
