"""The audit's findings as lines with a table, or as JSON."""

from __future__ import annotations

import json
from collections import Counter

from bot.catalogue.audit.finding import Finding, Severity


def as_text(findings: list[Finding]) -> str:
    """One line a finding, what is left to the agencies under a heading of its own, then a table of how many each rule found."""
    lines = [str(finding) for finding in findings if finding.severity != Severity.LEFT]
    if to_fill_in := [str(finding) for finding in findings if finding.severity == Severity.LEFT]:
        lines += [*([""] if lines else []), f"Left for the agency to fill in ({len(to_fill_in)}):", *to_fill_in]
    counts = Counter((finding.rule, finding.severity) for finding in findings)
    rows = [(rule, *(counts[rule, severity] for severity in Severity)) for rule in dict.fromkeys(f.rule for f in findings)]
    total = tuple(sum(f.severity == severity for f in findings) for severity in Severity)
    table = [f"{rule:<16}{differ:>15}{gaps:>8}{left:>22}" for rule, differ, gaps, left in [*rows, ("all", *total)]]
    head = f"{'rule':<16}{'contradictions':>15}{'gaps':>8}{'left for the agency':>22}"
    return "\n".join([*lines, *([""] if lines else []), head, *table])


def as_json(findings: list[Finding]) -> str:
    """The findings and their numbers as one JSON object."""
    summary = {severity.value: sum(f.severity == severity for f in findings) for severity in Severity}
    return json.dumps({"summary": summary, "findings": [f.as_json() for f in findings]}, ensure_ascii=False, indent=2)
