"""Writing the report of a navigation project (导航报告): each change is a new version over the one seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.requests import found
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.rooms.search.models import (
    NavigationDataSet,
    NavigationMember,
    NavigationProject,
    NavigationReport,
)
from zhichan.rooms.search.models.navigation import LONGEST_TEXT
from zhichan.rooms.search.navigation_blocks import COUNTED, Block, Shape, block_values, blocks_of, computed
from zhichan.rooms.search.queries.navigation import (
    latest_data_sets,
    latest_report,
    may_take,
    project_visible_to,
)
from zhichan.rooms.search.rights import NAVIGATION_KEEP

MOST_BLOCKS = 200
LONGEST_LINE = 100


@dataclass(frozen=True)
class NewNavigationBlock:
    """Words, or what is counted of which data set under which caption."""

    shape: Shape
    text: str
    by: str = ""
    data_set: int = 0


def add_navigation_block(
    project_id: int, number: int, wanted: NewNavigationBlock, *, by: Actor, at: datetime
) -> NavigationReport:
    """Put a block at the end of the report; a table or chart is computed at once.

    Raises NotFound, NotAllowed, WrongState for a closed project, Conflict where ``number`` is no longer the
    latest version (0: there is none), InvalidInput for words there are not and data sets of other projects,
    IndexMissing; nothing is kept then.
    """
    require(by, NAVIGATION_KEEP)
    project, blocks = _held(project_id, number, by)
    if len(blocks) >= MOST_BLOCKS:
        raise InvalidInput(_("一份报告最多 %(most)d 个版块。") % {"most": MOST_BLOCKS})
    block = _checked(wanted, number + 1)
    if block.is_computed:
        data_set = project.data_sets.filter(pk=wanted.data_set).first()
        if data_set is None or wanted.by not in COUNTED:
            raise InvalidInput(_("请选数据集和统计项。"), field="data_set")
        block = computed(block, data_set, by)
    return _keep("search.navigation.written", project, number, [*blocks, block], by=by, at=at)


def _checked(wanted: NewNavigationBlock, number: int) -> Block:
    text = wanted.text.strip()
    most = LONGEST_TEXT if wanted.shape is Shape.PARAGRAPH else LONGEST_LINE
    if not text or len(text) > most or (wanted.shape is not Shape.PARAGRAPH and not text.isprintable()):
        raise InvalidInput(_("请写 1 至 %(most)s 个字。") % {"most": f"{most:,}"}, field="text")
    text = "".join(sign for sign in text if sign.isprintable() or sign == "\n")
    return Block(f"b{number}", wanted.shape, text, wanted.by, wanted.data_set)


def remove_navigation_block(
    project_id: int, number: int, navigation_key: str, *, by: Actor, at: datetime
) -> NavigationReport:
    """Take a block out. Raises as ``add_navigation_block``, NotFound for a block there is not."""
    require(by, NAVIGATION_KEEP)
    project, blocks = _held(project_id, number, by)
    block_named(blocks, navigation_key)
    rest = [one for one in blocks if one.key != navigation_key]
    return _keep("search.navigation.written", project, number, rest, by=by, at=at)


def recompute_navigation_block(
    project_id: int, number: int, navigation_key: str, *, by: Actor, at: datetime
) -> NavigationReport:
    """Take the figures of the newest data set of its name into a table or chart. Raises as above."""
    require(by, NAVIGATION_KEEP)
    project, blocks = _held(project_id, number, by)
    block = block_named(blocks, navigation_key)
    fresh = recomputed(project, block, by)
    after = [fresh if one.key == navigation_key else one for one in blocks]
    return _keep("search.navigation.recomputed", project, number, after, by=by, at=at)


def block_named(blocks: Sequence[Block], key: str) -> Block:
    """Raises NotFound."""
    for one in blocks:
        if one.key == key:
            return one
    raise NotFound(_("没有找到这个版块。"), block=key[:60])


def recomputed(project: NavigationProject, block: Block, actor: Actor) -> Block:
    """A table or chart over the newest data set of its name; nothing is kept. Raises IndexMissing."""
    if not block.is_computed:
        raise InvalidInput(_("文字不用重算。"))
    old = found(NavigationDataSet.objects.filter(project=project, pk=block.data_set).first())
    newest = next(one for one in latest_data_sets(project) if one.name == old.name)
    return replace(computed(block, newest, actor), key=block.key)


def _held(project_id: int, number: int, by: Actor) -> tuple[NavigationProject, list[Block]]:
    project = project_visible_to(by, project_id)
    if not may_take(by, project, NavigationMember.Part.EDIT):
        raise NotAllowed(_("您在这个项目里没有这项分工。"), project=project_id)
    if project.state == NavigationProject.State.CLOSED:
        raise WrongState(_("项目已结项。"))
    report = latest_report(project)
    _refuse_overtaken(report, number)
    return project, blocks_of(report.blocks) if report else []


def _refuse_overtaken(report: NavigationReport | None, number: int) -> None:
    latest = report.number if report else 0
    if latest != number:
        raise Conflict(_("报告已有第 %(number)d 版。请看过新版再改。") % {"number": latest})


@transaction.atomic
def _keep(
    kind: str, project: NavigationProject, number: int, blocks: Sequence[Block], *, by: Actor, at: datetime
) -> NavigationReport:
    NavigationProject.objects.select_for_update().get(pk=project.pk)
    _refuse_overtaken(latest_report(project), number)
    report = NavigationReport.objects.create(
        project=project,
        number=number + 1,
        blocks=[block_values(one) for one in blocks],
        made_at=at,
        made_by_id=by.id,
        source=by.as_source,
    )
    details = {"version": report.number, "blocks": len(blocks)}
    record(kind, subject=project, by=by, at=at, details=details)
    return report
