"""The health check of printing: the fonts that PDFs and charts are set in are there."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.reports.printing.typeset import missing_fonts
from zhichan.core.upkeep.checks import CheckContext, Remark, check, problem


@check("reports.fonts", gettext_lazy("报告字体"))
def fonts_are_there(_context: CheckContext) -> Iterator[Remark]:
    if lacking := missing_fonts():
        yield problem(
            _("缺少字体文件 %(names)s，报告的 PDF 与图不能生成。请重新运行 make setup。")
            % {"names": "、".join(lacking)}
        )
