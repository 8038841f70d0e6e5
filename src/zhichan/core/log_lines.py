"""Log entries that stay one line, whatever somebody put into an address or a field."""

from __future__ import annotations

import logging
import re

# Line ends of every kind, and what moves the cursor or the colour of a terminal.
_MOVING = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class OneLine(logging.Formatter):
    """Writes control characters as escapes, so that nobody's text begins a line that we did not write.

    The traceback behind an entry keeps its lines: it comes after the entry.
    """

    def formatMessage(self, record: logging.LogRecord) -> str:
        return _MOVING.sub(_escaped, super().formatMessage(record))


def _escaped(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode("ascii")
