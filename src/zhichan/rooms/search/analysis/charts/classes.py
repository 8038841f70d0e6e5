"""Main classes by size (主分类构成), from the section down to the group. A patent has one main class."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.search.analysis.class_levels import Scheme, class_parts
from zhichan.rooms.search.analysis.declaration import ChartResult, Options, analysis_chart
from zhichan.rooms.search.analysis.found import Found

IPC = Scheme("classes", _("主分类构成"), "MIPC", _("没有载明主分类号的专利。"), is_one=True)


@analysis_chart(IPC.name, IPC.label, rank=30, width=5)
def classes(found: Found, options: Options) -> ChartResult:
    table = found.table(options)
    main = table.filter(table.ipc_main.length() > 0)
    return class_parts(IPC, found, main.mutate(symbol=main.ipc_main[0]), options.within, options)
