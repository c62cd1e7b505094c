"""The addresses of the desk."""

from __future__ import annotations

from django.urls import path

from bot.console.desk import board, callbacks, canned, case, duty, listing, live, operators, serving, settings, statistics, units, writing

urlpatterns = [
    path("", listing.desk, name="desk"),
    path("events", live.events, name="desk-events"),
    path("here", live.here, name="desk-here"),
    path("availability", live.availability, name="desk-availability"),
    path("duty", duty.own, name="desk-duty"),
    path("callbacks/", callbacks.listing, name="desk-callbacks"),
    path("callbacks/<int:callback>/take", callbacks.take, name="desk-callback-take"),
    path("callbacks/<int:callback>/reveal", callbacks.reveal, name="desk-callback-reveal"),
    path("callbacks/<int:callback>/write", callbacks.write, name="desk-callback-write"),
    path("callbacks/<int:callback>/state", callbacks.set_state, name="desk-callback-state"),
    path("<int:handoff>/", case.case, name="desk-case"),
    path("<int:handoff>/timeline", case.timeline, name="desk-timeline"),
    path("<int:handoff>/facts", case.facts, name="desk-facts"),
    path("<int:handoff>/claim", serving.claim, name="desk-claim"),
    path("<int:handoff>/release", serving.release, name="desk-release"),
    path("<int:handoff>/transfer", serving.transfer, name="desk-transfer"),
    path("<int:handoff>/close", serving.close, name="desk-close"),
    path("<int:handoff>/merge", serving.merge, name="desk-merge"),
    path("<int:handoff>/tags", serving.tags, name="desk-tags"),
    path("<int:handoff>/reply", writing.reply, name="desk-reply"),
    path("<int:handoff>/retry", writing.retry, name="desk-retry"),
    path("<int:handoff>/note", writing.note, name="desk-note"),
    path("<int:handoff>/draft", writing.draft, name="desk-draft"),
    path("board/", board.board, name="desk-board"),
    path("board/<int:handoff>/assign", board.assign, name="desk-assign"),
    path("statistics/", statistics.statistics, name="desk-statistics"),
    path("statistics/download", statistics.download, name="desk-statistics-download"),
    path("settings/", settings.change, name="desk-settings"),
    path("units/", units.listing, name="desk-units"),
    path("units/new", units.new, name="desk-unit-new"),
    path("units/<int:unit>/", units.change, name="desk-unit"),
    path("units/<int:unit>/remove", units.remove, name="desk-unit-remove"),
    path("operators/", operators.listing, name="desk-operators"),
    path("operators/<int:operator>/", operators.change, name="desk-operator"),
    path("answers/", canned.listing, name="desk-canned"),
    path("answers/new", canned.new, name="desk-canned-new"),
    path("answers/preview", canned.preview, name="desk-canned-preview"),
    path("answers/<int:reply>/", canned.change, name="desk-canned-edit"),
    path("answers/<int:reply>/remove", canned.remove, name="desk-canned-remove"),
]
