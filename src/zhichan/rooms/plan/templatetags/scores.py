"""Template tags of scores: points with two places, and the bar of a ranking."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhichan.core.tables.text import UNKNOWN
from zhichan.web.templatetags.zhichan import bar

register = template.Library()


@register.filter
def points(value: Decimal | None) -> str:
    """Points as they add up: two places, always."""
    return UNKNOWN if value is None or value == "" else f"{value:.2f}"


@register.simple_tag
def score_bar(total: Decimal, most: Decimal | None) -> SafeString:
    """A total beside the highest one: ``{% score_bar line.total most %}``."""
    share = Decimal(0) if not most else total * 100 / most
    return bar(share, None, "", _("%(total)s 分") % {"total": points(total)})
