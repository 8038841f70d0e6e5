"""Blocks of reports through the API: those there are, the queries one may be made of, and changing them."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from zhichan.core.access.operation import Id, Line, operation
from zhichan.core.access.requests import actor_in, now
from zhichan.core.reports.actions.blocks import NewBlock, add_block, move_block, remove_block
from zhichan.core.reports.api.reports import Number, Parameters, ReportTextOut, report_text
from zhichan.core.reports.declaration import all_queries
from zhichan.core.reports.outline import Shown
from zhichan.core.reports.placeholders import LONGEST_TEXT
from zhichan.core.reports.queries import Reading, version_visible_to
from zhichan.core.reports.rights import REPORT_VIEW, REPORT_WRITE

router = Router(tags=["报告"])
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
Section = Annotated[int, Field(ge=1, le=99)]


class ReportQueryParameterOut(Schema):
    """``is_many``: several values, between commas. ``choices``: the values there are."""

    name: str
    label: str
    is_required: bool
    is_many: bool
    choices: list[str]


class ReportQueryOut(Schema):
    name: str
    label: str
    parameters: list[ReportQueryParameterOut]


class ReportQueryList(Schema):
    items: list[ReportQueryOut]


class ReportBlockOut(Schema):
    """``query`` empty: a text. ``show``: what of a query is printed."""

    key: str
    section: int
    text: str
    query: str
    show: str
    heading: str
    caption: str
    parameters: dict[str, str]


class ReportBlockList(Schema):
    """``number``: of the version they are of."""

    number: int
    items: list[ReportBlockOut]


class NewReportBlockIn(Schema):
    """A ``text``, or a ``query`` with its ``parameters``. ``number``: of the version that was read.

    ``after``: the key of the block it shall follow; empty is the end of the section.
    """

    number: Number
    section: Section
    after: Line = ""
    text: Annotated[str, Field(max_length=LONGEST_TEXT)] = ""
    query: Annotated[str, Field(pattern=r"^[a-z_.]{0,60}$")] = ""
    show: Literal["table", "chart", "figures"] = "table"
    heading: Line = ""
    caption: Line = ""
    parameters: Parameters = Field(default_factory=dict)


class ReadVersionIn(Schema):
    """``number``: of the version that was read."""

    number: Number


class MovedReportBlockIn(ReadVersionIn):
    to: Literal["up", "down"]


@operation(
    router.get, "/report-queries", right=REPORT_VIEW, out=ReportQueryList, summary="列出报告可用的查询"
)
def report_queries(request: HttpRequest) -> ReportQueryList:  # noqa: ARG001  the same for everybody
    """The stored queries that a block can be made of."""
    items = [
        ReportQueryOut(
            name=query.name,
            label=str(query.label),
            parameters=[
                ReportQueryParameterOut(
                    name=one.name,
                    label=str(one.label),
                    is_required=one.is_required,
                    is_many=one.is_many,
                    choices=[value for value, _label in one.choices()],
                )
                for one in query.parameters
            ],
        )
        for query in all_queries()
    ]
    return ReportQueryList(items=items)


@operation(
    router.get, "/reports/{pk}/blocks", right=REPORT_VIEW, out=ReportBlockList, summary="列出报告的版块"
)
def report_blocks(request: HttpRequest, pk: Id, number: Number | None = None) -> ReportBlockList:
    """The blocks of the latest version, or of the one of a number, in their order."""
    version = version_visible_to(actor_in(request), pk, number)
    items = [
        ReportBlockOut(
            key=block.key,
            section=section,
            text=block.text,
            query=block.query,
            show="" if block.is_text else block.show.value,
            heading=block.heading,
            caption=block.caption,
            parameters=dict(block.parameters),
        )
        for section, one in enumerate(Reading(version).outline.sections, 1)
        for block in one.blocks
    ]
    return ReportBlockList(number=version.number, items=items)


@operation(
    router.post, "/reports/{pk}/blocks", right=REPORT_WRITE, out=ReportTextOut, summary="加入版块", status=201
)
def add_report_block(request: HttpRequest, pk: Id, given: NewReportBlockIn) -> Status[ReportTextOut]:
    """Put a block into a section: a new version. The data are those of the version's moment."""
    wanted = NewBlock(
        section=given.section,
        after=given.after,
        text=given.text,
        query=given.query,
        show=Shown(given.show),
        heading=given.heading,
        caption=given.caption,
        parameters=given.parameters,
    )
    made = add_block(pk, given.number, wanted, by=actor_in(request), at=now())
    return Status(201, report_text(made))


@operation(
    router.post,
    "/reports/{pk}/blocks/{key}/remove",
    right=REPORT_WRITE,
    out=ReportTextOut,
    summary="移除版块",
)
def remove_report_block(request: HttpRequest, pk: Id, key: Key, given: ReadVersionIn) -> ReportTextOut:
    """Take a block out: a new version. Refused while a text names one of its figures."""
    return report_text(remove_block(pk, given.number, key, by=actor_in(request), at=now()))


@operation(
    router.post,
    "/reports/{pk}/blocks/{key}/move",
    right=REPORT_WRITE,
    out=ReportTextOut,
    summary="移动版块",
)
def move_report_block(request: HttpRequest, pk: Id, key: Key, given: MovedReportBlockIn) -> ReportTextOut:
    """Move a block one place up or down, past the edge of its section into the next: a new version."""
    moved = move_block(pk, given.number, key, up=given.to == "up", by=actor_in(request), at=now())
    return report_text(moved)
