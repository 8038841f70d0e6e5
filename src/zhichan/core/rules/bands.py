"""A band (幅度): an amount between two ends, fixed or as multiples of another amount, maybe on one side of a
line. Penalties and grants are written so.

    Band(base="turnover_fen", side=Side.AT_LEAST, line_fen=5_000_000, times_least=0, times_most=5)

Pure, in fen. An end that is no whole fen is rounded into the band, the upper end down and the lower end up:
no amount outside the rule is ever shown as inside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum

from django.utils.translation import gettext as _

from zhichan.core.rules.money import yuan_text
from zhichan.core.rules.wording import joined
from zhichan.core.tables.text import number_text


class Side(StrEnum):
    """On which side of its line a band holds."""

    AT_LEAST = "at_least"
    ABOVE = "above"
    AT_MOST = "at_most"
    BELOW = "below"


@dataclass(frozen=True)
class Ends:
    """Both ends for one case, and how multiples came to them."""

    least_fen: int
    most_fen: int
    arithmetic: str


@dataclass(frozen=True)
class Band:
    """``base``: the amount of the case that line and multiples are of. Fixed ends, or multiples with a cap;
    neither: the rule gives no amount."""

    base: str = ""
    side: Side | None = None
    line_fen: int | None = None
    least_fen: int | None = None
    most_fen: int | None = None
    times_least: Decimal | None = None
    times_most: Decimal | None = None
    cap_fen: int | None = None

    @property
    def has_amount(self) -> bool:
        return self.most_fen is not None or self.times_most is not None

    def holds_for(self, amount_fen: int | None) -> bool | None:
        """Whether an amount lies on the band's side of its line; None for an amount that is not known."""
        if self.side is None or self.line_fen is None:
            return True
        if amount_fen is None:
            return None
        return {
            Side.AT_LEAST: amount_fen >= self.line_fen,
            Side.ABOVE: amount_fen > self.line_fen,
            Side.AT_MOST: amount_fen <= self.line_fen,
            Side.BELOW: amount_fen < self.line_fen,
        }[self.side]

    def ends_for(self, amount_fen: int | None) -> Ends | None:
        """The ends in fen; None where there is no amount, or the one it is a multiple of is not known."""
        if self.times_most is None:
            if self.most_fen is None:
                return None
            return Ends(self.least_fen or 0, self.most_fen, "")
        if amount_fen is None:
            return None
        return self._multiples(amount_fen, self.times_most)

    def _multiples(self, amount_fen: int, times_most: Decimal) -> Ends:
        times_least = self.times_least or Decimal(0)
        least = int((amount_fen * times_least).to_integral_value(ROUND_CEILING))
        most = int((amount_fen * times_most).to_integral_value(ROUND_FLOOR))
        words = f"{yuan_text(amount_fen)} × {times_text(times_most)} = {yuan_text(most)}"
        if times_least:
            lower = f"{yuan_text(amount_fen)} × {times_text(times_least)} = {yuan_text(least)}"
            words = joined((lower, words))
        if self.cap_fen is not None and most > self.cap_fen:
            most, least = self.cap_fen, min(least, self.cap_fen)
            words = joined((words, _("不超过 %(cap)s") % {"cap": yuan_text(self.cap_fen)}))
        return Ends(least, most, words)

    @property
    def text(self) -> str:
        """The amount in words, without the line."""
        if self.times_most is not None:
            words = _range(times_text(self.times_least or Decimal(0)), times_text(self.times_most))
            if self.cap_fen is not None:
                words = joined((words, _("不超过 %(cap)s") % {"cap": yuan_text(self.cap_fen)}))
            return words
        if self.most_fen is None:
            return _("不设数额")
        return _range(yuan_text(self.least_fen) if self.least_fen else "", yuan_text(self.most_fen))

    def amount_of(self, base: str) -> str:
        """The amount in words, with what it is a multiple of: ``违法经营额 5 倍以下``."""
        if self.times_most is None:
            return self.text
        return _("%(base)s %(amount)s") % {"base": base, "amount": self.text}

    def line_of(self, base: str) -> str:
        """The line in words: ``违法经营额达到 50,000 元``; empty without one."""
        if self.side is None or self.line_fen is None:
            return ""
        words = {"base": base, "line": yuan_text(self.line_fen)}
        if self.line_fen == 0:
            has_some = self.side in {Side.ABOVE, Side.AT_LEAST}
            return (_("有%(base)s") if has_some else _("没有%(base)s")) % words
        return {
            Side.AT_LEAST: _("%(base)s达到 %(line)s"),
            Side.ABOVE: _("%(base)s超过 %(line)s"),
            Side.AT_MOST: _("没有%(base)s或不超过 %(line)s"),
            Side.BELOW: _("没有%(base)s或不足 %(line)s"),
        }[self.side] % words


def times_text(times: Decimal) -> str:
    """``5 倍``; below one as a share: ``20%``; empty for none."""
    if not times:
        return ""
    if times < 1:
        return f"{number_text(times * 100)}%"
    return _("%(number)s 倍") % {"number": number_text(times)}


def _range(least: str, most: str) -> str:
    """Both ends in words; ``least`` empty: there is no lower one."""
    if not least:
        return _("%(most)s以下") % {"most": most}
    return most if least == most else _("%(least)s至 %(most)s") % {"least": least, "most": most}
