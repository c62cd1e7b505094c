"""The plot: how long a citizen waits, over how much is written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

_STYLES = {
    ("ours", "fresh"): ("ours", "#0b6e4f", "-"),
    ("ours", "repeats"): ("ours, popular questions repeated", "#0b6e4f", ":"),
    ("stock", "fresh"): ("stock Rasa", "#b5452c", "-"),
    ("stock", "repeats"): ("stock Rasa, popular questions repeated", "#b5452c", ":"),
}


def draw(results: Mapping[str, Any], path: Path) -> None:
    """Write the plot as a PNG file."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.ticker import FuncFormatter, NullLocator

    figure = Figure(figsize=(8, 4.6), dpi=150, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    rates: set[float] = set()
    for (system, kind), (label, colour, line) in _STYLES.items():
        steps = [step for step in results["ramps"].get(system, {}).get(kind, []) if step["milliseconds"]["p95"] is not None]
        if not steps:
            continue
        offered = [step["rate"] for step in steps]
        rates.update(offered)
        axes.plot(offered, [s["milliseconds"]["p95"] for s in steps], color=colour, linestyle=line, marker="o", label=f"{label}, p95")
        if kind == "fresh":
            p50 = [s["milliseconds"]["p50"] for s in steps]
            axes.plot(offered, p50, color=colour, alpha=0.45, linewidth=1, marker=".", label=f"{label}, p50")
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xticks(sorted(rates), [f"{rate:g}" for rate in sorted(rates)])
    axes.xaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g} ms" if value < 1000 else f"{value / 1000:g} s"))
    axes.set_xlabel("messages written a second, both channels together")
    axes.set_ylabel("webhook call to API call")
    axes.grid(visible=True, alpha=0.25)
    axes.legend(fontsize=8)
    path.parent.mkdir(parents=True, exist_ok=True)
    # No version of the library inside: the same figures make the same file.
    figure.savefig(path, metadata={"Software": ""})
