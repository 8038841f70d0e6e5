"""Asking a rule set of protection without a database: by the values of the files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from zhichan.core.rules.engine import apply
from zhichan.core.rules.loading import rule_set
from zhichan.core.rules.parameters import Local


def answer(name: str, on: date, locals_: dict[str, list[Local]] | None = None, **case: Any) -> Any:
    """What a rule set says of a case."""
    return apply(rule_set(name), case, on=on, named=rule_set, locals_=locals_)


@pytest.fixture
def ask() -> Callable[..., Any]:
    return answer
