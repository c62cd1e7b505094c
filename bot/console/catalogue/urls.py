"""The addresses of the catalogue."""

from __future__ import annotations

from django.urls import path

from bot.console.catalogue import edit, exchange, history, listing, offices, phrases, service, steps

_SERVICE = "services/<slug:service>"
urlpatterns = [
    path("", listing.services, name="catalogue"),
    path("review", listing.review, name="catalogue-review"),
    path("new", edit.new, name="catalogue-new"),
    path("import", exchange.import_, name="catalogue-import"),
    path("import/store", exchange.store, name="catalogue-import-store"),
    path("export", exchange.export_, name="catalogue-export"),
    path("phrases", phrases.check, name="catalogue-phrases"),
    path(_SERVICE, service.show, name="catalogue-service"),
    path(f"{_SERVICE}/preview", service.preview, name="catalogue-preview"),
    path(f"{_SERVICE}/mentions", service.mentions, name="catalogue-mentions"),
    path(f"{_SERVICE}/edit/<slug:part>", edit.edit, name="catalogue-edit"),
    path(f"{_SERVICE}/offer", steps.offer, name="catalogue-offer"),
    path(f"{_SERVICE}/submit", steps.submit, name="catalogue-submit"),
    path(f"{_SERVICE}/return", steps.return_, name="catalogue-return"),
    path(f"{_SERVICE}/publish", steps.publish, name="catalogue-publish"),
    path(f"{_SERVICE}/undo-publish", steps.take_back, name="catalogue-undo-publish"),
    path(f"{_SERVICE}/discard", steps.discard, name="catalogue-discard"),
    path(f"{_SERVICE}/verify", steps.verify, name="catalogue-verify"),
    path(f"{_SERVICE}/versions", history.versions, name="catalogue-versions"),
    path(f"{_SERVICE}/versions/<int:number>", history.version, name="catalogue-version"),
    path(f"{_SERVICE}/versions/<int:number>/restore", history.restore, name="catalogue-restore"),
    path("offices", offices.offices, name="catalogue-offices"),
    path("offices/new", offices.new, name="catalogue-office-new"),
    path("offices/<slug:office>", offices.office, name="catalogue-office"),
    path("offices/<slug:office>/remove", offices.remove, name="catalogue-office-remove"),
]
