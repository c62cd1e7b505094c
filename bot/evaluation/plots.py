"""The two pictures of the report: which intents are taken for which, and how honest the probabilities are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np

from bot.evaluation.outcome import Outcome
from bot.evaluation.tables import NAMES

mpl.use("Agg")

# After the choice of the backend, which is otherwise one with windows where there is a screen.
from matplotlib import pyplot as plt


def confusion_picture(outcomes: Sequence[Outcome], path: Path) -> None:
    """Expected intents against decided ones, one square a language; colours are shares of the expected intent, numbers are messages."""
    languages = sorted({o.row.language for o in outcomes})
    labels = sorted({o.row.intent for o in outcomes} | {o.intent for o in outcomes}, key=lambda name: (not name.startswith("ask_"), name))
    number = {label: i for i, label in enumerate(labels)}
    figure, axes = plt.subplots(1, len(languages), figsize=(15.5 * len(languages), 17), squeeze=False, layout="constrained")
    for axis, language in zip(axes[0], languages, strict=True):
        counts = np.zeros((len(labels), len(labels)), int)
        for o in outcomes:
            if o.row.language == language:
                counts[number[o.row.intent], number[o.intent]] += 1
        shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
        axis.imshow(shares, cmap="Blues", vmin=0, vmax=1)
        for row, column in zip(*np.nonzero(counts), strict=True):
            colour = "white" if shares[row, column] > 0.55 else "black" if row == column else "firebrick"
            axis.text(column, row, str(counts[row, column]), ha="center", va="center", color=colour, fontsize=10)
        axis.set_xticks(range(len(labels)), labels, rotation=90, fontsize=11)
        axis.set_yticks(range(len(labels)), labels, fontsize=11)
        axis.set_xticks(np.arange(-0.5, len(labels)), minor=True)
        axis.set_yticks(np.arange(-0.5, len(labels)), minor=True)
        axis.grid(which="minor", color="#e4e4e4", linewidth=0.5)
        axis.tick_params(which="both", length=0)
        axis.set_xlabel("decided", fontsize=13)
        axis.set_ylabel("expected", fontsize=13)
        axis.set_title(f"{NAMES[language]}: {np.trace(counts)} of {counts.sum()} messages on the diagonal", fontsize=15)
    figure.savefig(path, dpi=80, bbox_inches="tight", metadata={"Software": None})
    plt.close(figure)


def calibration_picture(languages: Mapping[str, Any], path: Path) -> None:
    """Stated probabilities against shares of right ones; the size of a point is its number of messages."""
    titles = {
        "intent": "Intent (classifier)",
        "service": "Service (ranker)",
        "confidence": "Stated confidence, intent",
        "answer": "Stated confidence, whole answer",
    }
    figure, axes = plt.subplots(1, len(titles), figsize=(4.4 * len(titles), 4.7), sharey=True, layout="constrained")
    for axis, (name, title) in zip(axes, titles.items(), strict=True):
        axis.plot([0, 1], [0, 1], color="#999999", linewidth=1, linestyle="--", label="honest")
        for (language, part), colour in zip(languages.items(), ("#c2410c", "#1d4ed8"), strict=False):
            bins, error = part["calibration"][name]["bins"], part["calibration"][name]["error"]
            stated, right = [b["stated"] for b in bins], [b["right"] for b in bins]
            shown = f"{NAMES[language]}, error {(error or 0) * 100:.1f} %"
            axis.plot(stated, right, color=colour, linewidth=1.3, label=shown)
            axis.scatter(stated, right, s=[12 + 0.45 * b["number"] for b in bins], color=colour, alpha=0.55, linewidths=0)
        axis.set(xlim=(0, 1.03), ylim=(0, 1.03), xlabel="stated", title=title)
        axis.grid(color="#eeeeee")
        axis.legend(loc="upper left", fontsize=9)
    axes[0].set_ylabel("right")
    figure.savefig(path, dpi=100, metadata={"Software": None})
    plt.close(figure)
