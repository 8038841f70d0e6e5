"""What figures an indicator can have at all (指标数值的常理范围), by its unit of measure and its name.

Only slips are refused: an amount or a number of things that no city has, a negative number of things, a
share of a whole below nothing or above all of it. A figure that is merely surprising passes. The limits are
the product's own, set far above what statistics of the whole country say: they are no rule of law.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from zhichan.core.tables.text import number_text

# Of things and people: ten thousand million. Of money: 1000 万亿元, several years' product of the country.
MOST_COUNTED = Decimal(10) ** 10
MOST_YUAN = Decimal(10) ** 15
MOST_OTHER = Decimal(10) ** 11
MOST_PERCENT = Decimal(10) ** 5
LEAST_GROWTH, MOST_GROWTH = Decimal(-100), Decimal(1000)
WHOLE = Decimal(100)

_MULTIPLIERS = {"百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8, "万亿": 12}
_MULTIPLIER = re.compile("^(" + "|".join(sorted(_MULTIPLIERS, key=len, reverse=True)) + ")(?=.)")
# Units things and people are counted or measured in; what is counted in them is never less than none.
_COUNTED = frozenset("件个家项人名户次场所种篇起宗处条张份只台套例批支部座位枚类门期单对册天日年亩吨") | {
    *("人次", "件次", "家次", "户次", "场次", "课时", "小时"),
    *("公顷", "公里", "平方米", "平方公里"),
}
_PERCENT = frozenset({"%", "百分比"})
# Names of figures that are a part of a whole, and of those that only sound alike.
_SHARE = re.compile(
    r"占比|比重|比例|份额|占.{1,20}的比|满意[率度]"
    r"|(覆盖|知晓|合格|结案|办结|达标|及时|普及|通过|授权|续展|维持|回应|响应|反馈|调解成功|好评|查处|准确|有效|拥有)率"
)
_NO_SHARE = re.compile(r"增长|增速|增幅|增加(?!值)|提高|提升|下降|降低|同比|环比|比例尺|完成率|之比")


@dataclass(frozen=True)
class Bounds:
    """Both ends belong to it."""

    least: Decimal
    most: Decimal
    is_counted: bool = False
    is_share: bool = False

    def holds(self, value: Decimal) -> bool:
        return value.is_finite() and self.least <= value <= self.most


def bounds_of(unit: str, name: str) -> Bounds:
    """What an indicator of that unit and name can be."""
    unit = unicodedata.normalize("NFKC", unit).strip()
    if unit in _PERCENT:
        if _SHARE.search(name) and not _NO_SHARE.search(name):
            return Bounds(Decimal(0), WHOLE, is_share=True)
        return Bounds(-MOST_PERCENT, MOST_PERCENT)
    found = _MULTIPLIER.match(unit)
    scale = Decimal(10) ** (_MULTIPLIERS[found[1]] if found else 0)
    base = (unit[found.end() :] if found else unit).split("/", 1)[0].strip()
    if base.endswith("元"):
        return Bounds(-MOST_YUAN / scale, MOST_YUAN / scale)
    if base in _COUNTED:
        return Bounds(Decimal(0), MOST_COUNTED / scale, is_counted=True)
    return Bounds(-MOST_OTHER, MOST_OTHER)


def beyond_sense(value: Decimal, *, unit: str, name: str) -> str:
    """One sentence that says why a figure cannot be; empty for one that can."""
    bounds = bounds_of(unit, name)
    if bounds.holds(value):
        return ""
    if not value.is_finite():
        return _("数值要写成数字。")
    words = {
        "value": f"{number_text(value)} {unit}".strip(),
        "most": f"{number_text(bounds.most)} {unit}".strip(),
        "unit": unit,
    }
    if bounds.is_share:
        return _("%(value)s 不可能：占整体的百分比在 0%% 到 100%% 之间，请核对数值。") % words
    if value < 0 and bounds.is_counted:
        return _("%(value)s 不可能：按“%(unit)s”计的指标不会是负数，请核对数值。") % words
    return _("%(value)s 超出常理：正负都不应超过 %(most)s，请核对数值和计量单位。") % words


def growth_beyond_sense(rate_pct: Decimal) -> str:
    """The same of a yearly rate of growth in per cent: nothing shrinks by more than all of it."""
    if rate_pct.is_finite() and LEAST_GROWTH < rate_pct <= MOST_GROWTH:
        return ""
    return _("年均增长率应大于 -100%、不超过 1000%，请核对。")
