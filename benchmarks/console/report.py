from typing import Any
def section(results: dict[str, Any]) -> str:
    return "x"
