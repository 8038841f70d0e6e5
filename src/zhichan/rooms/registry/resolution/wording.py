"""Reasons in the user's words; the only place here where text is shown to people."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from .outcomes import Reason, Rule

_PARTS = {
    "stem": pgettext_lazy("单位名称", "字号"),
    "sound": gettext_lazy("字号读音"),
    "industry": gettext_lazy("行业用语"),
    "words": gettext_lazy("名称用词"),
    "region": gettext_lazy("地区"),
    "form": gettext_lazy("组织形式"),
}
_LEVELS = {
    "same": gettext_lazy("相同"),
    "same_long": gettext_lazy("相同"),
    "same_three": gettext_lazy("相同"),
    "same_short": gettext_lazy("相同(较短)"),
    "same_word": gettext_lazy("相同"),
    "same_sound": gettext_lazy("读音相同，用字不同"),
    "same_letters": gettext_lazy("字母相同，分词不同"),
    "same_words": gettext_lazy("用词相同，次序不同"),
    "same_line": gettext_lazy("同一行业，用词不同"),
    "same_province": gettext_lazy("同省不同市"),
    "within": gettext_lazy("一方包含另一方"),
    "contained": gettext_lazy("一方包含另一方"),
    "words_contained": gettext_lazy("一方的用词都在另一方中"),
    "one_word_contained": gettext_lazy("一方只有一个词，另一方含有它"),
    "one_character": gettext_lazy("只差一个字"),
    "one_letter": gettext_lazy("只差一个字母"),
    "two_letters": gettext_lazy("只差两个字母"),
    "one_word_differs": gettext_lazy("有一个词不同"),
    "very_close": gettext_lazy("很接近"),
    "close": gettext_lazy("接近"),
    "begins_alike": gettext_lazy("开头相同"),
    "two_syllables": gettext_lazy("前两个音节相同"),
    "two_in_common": gettext_lazy("至少两项相同"),
    "in_common": gettext_lazy("部分相同"),
    "convertible": gettext_lazy("不同，但同一企业可以变更"),
    "differs": gettext_lazy("不同"),
    "unknown": gettext_lazy("一方没有，不作判断"),
    "none": gettext_lazy("一方没有，不作判断"),
}
_RULES = {
    Rule.CREDIT_CODE: gettext_lazy("统一社会信用代码相同"),
    Rule.SAME_NAME: gettext_lazy("规范化后的名称相同，地区不矛盾"),
    Rule.FORMER_NAME: gettext_lazy("与曾用名相同，地区不矛盾"),
    Rule.SAME_PERSON: gettext_lazy("个人姓名相同；只有地址也相同才认定为同一人"),
    Rule.LIKENESS: gettext_lazy("按名称各部分的相似程度判断"),
    Rule.NOTHING_LIKE_IT: gettext_lazy("没有相近的权利主体"),
}


def explain(reason: Reason) -> str:
    """One reason as a line: the part, how it agrees or differs, both wordings, the weight in bits."""
    if reason.part == "rule":
        return str(_RULES[Rule(reason.level)])
    words = {
        "part": _PARTS[reason.part],
        "level": _LEVELS[reason.level],
        "ours": reason.ours or "—",
        "theirs": reason.theirs or "—",
        "weight": f"{reason.weight:+.1f}",
    }
    return gettext("%(part)s：%(level)s（%(ours)s / %(theirs)s），权重 %(weight)s") % words
