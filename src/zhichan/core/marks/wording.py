"""Reasons in words (理由)."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.marks.scoring import Likeness, Reason

_PAIRS = {
    "look_alike": gettext_lazy("“%(one)s”与“%(other)s”形近"),
    "sound_alike": gettext_lazy("“%(one)s”与“%(other)s”音近"),
    "held": gettext_lazy("“%(one)s”整个含在“%(other)s”里"),
    "repeated": gettext_lazy("“%(other)s”由“%(one)s”的字重叠而成"),
    "means": gettext_lazy("词表：“%(one)s”与“%(other)s”同义"),
    "main_part": gettext_lazy("比对要部“%(one)s”与“%(other)s”"),
    "spelled": gettext_lazy("“%(other)s”拼的就是“%(one)s”"),
    "numerals": gettext_lazy("“%(other)s”读作“%(one)s”"),
    "numerals_near": gettext_lazy("“%(other)s”读音与“%(one)s”相近"),
}


def reason_text(reason: Reason) -> str:
    """One reason as a phrase. Raises KeyError for a code nobody has words for."""
    values = reason.values
    if reason.code in _PAIRS:
        return str(_PAIRS[reason.code]) % {"one": values[0], "other": values[1]}
    if reason.code == "differing":
        return _("个别字不同：%(signs)s") % {"signs": "、".join(values)}
    if reason.code == "shared":
        return _("同有：%(signs)s") % {"signs": "、".join(values)}
    if reason.code == "same_element":
        return _("“%(one)s”相同") % {"one": values[0]}
    if reason.code == "steps":
        return _("只差 %(n)s 个字母") % {"n": values[0]}
    return _plain_text(reason.code)


def reasons_text(likeness: Likeness) -> str:
    return "；".join(dict.fromkeys(map(reason_text, likeness.reasons)))


def _plain_text(code: str) -> str:
    return {
        "identical": _("文字相同"),
        "other_order": _("字词相同，顺序不同"),
        "same_sound": _("读音相同"),
        "confused_sound": _("读音易混"),
        "near_sound": _("读音相近"),
        "letters_look_alike": _("字母形近"),
    }[code]
