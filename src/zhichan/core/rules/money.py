"""Money as rules read and write it: integer fen within, yuan with two decimals for people."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from zhichan.core.tables.text import number_text

MOST_FEN = 10**15
"""Ten trillion yuan: beyond it somebody typed a number too many."""


def yuan_of(fen: int) -> Decimal:
    return Decimal(fen).scaleb(-2)


def yuan_text(fen: int) -> str:
    """``50,000 元``, ``49,999.99 元``."""
    return _("%(yuan)s 元") % {"yuan": number_text(yuan_of(fen))}


def fen_of(text: str) -> int:
    """The fen of an amount in yuan as people type it. Raises ValueError for what is none, is negative, has
    more than two decimals or is beyond any case."""
    try:
        yuan = Decimal(text.strip().replace(",", "").replace("，", ""))
    except InvalidOperation:
        raise ValueError(_("“%(text)s”不是金额") % {"text": text[:40]}) from None
    if not yuan.is_finite() or not 0 <= yuan <= MOST_FEN // 100:
        raise ValueError(_("金额“%(text)s”超出范围") % {"text": text[:40]})
    fen = yuan.scaleb(2)
    if fen != fen.to_integral_value():
        raise ValueError(_("金额“%(text)s”多于两位小数") % {"text": text[:40]})
    return int(fen)
