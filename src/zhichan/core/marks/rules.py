"""The rules of likeness (商标近似审查规则), as the examination rules have them; one line each.

Source: the public reproduction of the trademark examination rules [verified]; ``method`` in part from memory.
A rule says what is presumed; the exception beside it takes the presumption away, and whether it holds is for
people to see wherever the words of the marks do not tell it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class How(Enum):
    """``WORDS``: found from the words of two marks. ``FIGURE``: needs the picture, which is not compared.
    ``METHOD``: tells how to compare."""

    WORDS = "words"
    FIGURE = "figure"
    METHOD = "method"


@dataclass(frozen=True)
class Rule:
    """``raised_to``: the least score of marks that fit, which are presumed alike."""

    id: str
    element: str | Promise
    condition: str | Promise
    how: How = How.WORDS
    raised_to: int = 0
    exception: str | Promise = ""
    mark: str = "verified"

    @property
    def number(self) -> int:
        """Its place in the list, by which people name it."""
        return RULES.index(self) + 1

    @property
    def is_presumed(self) -> bool:
        return self.how is not How.METHOD


_TEXT, _FIGURE, _BOTH, _METHOD = _("文字"), _("图形"), _("组合"), _("方法")

RULES = (
    Rule("zh_same_chars", _TEXT, _("汉字相同，只是字体、设计或排列顺序不同"), raised_to=92),
    Rule(
        "foreign_same_letters",
        _TEXT,
        _("外文字母或数字相同，只是字体或设计不同"),
        raised_to=95,
        exception=_("只有一两个字母、字体特别、没有含义且整体明显不同"),
    ),
    Rule("two_words_order", _TEXT, _("两个外文单词顺序不同，含义没有明显变化"), raised_to=92),
    Rule(
        "zh_three_chars",
        _TEXT,
        _("三个以上汉字，只有个别字不同，没有含义或含义没有明显差别"),
        raised_to=80,
        exception=_("首字读音或字形明显不同，或整体含义不同"),
    ),
    Rule(
        "foreign_four_letters",
        _TEXT,
        _("四个以上字母，只有个别字母不同"),
        raised_to=80,
        exception=_("首字母、读音或含义明显不同"),
    ),
    Rule("shape_sound_meaning", _TEXT, _("字形、读音、含义近似"), raised_to=85),
    Rule("meaning_same", _TEXT, _("含义相同或近似，容易误认"), raised_to=85),
    Rule("reduplication", _TEXT, _("由另一商标的字重叠而成"), raised_to=85),
    Rule("generic_added", _TEXT, _("在先商标加上通用名称、型号或修饰词"), raised_to=90),
    Rule("figure_composition", _FIGURE, _("图形的构图和整体外观近似"), How.FIGURE),
    Rule("figure_contained", _FIGURE, _("完整地包含在先图形商标"), How.FIGURE),
    Rule(
        "combined_parts",
        _BOTH,
        _("汉字、外文、数字、图形中显著部分相同或近似，容易误认"),
        raised_to=80,
    ),
    Rule(
        "method",
        _METHOD,
        _("以相关公众的一般注意力，整体比对、要部比对、隔离比对"),
        How.METHOD,
        mark="verified-part",
    ),
    Rule("goods_first", _METHOD, _("先看商品或服务是否相同或类似，类似群只作参考"), How.METHOD),
)
BY_ID = {rule.id: rule for rule in RULES}
