"""How a server-sent event is written (https://html.spec.whatwg.org/multipage/server-sent-events.html)."""

from __future__ import annotations

import json
from typing import Any

# No buffering and no compression on the way: each event counts now.
HEADERS = {"Cache-Control": "no-store, no-transform", "X-Accel-Buffering": "no"}
CONTENT_TYPE = "text/event-stream; charset=utf-8"


def written(name: str, data: dict[str, Any], number: str = "") -> str:
    """One event; `number` is what a browser that connects again says it has seen last."""
    lines = [f"event: {name}\n"] if name else []
    if number:
        lines.append(f"id: {number}\n")
    return "".join([*lines, f"data: {json.dumps(data, ensure_ascii=False)}\n\n"])
