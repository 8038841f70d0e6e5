"""The errors of Zhichan: one small tree, one place that turns them into replies.

    ZhichanError
    ├── NotAllowed      the person may see the thing but not do this to it
    ├── NotFound        it does not exist, or the person may not know that it does
    ├── WrongState      the thing is not in a state in which this can be done
    ├── LimitPassed     a legal or set limit has run out
    ├── InvalidInput    what was given cannot be read or is not permitted
    ├── Conflict        somebody changed it first, or two values disagree
    └── SourceMissing   a fact came without its source

Each carries a stable ``code`` for programs, a ``message`` for people (Chinese, translated where it is
shown) and ``details`` for the log. Import errors of single rows are values, not exceptions.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar


class ZhichanError(Exception):
    """Base of every error the product raises on purpose."""

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 500

    def __init__(self, message: str, *, code: str | None = None, **details: object) -> None:
        super().__init__(message)
        self.message = message
        self.specific_code = code or self.code
        self.details: Mapping[str, object] = details


class NotAllowed(ZhichanError):
    code = "not_allowed"
    status = 403


class NotFound(ZhichanError):
    code = "not_found"
    status = 404


class WrongState(ZhichanError):
    code = "wrong_state"
    status = 409


class LimitPassed(ZhichanError):
    code = "limit_passed"
    status = 409


class InvalidInput(ZhichanError):
    code = "invalid_input"
    status = 422


class Conflict(ZhichanError):
    code = "conflict"
    status = 409


class SourceMissing(ZhichanError):
    code = "source_missing"
    status = 422
