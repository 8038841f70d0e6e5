"""Adding, removing and moving the blocks of a report (增减、移动版块): each change is a new version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput, WrongState
from zhichan.core.reports.declaration import query_named
from zhichan.core.reports.facts import Facts
from zhichan.core.reports.keeping import details_of, held_latest, kept_snapshot, next_version
from zhichan.core.reports.models import ReportVersion
from zhichan.core.reports.outline import Block, Outline, Section, Shown, outline_of
from zhichan.core.reports.placeholders import check_text
from zhichan.core.reports.queries import is_issued, version_visible_to
from zhichan.core.reports.rights import REPORT_WRITE
from zhichan.core.reports.snapshot import Snapshot, snapshot_of, take

Reason = ReportVersion.Reason
LONGEST_LINE = 100
MOST_BLOCKS = 200


@dataclass(frozen=True)
class NewBlock:
    """A text, or a stored query with what of it is shown, for a section counted from 1.

    ``after``: the key of the block it shall follow; empty is the end of the section.
    """

    section: int
    after: str = ""
    text: str = ""
    query: str = ""
    show: Shown = Shown.FIGURES
    heading: str = ""
    caption: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)


def add_block(report_id: int, number: int, wanted: NewBlock, *, by: Actor, at: datetime) -> ReportVersion:
    """Put a block into the latest version.

    The data of a query are asked as of the day and as known at the instant of the version's snapshot, so that
    no other figure changes.
    Raises NotAllowed, NotFound for a query there is not, WrongState for a version that is issued, Conflict
    where ``number`` is no longer the latest, InvalidInput for a section or place there is not, a figure
    that the report does not have, a parameter that cannot be chosen, a table or chart a query does not have.
    """
    require(by, REPORT_WRITE)
    version = version_visible_to(by, report_id, number)
    outline, snapshot = outline_of(version.outline), snapshot_of(version.snapshot.values)
    block = replace(_block(wanted, snapshot), key=_new_key(outline, number + 1))
    _check_place(outline, wanted)
    facts = dict(snapshot.facts)
    if not block.is_text:
        facts[block.key] = _asked(block, snapshot)
    made = outline.with_block(wanted.section - 1, block, wanted.after)
    return _keep(version, made, replace(snapshot, facts=facts), Reason.ADDED, block.key, by, at)


def remove_block(report_id: int, number: int, block_key: str, *, by: Actor, at: datetime) -> ReportVersion:
    """Take a block out of the latest version, and the data of a query with it.

    Raises as ``add_block``, and InvalidInput where a title, heading or text names a figure of the block.
    """
    require(by, REPORT_WRITE)
    version = version_visible_to(by, report_id, number)
    outline, snapshot = outline_of(version.outline), snapshot_of(version.snapshot.values)
    rest = outline.without(block_key)
    if named := rest.figures_named(block_key):
        raise InvalidInput(
            _("正文或标题还引用着它的数据：%(names)s。请先改写这些文字，再移除。")
            % {"names": "、".join(named[:5])}
        )
    facts = {key: one for key, one in snapshot.facts.items() if key != block_key}
    return _keep(version, rest, replace(snapshot, facts=facts), Reason.REMOVED, block_key, by, at)


def move_block(
    report_id: int, number: int, block_key: str, *, up: bool, by: Actor, at: datetime
) -> ReportVersion:
    """Move a block one place up or down; from the edge of its section it goes into the next one.

    At the edge of the report nothing changes and no version is made. Raises as ``add_block``.
    """
    require(by, REPORT_WRITE)
    version = version_visible_to(by, report_id, number)
    outline = outline_of(version.outline)
    moved = outline.moved(block_key, up=up)
    if moved == outline:
        return version
    return _keep(version, moved, None, Reason.MOVED, block_key, by, at)


def _block(wanted: NewBlock, snapshot: Snapshot) -> Block:
    """What was wanted, checked. Raises InvalidInput, NotFound."""
    for field_name, line in (("heading", wanted.heading), ("caption", wanted.caption)):
        if len(line) > LONGEST_LINE or not line.isprintable():
            raise InvalidInput(
                _("小标题和表题、图题最多 %(n)d 字，不分行。") % {"n": LONGEST_LINE}, field=field_name
            )
    known = set(snapshot.figures())
    heading = check_text(wanted.heading, known)
    if not wanted.query:
        text = check_text(wanted.text, known)
        if not text:
            raise InvalidInput(_("请写这一段的文字。"), field="text")
        return Block("", text=text, heading=heading)
    if wanted.show is not Shown.FIGURES and not wanted.caption.strip():
        raise InvalidInput(_("表和图要有名称。"), field="caption")
    parameters = query_named(wanted.query).read(wanted.parameters)
    return Block(
        "",
        heading=heading,
        query=wanted.query,
        show=wanted.show,
        caption=wanted.caption.strip(),
        parameters=parameters,
    )


def _new_key(outline: Outline, number: int) -> str:
    """A key that no block of the report ever had: one version brings at most one."""
    key, there = f"b{number}", {block.key for block in outline.blocks}
    while key in there:
        key += "_"
    return key


def _check_place(outline: Outline, wanted: NewBlock) -> None:
    if not 1 <= wanted.section <= len(outline.sections):
        raise InvalidInput(_("报告没有第 %(n)d 部分。") % {"n": wanted.section}, field="section")
    own = outline.sections[wanted.section - 1].blocks
    if wanted.after and all(one.key != wanted.after for one in own):
        raise InvalidInput(_("这一部分里没有要排在其后的版块。"), field="after")
    if sum(1 for _one in outline.blocks) >= MOST_BLOCKS:
        raise InvalidInput(_("一份报告最多 %(n)d 个版块。") % {"n": MOST_BLOCKS})


def _asked(block: Block, snapshot: Snapshot) -> Facts:
    """The data of one block at the moment of the snapshot. Raises InvalidInput where it has not what is
    to be shown."""
    alone = Outline("", (Section("", (block,)),))
    facts = take(alone, snapshot.moment).facts[block.key]
    if block.show is Shown.TABLE and facts.table is None:
        raise InvalidInput(_("这个查询没有表。"), field="show")
    if block.show is Shown.CHART and facts.chart is None:
        raise InvalidInput(_("这个查询没有图，或没有数据可画。"), field="show")
    return facts


@transaction.atomic
def _keep(
    version: ReportVersion,
    outline: Outline,
    snapshot: Snapshot | None,
    reason: Reason,
    block_key: str,
    by: Actor,
    at: datetime,
) -> ReportVersion:
    """The next version with its data, the former ones where none are given. Raises Conflict, WrongState."""
    latest = held_latest(version.report_id, version.number, by)
    if is_issued(latest):
        raise WrongState(_("这一版已经印发，版块不能再增减、移动。改写或重算成为新的一版以后才能调整。"))
    kept = latest.snapshot
    if snapshot is not None and snapshot != snapshot_of(kept.values):
        kept = kept_snapshot(latest.report, snapshot, at)
    made = next_version(latest.report, outline, kept, reason, by, at)
    details = {**details_of(made), "block": block_key}
    record(f"reports.report.block_{reason.value}", subject=latest.report, by=by, at=at, details=details)
    return made
