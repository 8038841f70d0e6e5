"""Writing the report of a navigation project (导航报告): each change is a new version over the one seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.requests import found
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.core.reports.placeholders import check_text
from zhichan.core.search.index import IndexMissing
from zhichan.rooms.search.models import (
    NavigationDataSet,
    NavigationMember,
    NavigationProject,
    NavigationReport,
)
from zhichan.rooms.search.models.navigation import LONGEST_TEXT
from zhichan.rooms.search.navigation_blocks import Block, Shape, block_values, blocks_of
from zhichan.rooms.search.navigation_computing import analysed, carded
from zhichan.rooms.search.navigation_figures import figures_in, used_figures
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
    """Words; an analysis of a data set under a caption, without one under its own title; or the number of a
    patent and why it matters."""

    shape: Shape
    text: str
    by: str = ""
    data_set: int = 0
    options: Mapping[str, str] = field(default_factory=dict)


def add_navigation_block(
    project_id: int, number: int, wanted: NewNavigationBlock, *, by: Actor, at: datetime
) -> NavigationReport:
    """Put a block at the end of the report; what is computed is computed at once.

    Raises NotFound, NotAllowed, WrongState for a closed project, Conflict where ``number`` is no longer the
    latest version (0: there is none), InvalidInput for words there are not, data sets of other projects and
    patents there are not, IndexMissing; nothing is kept then.
    """
    require(by, NAVIGATION_KEEP)
    project, blocks = _held(project_id, number, by)
    if len(blocks) >= MOST_BLOCKS:
        raise InvalidInput(_("一份报告最多 %(most)d 个版块。") % {"most": MOST_BLOCKS})
    text = _checked(wanted.shape, wanted.text, blocks)
    block = Block(f"b{number + 1}", wanted.shape, text, wanted.by, wanted.data_set, wanted.options)
    block = _computed(project, block, by, timezone.localdate(at))
    return _keep("search.navigation.written", project, number, [*blocks, block], by=by, at=at)


def _computed(project: NavigationProject, block: Block, by: Actor, on: date) -> Block:
    if block.shape is Shape.PATENT:
        return carded(block, by, on)
    if not block.is_analysis:
        return block
    data_set = project.data_sets.filter(pk=block.data_set).first()
    if data_set is None:
        raise InvalidInput(_("请选数据集和分析图。"), field="data_set")
    return analysed(block, data_set, by)


def _checked(shape: Shape, text: str, blocks: Sequence[Block]) -> str:
    text = text.replace("\r\n", "\n").strip()
    is_long = shape in (Shape.PARAGRAPH, Shape.PATENT)
    most = LONGEST_TEXT if is_long else LONGEST_LINE
    is_needed = shape not in (Shape.TABLE, Shape.CHART)
    if (is_needed and not text) or len(text) > most or (not is_long and text and not text.isprintable()):
        raise InvalidInput(_("请写 1 至 %(most)s 个字。") % {"most": f"{most:,}"}, field="text")
    text = "".join(sign for sign in text if sign.isprintable() or sign == "\n")
    return check_text(text, set(figures_in(blocks))) if shape is Shape.PARAGRAPH else text


def change_navigation_text(
    project_id: int, number: int, navigation_key: str, text: str, *, by: Actor, at: datetime
) -> NavigationReport:
    """Give a block other words, another caption, or another reason why its patent matters.

    Raises as ``add_navigation_block``.
    """
    require(by, NAVIGATION_KEEP)
    project, blocks = _held(project_id, number, by)
    block = block_named(blocks, navigation_key)
    fresh = replace(block, text=_checked(block.shape, text, blocks) or block.text)
    after = [fresh if one.key == navigation_key else one for one in blocks]
    return _keep("search.navigation.written", project, number, after, by=by, at=at)


def move_navigation_block(
    project_id: int, number: int, navigation_key: str, is_up: bool, *, by: Actor, at: datetime
) -> NavigationReport:
    """Move a block one place up or down. Raises as above, WrongState at the end of the report."""
    require(by, NAVIGATION_KEEP)
    project, blocks = _held(project_id, number, by)
    place = blocks.index(block_named(blocks, navigation_key))
    other = place - 1 if is_up else place + 1
    if not 0 <= other < len(blocks):
        raise WrongState(_("已经在最前或最后。"))
    blocks[place], blocks[other] = blocks[other], blocks[place]
    return _keep("search.navigation.written", project, number, blocks, by=by, at=at)


def remove_navigation_block(
    project_id: int, number: int, navigation_key: str, *, by: Actor, at: datetime
) -> NavigationReport:
    """Take a block out.

    Raises as ``add_navigation_block``, NotFound for a block there is not, WrongState for one whose figures a
    text names.
    """
    require(by, NAVIGATION_KEEP)
    project, blocks = _held(project_id, number, by)
    block_named(blocks, navigation_key)
    rest = [one for one in blocks if one.key != navigation_key]
    if any(name.partition(".")[0] == navigation_key for name in used_figures(rest)):
        raise WrongState(_("段落里引用了这一块的数据，请先改段落再移除。"))
    return _keep("search.navigation.written", project, number, rest, by=by, at=at)


def recompute_navigation_block(
    project_id: int, number: int, navigation_key: str, *, by: Actor, at: datetime
) -> NavigationReport:
    """Compute a block anew: over the newest data set of its name, a patent over the register of today.

    Raises as above.
    """
    require(by, NAVIGATION_KEEP)
    project, blocks = _held(project_id, number, by)
    block = block_named(blocks, navigation_key)
    fresh = recomputed(project, block, by, timezone.localdate(at))
    after = [fresh if one.key == navigation_key else one for one in blocks]
    return _keep("search.navigation.recomputed", project, number, after, by=by, at=at)


def recompute_navigation_report(project_id: int, number: int, *, by: Actor, at: datetime) -> NavigationReport:
    """Compute every block anew that can be, in one new version; the others stay. Raises as above."""
    require(by, NAVIGATION_KEEP)
    project, blocks = _held(project_id, number, by)
    fresh = {one.before.key: one.after for one in recomputed_all(project, blocks, by, timezone.localdate(at))}
    after = [fresh.get(one.key) or one for one in blocks]
    return _keep("search.navigation.recomputed", project, number, after, by=by, at=at)


def block_named(blocks: Sequence[Block], key: str) -> Block:
    """Raises NotFound."""
    for one in blocks:
        if one.key == key:
            return one
    raise NotFound(_("没有找到这个版块。"), block=key[:60])


def recomputed(project: NavigationProject, block: Block, actor: Actor, on: date) -> Block:
    """A block over the newest data set of its name, or over the register of today; nothing is kept.

    Raises InvalidInput for words, WrongState for a patent that is there no more, IndexMissing.
    """
    if not block.is_computed:
        raise InvalidInput(_("文字不用重算。"))
    if block.shape is Shape.PATENT:
        return _carded(block, actor, on)
    old = found(NavigationDataSet.objects.filter(project=project, pk=block.data_set).first())
    newest = next(one for one in latest_data_sets(project) if one.name == old.name)
    return analysed(block, newest, actor)


def _carded(block: Block, actor: Actor, on: date) -> Block:
    try:
        return carded(block, actor, on)
    except InvalidInput as refused:
        raise WrongState(
            _("登记册里已没有这件专利（如导入被撤销），不能重算；版块保留当时的记录。"), block=block.key
        ) from refused


@dataclass(frozen=True)
class Fresh:
    """A block and what computing it anew makes of it; where it cannot be, ``problem`` says why."""

    before: Block
    after: Block | None
    problem: str = ""

    @property
    def is_other(self) -> bool:
        """Whether it would rest on a newer data set."""
        return self.after is not None and self.after.data_set != self.before.data_set


def recomputed_all(
    project: NavigationProject, blocks: Sequence[Block], actor: Actor, on: date
) -> list[Fresh]:
    """Every block that is computed, anew; nothing is kept. Raises IndexMissing."""
    return [freshly(project, one, actor, on) for one in blocks if one.is_computed]


def freshly(project: NavigationProject, block: Block, actor: Actor, on: date) -> Fresh:
    """One block anew, or why not. Raises as ``recomputed`` for words, IndexMissing."""
    try:
        return Fresh(block, recomputed(project, block, actor, on))
    except IndexMissing:
        raise
    except WrongState as refused:
        return Fresh(block, None, refused.message)


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
