"""Working the cases of a rule set once more (例子复算): what comes out against what was worked by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import override

from zhichan.core.errors import InvalidInput
from zhichan.core.rules.definition import RuleSet, WorkedCase
from zhichan.core.rules.engine import Named, apply
from zhichan.core.rules.explaining import Explained, plain


@dataclass(frozen=True)
class Worked:
    """A case with what came out; ``differences`` is empty where it agrees."""

    case: WorkedCase
    found: Explained[Any] | None
    differences: tuple[str, ...]


def work(rule_set: RuleSet, case: WorkedCase, named: Named) -> Worked:
    """One case, by the values of the files: an office's own values do not make a worked case wrong.

    Cases are written in the language of the source, whoever reads the page.
    """
    try:
        with override(settings.LANGUAGE_CODE):
            found = apply(rule_set, case.given, on=case.on, named=named)
    except InvalidInput as refusal:
        differs = () if refusal.specific_code == case.refused else (f"拒绝：{refusal.message}",)
        return Worked(case, None, differs)
    if case.refused:
        return Worked(case, found, (f"没有按 {case.refused} 拒绝",))
    told = " ".join([found.lead, *(reason.text for reason in found.reasons)])
    unsaid = (f"理由里没有“{words}”" for words in case.because if words not in told)
    return Worked(case, found, (*_differences("", case.expect, plain(found.result)), *unsaid))


def _differences(place: str, expected: Any, found: Any) -> Iterator[str]:
    """Where something expected is not found: of a mapping its own names only, of a list all of it."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for name, value in expected.items():
            yield from _differences(f"{place}.{name}".lstrip("."), value, found.get(name, "（没有）"))
    elif isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        for at, (one, other) in enumerate(zip(expected, found, strict=True)):
            yield from _differences(f"{place}[{at}]", one, other)
    elif expected != found:
        yield f"{place}：应为 {expected!r}，得 {found!r}"
