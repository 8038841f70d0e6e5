"""What the events of the registry are called (事件名称)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.core.audit.words import declare

declare(
    {
        "registry.list_kind.created": _("设立名录种类"),
        "registry.list_placement.made": _("放入名录"),
        "registry.list_placement.undone": _("撤销放入名录"),
        "registry.patent.evidence_recorded": _("登记高价值依据"),
        "registry.right.event_recorded": _("登记法律事件"),
        "registry.mapped_file.opened": _("交来待逐列指定的表格"),
        "registry.mapped_file.mapped": _("指定表格的列对应"),
        "registry.mapped_file.abandoned": _("放弃待逐列指定的表格"),
        "registry.mapping.remembered": _("记住列对应"),
        "registry.mapping.changed": _("改记住的列对应"),
        "registry.mapping.forgotten": _("忘掉列对应"),
        "registry.party.joined": _("并入主体"),
        "registry.party.split": _("拆开主体"),
        "registry.statistic.saved": _("存下统计表"),
        "registry.statistic.deleted": _("删除统计表"),
        "registry.join_question.decided": _("决定待归并"),
        "registry.parties.resolved": _("归并组织与个人"),
    }
)
