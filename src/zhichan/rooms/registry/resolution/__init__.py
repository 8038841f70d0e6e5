"""Which printed names belong to which party (实体归并): joined, queued for a person, or new."""

from .outcomes import (
    Candidate,
    Decision,
    KnownName,
    KnownParty,
    NewName,
    Outcome,
    Reason,
    Resolution,
    Rule,
    Split,
    Thresholds,
)
from .resolving import resolve
from .wording import explain

__all__ = [
    "Candidate",
    "Decision",
    "KnownName",
    "KnownParty",
    "NewName",
    "Outcome",
    "Reason",
    "Resolution",
    "Rule",
    "Split",
    "Thresholds",
    "explain",
    "resolve",
]
