"""What is wrong with a query line, where, and what to do about it (检索式错误)."""

from __future__ import annotations

from zhichan.core.errors import InvalidInput


class QueryError(InvalidInput):
    """``start``, ``end``: the place in the line, in characters of what was typed; ``hint``: the way out."""

    code = "query_error"

    def __init__(self, message: str, start: int, end: int, hint: str = "") -> None:
        super().__init__(f"{message}{hint}", start=start, end=end)
        self.problem, self.start, self.end, self.hint = message, start, end, hint

    def marked(self, line: str) -> tuple[str, str, str]:
        """The line before the place, the place, and the rest."""
        return line[: self.start], line[self.start : self.end], line[self.end :]
