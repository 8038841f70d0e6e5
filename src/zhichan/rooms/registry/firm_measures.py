"""Figures of firms (企业): with patents, and the share of a frozen group that owns any, by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.measures.computing import tally_of
from zhichan.core.measures.declaration import Counted, Divisor, Kind, Option, Part, Question, Tally, measure
from zhichan.core.registers.queries import periods_at
from zhichan.rooms.registry import list_lookup  # noqa: F401  ``one_of`` for many keys
from zhichan.rooms.registry.counting import (
    COUNTER,
    FULL,
    heads_at,
    holders_at,
    in_force,
    inside,
    placed,
    share,
)
from zhichan.rooms.registry.models import ListKind, Party
from zhichan.rooms.registry.models.list_membership import MEMBERSHIPS
from zhichan.rooms.registry.models.party import PARTIES
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.registry.standing import standing_in

_FIRMS = gettext_lazy("家")


def _groups() -> list[tuple[str, str]]:
    return [(str(pk), name) for pk, name in ListKind.objects.filter(is_group=True).values_list("pk", "name")]


GROUP_OPTION = Option("group", gettext_lazy("企业分组"), _groups, is_required=True)


@measure(
    "firms_with_patents",
    gettext_lazy("有专利的企业数量"),
    unit=_FIRMS,
    kind=Kind.STOCK,
    scope=gettext_lazy("当日有效专利的第一权利人中在本地区的单位，同一单位的不同写法只数一家。"),
)
def firms_with_patents(asked: Question) -> Counted:
    """Organisations that are first holder of an in-force patent in the region, each once.

    Names that were found to be one party count as one, as far as that was known at the instant. The figure
    opens to the firms; their patents are a part of it.
    """
    rows = in_force(asked, None).filter(holder__kind=Party.Kind.ORGANISATION)
    tally, holders = _held_by_firms(asked, rows)
    heads = heads_at(asked)
    firms = {heads.get(pk, pk) for pk in holders}
    listed = periods_at(PARTIES, asked.moment, COUNTER).filter(subject__pk__one_of=firms)
    patents = Part("patents", _("这些企业的有效专利"), PATENTS, rows, count=tally.count)
    return Counted(PARTIES, listed, count=len(firms), coverage=placed(asked, None), parts=(patents,))


def _held_by_firms(asked: Question, rows: QuerySet[Any]) -> tuple[Tally, Set[int]]:
    standing = standing_in(asked)
    if standing is None:
        return _walked(rows)
    return standing.tally_held_by(asked.shared.whole.once("organisations", _organisations))


def _organisations() -> frozenset[int]:
    firms = Party.objects.filter(kind=Party.Kind.ORGANISATION)
    return frozenset(firms.values_list("pk", flat=True).iterator())


def _walked(rows: QuerySet[Any]) -> tuple[Tally, set[int]]:
    """The tally of patents and their first holders, in one walk."""
    holders: set[int] = set()

    def patents() -> Iterator[int]:
        for patent, holder in rows.order_by("subject_id").values_list("subject_id", "holder_id").iterator():
            holders.add(holder)
            yield patent

    return tally_of(PATENTS, patents()), holders


@dataclass(frozen=True)
class Frozen:
    """A firm group on a day: one membership for each firm, parted by whether it holds a patent in force.

    ``coverage``: the share of members whose region is known, where a region was asked for.
    """

    name: str
    periods: QuerySet[Any]
    having: Mapping[int, int]
    lacking: Mapping[int, int]
    coverage: Decimal

    @property
    def size(self) -> int:
        return len(self.having) + len(self.lacking)

    def rows(self, memberships: Mapping[int, int]) -> QuerySet[Any]:
        return self.periods.filter(subject_id__in=list(memberships.values()))

    @property
    def parts(self) -> tuple[Part, ...]:
        return (
            self._part("having", _("有有效专利的企业"), self.having),
            self._part("lacking", _("没有有效专利的企业"), self.lacking),
        )

    def _part(self, name: str, label: str, firms: Mapping[int, int]) -> Part:
        return Part(name, label, MEMBERSHIPS, self.rows(firms), count=len(firms))

    def counted(self, firms: Mapping[int, int], **more: Any) -> Counted:
        """The figure that opens to some of the firms."""
        tally = tally_of(MEMBERSHIPS, sorted(firms.values()))
        return Counted(
            MEMBERSHIPS, self.rows(firms), parts=self.parts, coverage=self.coverage, tally=tally, **more
        )


@measure(
    "ownership_rate",
    gettext_lazy("企业专利拥有率"),
    unit="%",
    noun=_FIRMS,
    kind=Kind.STOCK,
    places=2,
    factor=100,
    scope=gettext_lazy("企业分组在册成员中至少有一件有效专利的家数 ÷ 在册家数。共有专利的每个权利人都算有。"),
    options=(GROUP_OPTION,),
)
def ownership_rate(asked: Question) -> Counted:
    """Firms of a frozen group with at least one patent in force by all firms of the group, in per cent.

    The list as it stands on the day is part of the result; both sides open by name. Any holder counts, not
    only the first-named [memory].
    """
    group = frozen_group(asked)
    if not group.size:
        missing = _("分组“%(name)s”在 %(on)s 没有成员") % {"name": group.name, "on": asked.on.isoformat()}
        return group.counted(group.having, missing=missing)
    source = _("“%(name)s”%(on)s 在册名单") % {"name": group.name, "on": asked.on.isoformat()}
    divisor = Divisor(Decimal(group.size), _("在册企业（家）"), source)
    return group.counted(group.having, divisor=divisor)


@measure(
    "firms_without_patents",
    gettext_lazy("专利清零名单"),
    unit=_FIRMS,
    kind=Kind.STOCK,
    scope=gettext_lazy("企业分组在册成员中一件有效专利也没有的企业，逐家列出。"),
    options=(GROUP_OPTION,),
)
def firms_without_patents(asked: Question) -> Counted:
    """The firms of a group that hold no patent in force: the list an office works off (清零)."""
    group = frozen_group(asked)
    return group.counted(group.lacking)


def frozen_group(asked: Question) -> Frozen:
    """The group as it stood at the moment; of a region, the members known to be there."""
    return asked.once("frozen group", lambda: _frozen(asked))


def _frozen(asked: Question) -> Frozen:
    kind = ListKind.objects.get(pk=int(asked.options["group"]))
    periods = periods_at(MEMBERSHIPS, asked.moment, COUNTER).filter(subject__list_kind=kind)
    coverage = FULL
    if asked.region:
        parties = periods_at(PARTIES, asked.moment, COUNTER)
        known = periods.filter(subject__party__in=parties.exclude(region="").values("subject_id"))
        coverage = share(known.count(), periods.count())
        here = parties.filter(inside(asked.region))
        periods = periods.filter(subject__party__in=here.values("subject_id"))
    heads = heads_at(asked)
    members = {
        heads.get(party, party): membership
        for membership, party in periods.order_by("-subject_id").values_list(
            "subject_id", "subject__party_id"
        )
    }
    holders = {heads.get(pk, pk) for pk in holders_at(asked)}
    having = {firm: membership for firm, membership in members.items() if firm in holders}
    lacking = {firm: membership for firm, membership in members.items() if firm not in holders}
    return Frozen(kind.name, periods, having, lacking, coverage)
