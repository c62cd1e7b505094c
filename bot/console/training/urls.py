"""The addresses of trainings and releases."""

from __future__ import annotations

from django.urls import path

from bot.console.training import deciding, listing, release, replayed, runs, settings, trying

urlpatterns = [
    path("", listing.training, name="training"),
    path("answering", listing.answering, name="training-answering"),
    path("start", listing.start, name="training-start"),
    path("settings", settings.change, name="training-settings"),
    path("back", deciding.take_back, name="training-back"),
    path("runs/<int:run>", runs.run, name="training-run"),
    path("runs/<int:run>/progress", runs.progress, name="training-run-progress"),
    path("runs/<int:run>/cancel", runs.cancel, name="training-run-cancel"),
    path("releases/<int:number>", release.figures, name="training-release"),
    path("releases/<int:number>/mistakes", release.mistakes, name="training-mistakes"),
    path("releases/<int:number>/data", release.data, name="training-data"),
    path("releases/<int:number>/replay", replayed.replay, name="training-replay"),
    path("releases/<int:number>/try", trying.write, name="training-try"),
    path("releases/<int:number>/try/<slug:trial>", trying.trial, name="training-trial"),
    path("releases/<int:number>/activate", deciding.activate, name="training-activate"),
]
