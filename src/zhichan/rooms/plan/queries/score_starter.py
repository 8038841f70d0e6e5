"""A set of items to start a scheme from (起草范例): the office changes it as its own notice says.

Weights and formulas are the product's own suggestion; no law sets them.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from zhichan.rooms.plan.models import ScoreItem


def starting_items() -> Sequence[ScoreItem]:
    """Unsaved items whose weights come to 100."""
    without = ScoreItem.WithoutData
    rows = [
        (
            _("指标完成"),
            30,
            "clamp(指标完成率 − 10 × 约束性滞后指标数 − 10 × 缺数据指标数, 0, 100)",
            without.LEFT_OUT,
        ),
        (_("任务完成"), 40, "100 × (按期办结数 + 0.6 × 逾期办结数) ÷ 应办任务数", without.LEFT_OUT),
        (_("任务进度"), 15, "任务平均进度", without.ZERO),
        (
            _("督办落实"),
            15,
            "100 × 按期反馈数 ÷ (按期反馈数 + 逾期反馈数 + 逾期未反馈数)",
            without.LEFT_OUT,
        ),
    ]
    return [
        ScoreItem(position=place, name=name, weight=Decimal(weight), formula=formula, without_data=rest)
        for place, (name, weight, formula, rest) in enumerate(rows, 1)
    ]
