"""Dates, sums and numbers as official papers write them (公文数字用法).

Sources: GB/T 9704-2012 (成文日期: Arabic figures, full year, no leading zero), GB/T 15835-2011, and for
sums in capitals 正确填写票据和结算凭证的基本规定 (支付结算办法, appendix 1).
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from zhichan.core.errors import InvalidInput

BEIJING = ZoneInfo("Asia/Shanghai")
MOST_FEN = 10**14 - 1
"""The highest sum that can be written: below one 万亿 yuan."""
_CAPITALS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")
_NUMERALS = "零一二三四五六七八九"
_NUMERAL_PLACES = ("", "十", "百", "千")


def official_date(day: date) -> str:
    """2026年1月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def official_instant(at: datetime) -> str:
    """2026年1月5日9时05分, by the clock in Beijing. Raises InvalidInput for an instant without its zone."""
    if at.tzinfo is None:
        raise InvalidInput(_("时刻要带时区。"), code="instant_zone")
    local = at.astimezone(BEIJING)
    return f"{official_date(local.date())}{local.hour}时{local.minute:02}分"


def official_money(fen: int) -> str:
    """12000元; 12000.50元 where there are 角 or 分."""
    _refuse_sum(fen)
    yuan, rest = divmod(fen, 100)
    return f"{yuan}.{rest:02}元" if rest else f"{yuan}元"


def money_in_capitals(fen: int) -> str:
    """人民币壹万贰仟元整. 整 stands after yuan and 角, never after 分; zeros inside are read once."""
    _refuse_sum(fen)
    yuan, rest = divmod(fen, 100)
    jiao, cents = divmod(rest, 10)
    text = f"{_capital_yuan(yuan)}元" if yuan else ""
    if jiao:
        text += f"{'零' if yuan and yuan % 10 == 0 else ''}{_CAPITALS[jiao]}角"
    elif cents and yuan:
        text += "零"
    text += f"{_CAPITALS[cents]}分" if cents else "整"
    return f"人民币{text if yuan or rest else '零元整'}"


def numeral(number: int) -> str:
    """一、十二、一百零五: the figures of headings and articles, 1 to 9999."""
    if not 1 <= number <= 9999:
        raise InvalidInput(_("序数要在 1 到 9999 之间。"), code="numeral_range")
    text = _four(number, _NUMERALS, _NUMERAL_PLACES)
    return text.removeprefix("一") if 10 <= number <= 19 else text


def _capital_yuan(yuan: int) -> str:
    text, gap = "", False
    for place in reversed(range(len(_GROUPS))):
        group = yuan // 10 ** (4 * place) % 10_000
        if not group:
            gap = gap or bool(text)
            continue
        if text and (gap or group < 1000):
            text += "零"
        text += _four(group, _CAPITALS, _PLACES) + _GROUPS[place]
        gap = group % 10 == 0
    return text


def _four(number: int, figures: str, places: tuple[str, ...]) -> str:
    """One to four figures, zeros inside read once and not at the end."""
    text = ""
    for place in (3, 2, 1, 0):
        figure, below = number // 10**place % 10, number % 10**place
        if figure:
            text += figures[figure] + places[place]
        elif text and below and not text.endswith(figures[0]):
            text += figures[0]
    return text


def _refuse_sum(fen: int) -> None:
    if not 0 <= fen <= MOST_FEN:
        raise InvalidInput(_("金额要在 0 到一万亿元之间。"), code="money_range")
