"""The audit's findings as lines with a table, or as JSON."""

from __future__ import annotations

import json
from collections import Counter

from bot.catalogue.audit.finding import Finding, Severity

_SEVERITIES = (Severity.CONTRADICTION, Severity.GAP)


def as_text(findings: list[Finding]) -> str:
    """One line a finding, then a table of how many each rule found."""
    lines = [str(finding) for finding in findings]
    counts = Counter((finding.rule, finding.severity) for finding in findings)
    rows = [(rule, *(counts[rule, severity] for severity in _SEVERITIES)) for rule in dict.fromkeys(f.rule for f in findings)]
    total = tuple(sum(f.severity == severity for f in findings) for severity in _SEVERITIES)
    table = [f"{rule:<16}{of_contradictions:>15}{gaps:>8}" for rule, of_contradictions, gaps in [*rows, ("all", *total)]]
    return "\n".join([*lines, *([""] if lines else []), f"{'rule':<16}{'contradictions':>15}{'gaps':>8}", *table])


def as_json(findings: list[Finding]) -> str:
    """The findings and their numbers as one JSON object."""
    summary = {severity.value: sum(f.severity == severity for f in findings) for severity in _SEVERITIES}
    return json.dumps({"summary": summary, "findings": [f.as_json() for f in findings]}, ensure_ascii=False, indent=2)
