"""The extracted items of a draft: by tab, with what is left to decide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.people.queries import UnitIndex
from zhichan.rooms.plan.ledger import ledger_of, repeated_names
from zhichan.rooms.plan.models import ExtractedItem, PlanVersion, Task
from zhichan.rooms.plan.queries.printed_units import (
    PrintedName,
    as_of,
    index_of,
    printed_names,
    unowned_tasks,
)

Kind = ExtractedItem.Kind
State = ExtractedItem.State
OPEN = frozenset({State.WAITING.value, State.REFERRED.value})


@dataclass(frozen=True)
class Tab:
    """A tab of the confirm page. ``task_kinds`` narrows tasks; a tab without kind lists no items."""

    slug: str
    label: str | Promise
    kind: str = ""
    task_kinds: frozenset[str] = frozenset()

    def holds(self, item: ExtractedItem) -> bool:
        if item.kind != self.kind:
            return False
        return not self.task_kinds or item.value.get("kind", Task.Kind.TASK) in self.task_kinds


TABS = (
    Tab("targets", gettext_lazy("指标"), Kind.TARGET),
    Tab("tasks", gettext_lazy("任务"), Kind.TASK, frozenset({Task.Kind.TASK, Task.Kind.PARAGRAPH})),
    Tab("projects", gettext_lazy("重点工程"), Kind.TASK, frozenset({Task.Kind.PROJECT})),
    Tab("safeguards", gettext_lazy("保障措施"), Kind.TASK, frozenset({Task.Kind.SAFEGUARD})),
    Tab("boxes", gettext_lazy("专栏"), Kind.BOX),
    Tab("money", gettext_lazy("资助标准"), Kind.MONEY_RULE),
    Tab("instruments", gettext_lazy("拟制定文件"), Kind.INSTRUMENT),
    Tab("units", gettext_lazy("责任单位")),
    Tab("checks", gettext_lazy("一致性检查"), Kind.CONFLICT),
)
TAB_OF = {tab.slug: tab for tab in TABS}


def tab_of_item(item: ExtractedItem) -> Tab:
    """The tab on which an item stands."""
    return next(tab for tab in TABS if tab.holds(item))


def items_of(version: PlanVersion) -> list[ExtractedItem]:
    """All items of a version in order, with who decided them. One query, O(items)."""
    found = ExtractedItem.objects.filter(version=version).select_related("decided_by", "referred_to")
    items = list(found.order_by("kind", "position"))
    for item in items:
        item.version = version
    return items


def waiting(items: Iterable[ExtractedItem]) -> list[ExtractedItem]:
    return [item for item in items if item.state in OPEN]


@dataclass(frozen=True)
class Readiness:
    """What keeps a draft from coming into force: how many things, and each kind of them in words."""

    undecided: int
    names: tuple[PrintedName, ...]
    unowned: tuple[ExtractedItem, ...]
    repeated: dict[str, list[ExtractedItem]]
    is_empty: bool

    @property
    def unresolved(self) -> tuple[PrintedName, ...]:
        return tuple(name for name in self.names if not name.is_resolved)

    @property
    def units_left(self) -> int:
        return len(self.unresolved) + len(self.unowned)

    @property
    def left(self) -> int:
        return self.undecided + self.units_left + len(self.repeated) + self.is_empty

    @property
    def reasons(self) -> list[str]:
        found = []
        if self.is_empty:
            found.append(_("没有一条指标或任务"))
        if self.undecided:
            found.append(_("还有 %(count)d 条未认定") % {"count": self.undecided})
        if self.unresolved:
            found.append(_("%(count)d 个责任单位未对应") % {"count": len(self.unresolved)})
        if self.unowned:
            found.append(_("%(count)d 项任务未指派单位") % {"count": len(self.unowned)})
        if self.repeated:
            found.append(_("指标重名：%(names)s") % {"names": "、".join(self.repeated)})
        return found


def readiness_of(
    version: PlanVersion, items: Sequence[ExtractedItem], index: UnitIndex | None = None
) -> Readiness:
    """What is left to do before the version can come into force. Six queries at most, O(items + names)."""
    ledger = ledger_of(items)
    return Readiness(
        undecided=len(waiting(items)),
        names=tuple(printed_names(items, as_of(version), index or index_of(version))),
        unowned=tuple(unowned_tasks(items)),
        repeated=repeated_names(ledger),
        is_empty=not ledger.targets and not ledger.tasks,
    )
