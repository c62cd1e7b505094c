"""The addresses of an agency's FAQ."""

from __future__ import annotations

from django.urls import path

from bot.console.faq import edit, entry, exchange, listing, live, merging, steps

urlpatterns = [
    path("", listing.listing, name="faq"),
    path("figures", listing.figures, name="faq-figures"),
    path("new", edit.new, name="faq-new"),
    path("ready", live.ready, name="faq-ready"),
    path("check", live.live_check, name="faq-check"),
    path("preview", live.live_preview, name="faq-preview"),
    path("try", live.live_trial, name="faq-try"),
    path("targets", live.targets, name="faq-targets"),
    path("import", exchange.import_file, name="faq-import"),
    path("import/<int:upload>", exchange.import_plan, name="faq-import-plan"),
    path("export", exchange.export_file, name="faq-export"),
    path("entry/<slug:key>", entry.entry, name="faq-entry"),
    path("entry/<slug:key>/edit", edit.edit, name="faq-edit"),
    path("entry/<slug:key>/merge", merging.merge, name="faq-merge"),
    path("entry/<slug:key>/submit", steps.submit, name="faq-submit"),
    path("entry/<slug:key>/return", steps.send_back, name="faq-return"),
    path("entry/<slug:key>/publish", steps.publish, name="faq-publish"),
    path("entry/<slug:key>/undo-publish", steps.take_back, name="faq-undo-publish"),
    path("entry/<slug:key>/discard", steps.discard, name="faq-discard"),
    path("entry/<slug:key>/archive", steps.archive, name="faq-archive"),
    path("entry/<slug:key>/unarchive", steps.unarchive, name="faq-unarchive"),
    path("entry/<slug:key>/override", steps.override, name="faq-override"),
    path("entry/<slug:key>/inherit", steps.inherit, name="faq-inherit"),
    path("entry/<slug:key>/undo-inherit", steps.undo_inherit, name="faq-undo-inherit"),
    path("entry/<slug:key>/versions/<int:number>", entry.version, name="faq-version"),
    path("entry/<slug:key>/versions/<int:number>/restore", steps.restore, name="faq-restore"),
]
