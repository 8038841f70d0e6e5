"""Which printed names belong to which party (实体归并): joined, queued for a person, or new.

``resolving.resolve`` does it. What it stands on (Polars, Splink) takes a third of a second to load, so it is
not loaded with the words for its results.
"""

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
]
