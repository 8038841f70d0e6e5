"""Money as rules read and write it: integer fen within, yuan with two decimals for people."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from zhichan.core.tables.text import number_text

MOST_FEN = 10**15
"""Ten trillion yuan: beyond it somebody typed a number too many."""


_FEN = Decimal("0.01")


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
    if yuan.is_finite() and yuan < 0:
        raise ValueError(_out_of_range(yuan))
    return fen_in(yuan)


def fen_in(yuan: Decimal) -> int:
    """The fen of an amount in yuan, negative ones too. Raises ValueError for more than two decimals: nothing
    is rounded; and for what is beyond any case."""
    if not yuan.is_finite() or abs(yuan) > MOST_FEN // 100:
        raise ValueError(_out_of_range(yuan))
    whole = yuan.quantize(_FEN)
    if whole != yuan:
        raise ValueError(_("金额“%(text)s”多于两位小数") % {"text": str(yuan)[:40]})
    return int(whole.scaleb(2))


def _out_of_range(yuan: Decimal) -> str:
    return _("金额“%(text)s”超出范围") % {"text": str(yuan)[:40]}
