"""One thing that the audit found."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum


class Severity(StrEnum):
    """A contradiction must be mended before a release; a gap is still to be found out or written.

    What is left depends on the agency and no source tells it: citizens hear so, until somebody of the agency fills it in.
    """

    CONTRADICTION = "contradiction"
    GAP = "gap"
    LEFT = "left_to_agency"


@dataclass(frozen=True)
class Finding:
    """Where it stands, which rule found it, and what is the matter. `subject` is a service, `agency`, or `faq`."""

    severity: Severity
    rule: str
    agency: str
    subject: str
    field: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.agency}/{self.subject} {self.field}: {self.sentence}"

    def as_json(self) -> dict[str, str]:
        """The finding as an object of the JSON report."""
        return {name: str(value) for name, value in asdict(self).items()}


def contradiction(rule: str, agency: str, subject: str, field: str, sentence: str) -> Finding:
    """Two statements of which at most one can be right."""
    return Finding(Severity.CONTRADICTION, rule, agency, subject, field, sentence)


def gap(rule: str, agency: str, subject: str, field: str, sentence: str) -> Finding:
    """Something that is missing, old or hard to read."""
    return Finding(Severity.GAP, rule, agency, subject, field, sentence)


def left(rule: str, agency: str, subject: str, field: str, sentence: str) -> Finding:
    """Something that only the agency can tell, and that citizens are sent there for."""
    return Finding(Severity.LEFT, rule, agency, subject, field, sentence)
