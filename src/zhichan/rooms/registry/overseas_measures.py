"""Figures of international applications and of rights abroad, from their register."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.measures.declaration import Counted, Kind, Option, Question, measure
from zhichan.core.registers.queries import periods_at
from zhichan.rooms.registry.counting import COUNTER, began_in, inside, known_in, placed_of
from zhichan.rooms.registry.models import OverseasRight, ReferenceValue
from zhichan.rooms.registry.models.overseas import OVERSEAS, PATENT_KINDS
from zhichan.rooms.registry.models.reference_value import REFERENCE_VALUES

_PIECES = gettext_lazy("件")
_RECEIVED_BY = "CN"
ROWS, PUBLISHED = "rows", "published"
OFFICE, FAMILY = "office", "family"


def _rights() -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in OverseasRight.Kind.choices if value != "pct"]


def _patents() -> list[tuple[str, str]]:
    return [(str(kind), str(kind.label)) for kind in PATENT_KINDS]


@measure(
    "pct_applications",
    gettext_lazy("PCT 国际专利申请量"),
    unit=_PIECES,
    kind=Kind.FLOW,
    scope=gettext_lazy(
        "当年 1 月 1 日到当日国家知识产权局作为受理局受理、申请当天第一申请人在本地区的国际申请，"
        "按国际申请日。也可取公布数：所选地区直接下级各地当年公布的受理量之和。"
    ),
    options=(
        Option(
            "basis",
            gettext_lazy("依据"),
            lambda: [(ROWS, gettext_lazy("登记册")), (PUBLISHED, gettext_lazy("公布的受理量"))],
            default=ROWS,
        ),
    ),
)
def pct_applications(asked: Question) -> Counted:
    """International applications of the year so far that CNIPA received, or the published figures of them.

    Received by CNIPA as receiving office [verified: yearbook table 6-4 is by receipt]; by the first
    applicant's address [memory]; the day of receipt is the international filing day where the application
    was in order (PCT art. 11 [memory]). An application whose filing day is not known counts in no year.
    """
    if asked.options.get("basis", ROWS) == PUBLISHED:
        return _published(asked)
    received = {"subject__kind": "pct", "subject__office": _RECEIVED_BY}
    everywhere = began_in(OVERSEAS, asked, status="FILED", **received)
    undated = known_in(OVERSEAS, asked, status="UNDATED", **received)
    n = undated.values("subject").distinct().count()
    notes = (_("%(n)d 件没有国际申请日，不计入任何一年") % {"n": n},) if n else ()
    rows = everywhere.filter(inside(asked.region))
    return Counted(OVERSEAS, rows, coverage=placed_of(everywhere), notes=notes, is_lower_bound=n > 0)


def _published(asked: Question) -> Counted:
    """The published figures of the places directly below a region, added up for the year of the day.

    These are published figures and no applications: the rows are reference values.
    """
    stands = periods_at(REFERENCE_VALUES, asked.moment, COUNTER).filter(
        subject__kind=ReferenceValue.Kind.PCT_RECEIVED, subject__year=asked.on.year
    )
    below = {0: 2, 2: 4, 4: 6, 6: 9, 9: 12}.get(len(asked.region), 12)
    rows = stands.filter(inside(asked.region, "subject__region"), subject__region__regex=rf"^\d{{{below}}}$")
    total = sum(rows.values_list("value", flat=True), Decimal(0))
    if not rows.exists():
        words = {"region": asked.region or _("全部地区"), "year": asked.on.year}
        missing = _("缺 %(region)s 各下级地区 %(year)d 年公布的受理量") % words
        return Counted(REFERENCE_VALUES, rows, count=0, missing=missing)
    return Counted(REFERENCE_VALUES, rows, count=int(total))


@measure(
    "overseas_grants",
    gettext_lazy("海外专利授权量"),
    unit=_PIECES,
    kind=Kind.FLOW,
    scope=gettext_lazy(
        "当年 1 月 1 日到当日中国内地以外的专利机构授权、授权当天第一权利人在本地区的专利，每个机构算一件；"
        "也可每个同族算一件，或只数一种专利。"
    ),
    options=(
        Option(
            "count",
            gettext_lazy("怎么算一件"),
            lambda: [(OFFICE, gettext_lazy("每个授权机构")), (FAMILY, gettext_lazy("每个同族"))],
            default=OFFICE,
            help=gettext_lazy("没有统一的口径。"),
        ),
        Option("kind", gettext_lazy("专利类型"), _patents),
    ),
)
def overseas_grants(asked: Question) -> Counted:
    """Patents granted in the year so far by offices outside the mainland to owners in the region.

    One per granting office, or one per family where asked so [memory: no standard text was found]. A family
    is named by its number, else by the Chinese application, else by the PCT application of the right.
    """
    everywhere = _of_kind(began_in(OVERSEAS, asked, public_class="in_force"), asked, PATENT_KINDS)
    rows = everywhere.filter(inside(asked.region))
    count = _families(rows) if asked.options.get("count") == FAMILY else None
    return Counted(OVERSEAS, rows, count=count, coverage=placed_of(everywhere))


def _families(rows: QuerySet[Any]) -> int:
    """How many families rights belong to; one of which nothing tells the family is a family by itself."""
    named = [NullIf(F(f"subject__{name}"), Value("")) for name in ("family", "cn_number", "pct_number")]
    families = rows.annotate(of=Coalesce(*named, F("subject__row_key"))).values("of")
    return int(families.distinct().count())


@measure(
    "overseas_in_force",
    gettext_lazy("有效海外权利"),
    unit=_PIECES,
    kind=Kind.STOCK,
    scope=gettext_lazy(
        "当日有效、第一权利人在本地区的海外专利、商标和国际注册，各机构分别算；一件国际注册算一件，不按指定国数。"
        "也可只数一种。"
    ),
    options=(Option("kind", gettext_lazy("权利种类"), _rights),),
)
def overseas_in_force(asked: Question) -> Counted:
    """Rights abroad in force on the day whose first holder is in the region [memory: no text defines it].

    PCT applications are none. A right whose stated term is over counts no more; where no end was recorded or
    stated it is taken to stand.
    """
    everywhere = _of_kind(
        periods_at(OVERSEAS, asked.moment, COUNTER).filter(public_class="in_force"),
        asked,
        tuple(value for value, _label in _rights()),
    )
    return Counted(OVERSEAS, everywhere.filter(inside(asked.region)), coverage=placed_of(everywhere))


def _of_kind(periods: QuerySet[Any], asked: Question, kinds: tuple[str, ...]) -> QuerySet[Any]:
    chosen = asked.options.get("kind")
    return periods.filter(subject__kind__in=(chosen,) if chosen else kinds)
