"""What is wrong with a query line, where, and what to do about it (检索式错误)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhichan.core.errors import InvalidInput

MOST_NAMED = 20
MOST_AROUND = 500


class QueryError(InvalidInput):
    """``start``, ``end``: the place in the line, in characters of what was typed; ``hint``: the way out."""

    code = "query_error"

    def __init__(self, message: str, start: int, end: int, hint: str = "") -> None:
        super().__init__(f"{message}{hint}", start=start, end=end)
        self.problem, self.start, self.end, self.hint = message, start, end, hint

    def marked(self, line: str) -> tuple[str, str, str]:
        """The line before the place, the place, and the rest."""
        return line[: self.start], line[self.start : self.end], line[self.end :]

    def shown(self, line: str) -> tuple[str, str, str]:
        """The same, of a long line what stands around the place."""
        before, place, rest = self.marked(line)
        if len(before) > MOST_AROUND:
            before = f"……{before[-MOST_AROUND:]}"
        if len(place) > MOST_AROUND:
            place = f"{place[:MOST_AROUND]}……"
        return before, place, f"{rest[:MOST_AROUND]}……" if len(rest) > MOST_AROUND else rest


@dataclass(frozen=True)
class WrongValue:
    """A value that cannot be right. ``place``: which of its list, from 1; ``row``: the row of what was typed;
    ``told``: what is wrong; ``fix``: what was likely meant, empty where nothing tells."""

    text: str
    place: int
    row: int
    start: int
    end: int
    told: str
    fix: str = ""

    def __str__(self) -> str:
        likely = _("，可能是 %(fix)s") % {"fix": self.fix} if self.fix else ""
        return f"{self.text}（{self.told}{likely}）"


class WrongValues(QueryError):
    """Values of lists that cannot be right, all of them at once.

    ``rest``: the line without them, empty where a list would have no value left. The message names the
    first twenty; ``wrong`` holds all, or with ``is_cut`` as many as were looked for.
    """

    code = "query_values_wrong"

    def __init__(self, wrong: Sequence[WrongValue], rest: str, *, is_cut: bool = False) -> None:
        named = "；".join(map(str, wrong[:MOST_NAMED]))
        more = len(wrong) - MOST_NAMED
        also = _("；另有 %(count)s 个。") % {"count": f"{more:,}"} if more > 0 else "。"
        words = {"count": f"{len(wrong):,}", "named": named, "also": also}
        if is_cut:
            told = _("不止 %(count)s 个号码有问题，后面的没有再看：%(named)s%(also)s") % words
        else:
            told = _("%(count)s 个号码有问题：%(named)s%(also)s") % words
        hint = _("改正后再检索，或只检索其余的号码。") if rest else _("请改正后再检索。")
        super().__init__(told, wrong[0].start, wrong[0].end, hint)
        self.wrong, self.rest, self.is_cut = tuple(wrong), rest, is_cut
