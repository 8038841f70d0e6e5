"""High-value inventions (高价值发明专利): counted once each, test by test with evidence and coverage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import add, or_
from typing import Any

from django.db.models import Case, Q, QuerySet, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.measures.computing import tally_of
from zhichan.core.measures.declaration import Counted, Kind, Option, Part, Question, Tally, measure
from zhichan.core.registers.queries import periods_at
from zhichan.rooms.registry.classes import classes_in_force, groups_at, sorted_classes
from zhichan.rooms.registry.counting import COUNTER, in_force, per_population, placed, share
from zhichan.rooms.registry.high_value import (
    AWARD,
    DISPUTED,
    MAINTAINED,
    MET,
    NOT_MET,
    OVERSEAS,
    PLEDGE,
    SEI,
    TESTS,
)
from zhichan.rooms.registry.models import IpcGroup, Patent
from zhichan.rooms.registry.models.overseas import OVERSEAS as RIGHTS_ABROAD
from zhichan.rooms.registry.models.overseas import Kind as AbroadKind
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.registry.standing import standing_in

_AT_ONCE = 10_000
LONG_YEARS = 10  # the third test: 维持年限超过 10 年 [verified]
FILED, GRANTED = "filed", "granted"
OPTIONS = (
    Option(
        "maintained_from",
        gettext_lazy("十年从哪天起算"),
        lambda: [(FILED, gettext_lazy("申请日")), (GRANTED, gettext_lazy("授权公告日"))],
        default=FILED,
        help=gettext_lazy("公开文本没有写明起算日，通行按申请日。"),
    ),
    Option(
        "pledge_threshold",
        gettext_lazy("较高质押金额（万元）"),
        help=gettext_lazy("没有公开的数额标准。不填就只数已认定的。"),
    ),
)


@dataclass(frozen=True)
class Test:
    """``met``: which rows pass it; ``judged``: which are known to pass or to fail; ``note`` on its rule."""

    __test__ = False

    met: Q
    judged: Q
    note: str = ""


@measure(
    "high_value_per_10k",
    gettext_lazy("每万人口高价值发明专利拥有量"),
    unit=gettext_lazy("件/万人"),
    noun=gettext_lazy("件"),
    kind=Kind.STOCK,
    places=2,
    scope=gettext_lazy(
        "有效发明专利中符合五项之一的件数（每件只数一次）÷ 上年末常住人口（万人）。"
        "没有依据的不推定，数值为至少。"
    ),
    options=OPTIONS,
)
def high_value_per_10k(asked: Question) -> Counted:
    """High-value inventions of the region by the resident population of the year before.

    Denominator as for all inventions [verified]. Tests: see ``high_value_inventions``.
    """
    found = dict(_found(asked))
    return per_population(asked, found.pop("rows"), **found)


@measure(
    "high_value_inventions",
    gettext_lazy("高价值发明专利"),
    unit=gettext_lazy("件"),
    kind=Kind.STOCK,
    scope=gettext_lazy(
        "当日有效、第一权利人在本地区、符合五项之一的发明专利，每件只数一次：战略性新兴产业、海外有同族专利权、"
        "维持年限超过十年、实现较高质押融资金额、国家科学技术奖或中国专利奖。没有依据的不推定，数值为至少。"
    ),
    options=OPTIONS,
)
def high_value_inventions(asked: Question) -> Counted:
    """In-force inventions that pass at least one of five tests, each once [tests: verified].

    1 main class in the registered table of strategic emerging industries, or recorded so [which class
    counts: memory]; 2 a family right abroad as recorded, or in force in the register of
    rights abroad; 3 more than ten years since filing, or since grant
    where asked so [start: memory]; 4 recorded as a higher pledge, or an amount of at least what the question
    gives [no public threshold]; 5 recorded award. What is not answered is unknown, never failed.
    """
    return Counted(PATENTS, **_found(asked))


def _found(asked: Question) -> Mapping[str, Any]:
    """The rows with coverage, parts and notes, as ``Counted`` takes them. One walk, few small queries."""
    return asked.once("high value", lambda: _judged(asked))


def _judged(asked: Question) -> dict[str, Any]:
    base = in_force(asked, Patent.Kind.INVENTION)
    tests = tests_of(asked)
    standing = standing_in(asked)
    walk = _walked(standing.rows(Patent.Kind.INVENTION) if standing else base, tests)
    parts = tuple(
        Part(
            name,
            str(TESTS[name]),
            PATENTS,
            base.filter(test.met),
            share(walk.judged[name], walk.total),
            test.note,
            walk.met[name],
        )
        for name, test in tests.items()
    )
    return {
        "rows": base.filter(reduce(or_, (test.met for test in tests.values()))),
        "coverage": share(walk.certain, walk.total),
        "is_lower_bound": walk.certain < walk.total,
        "parts": parts,
        "notes": _notes(asked, walk),
        "tally": walk.tally,
    }


@dataclass(frozen=True)
class Walk:
    """How many inventions there are, pass a test, are judged in it; how many are certain, and disputed.

    ``tally``: of those that pass at least one.
    """

    total: int
    certain: int
    disputed: int
    met: Mapping[str, int]
    judged: Mapping[str, int]
    tally: Tally


def _walked(base: QuerySet[Any], tests: Mapping[str, Test]) -> Walk:
    """Every invention read once, in order, with a bit for each test: what it passes, what is judged."""
    met, judged = ([getattr(test, which) for test in tests.values()] for which in ("met", "judged"))
    disputed = reduce(or_, (Q(**{name: DISPUTED}) for name in TESTS))
    marked = base.order_by("subject_id").values_list("subject_id", _bits([*met, *judged, disputed]))
    kinds: Counter[int] = Counter()
    every = (1 << len(tests)) - 1

    def passing() -> Iterator[int]:
        for pk, bits in marked.iterator(chunk_size=_AT_ONCE):
            kinds[bits] += 1
            if bits & every:
                yield pk

    tally = tally_of(PATENTS, passing())
    return Walk(
        total=kinds.total(),
        certain=sum(n for bits, n in kinds.items() if bits & every or bits >> len(tests) & every == every),
        disputed=_with_bit(kinds, 2 * len(tests)),
        met={name: _with_bit(kinds, place) for place, name in enumerate(tests)},
        judged={name: _with_bit(kinds, len(tests) + place) for place, name in enumerate(tests)},
        tally=tally,
    )


def _bits(conditions: Sequence[Q]) -> Any:
    """A number whose bits say which conditions hold."""
    return reduce(add, (Case(When(one, then=1 << place), default=0) for place, one in enumerate(conditions)))


def _with_bit(kinds: Mapping[int, int], place: int) -> int:
    return sum(n for bits, n in kinds.items() if bits >> place & 1)


def _notes(asked: Question, walk: Walk) -> tuple[str, ...]:
    notes = [_("有效发明专利 %(n)d 件，五项依据已能定论的 %(m)d 件") % {"n": walk.total, "m": walk.certain}]
    if walk.disputed:
        notes.append(_("%(n)d 件有来源不一的依据，认定前不计入该项") % {"n": walk.disputed})
    if (known := placed(asked, Patent.Kind.INVENTION)) < 1:
        notes.append(_("有效发明专利中能归到地区的占 %(share)s%%") % {"share": f"{known * 100:.2f}"})
    return tuple(notes)


def tests_of(asked: Question) -> dict[str, Test]:
    """The five tests as conditions on periods of patents in force in the region."""
    return {
        SEI: _strategic(asked),
        OVERSEAS: _abroad(asked),
        MAINTAINED: _maintained(asked),
        PLEDGE: _pledged(asked),
        AWARD: _recorded(AWARD),
    }


def _recorded(name: str) -> Test:
    return Test(Q(**{name: MET}), Q(**{f"{name}__in": (MET, NOT_MET)}), _("按登记的依据"))


def _abroad(asked: Question) -> Test:
    """What is recorded, else a patent of the family in force abroad by the register of rights abroad.

    A right belongs to the family of the Chinese application it names, or that its PCT application names. Of
    an invention without one nothing follows: the register need not hold every right abroad.
    """
    recorded = _recorded(OVERSEAS)
    granted = periods_at(RIGHTS_ABROAD, asked.moment, COUNTER).filter(
        public_class="in_force", subject__kind__in=(AbroadKind.PATENT, AbroadKind.UTILITY_MODEL)
    )
    pct = periods_at(RIGHTS_ABROAD, asked.moment, COUNTER).filter(
        subject__kind=AbroadKind.PCT, subject__number__in=granted.values("subject__pct_number")
    )
    named = Q(subject__number__in=granted.exclude(subject__cn_number="").values("subject__cn_number"))
    named |= Q(subject__number__in=pct.exclude(subject__cn_number="").values("subject__cn_number"))
    held = Q(**{OVERSEAS: ""}) & named
    note = _("按登记的依据，没有的查海外权利登记册中同族的有效专利")
    return Test(recorded.met | held, recorded.judged | held, note)


def _strategic(asked: Question) -> Test:
    """What is recorded, else the main class by the table of the offices where one is registered."""
    recorded = _recorded(SEI)
    groups = groups_at(IpcGroup.Scheme.SEI, asked)
    if not groups:
        return Test(recorded.met, recorded.judged, _("按登记的依据；分类对照表还没有登记"))
    classes = sorted_classes(groups, classes_in_force(asked, Patent.Kind.INVENTION))
    silent = Q(**{SEI: ""})
    readable = ~Q(subject__ipc_main__one_of=classes.unreadable)
    inside = Q(subject__ipc_main__one_of=classes.inside)
    note = _("按登记的依据，没有的按主分类号查对照表")
    return Test(recorded.met | (silent & inside), recorded.judged | (silent & readable), note)


def _maintained(asked: Question) -> Test:
    """Longer than ten years from the day the count starts; without that day, what is recorded."""
    since = "filed_on" if asked.options.get("maintained_from", FILED) == FILED else "granted_on"
    field = f"subject__{since}"
    recorded = _recorded(MAINTAINED)
    silent = Q(**{f"{field}__isnull": True})
    met = Q(**{f"{field}__lt": years_before(asked.on, LONG_YEARS)}) | (silent & recorded.met)
    note = _("按申请日计算") if since == "filed_on" else _("按授权公告日计算")
    return Test(met, Q(**{f"{field}__isnull": False}) | recorded.judged, note)


def _pledged(asked: Question) -> Test:
    recorded = _recorded(PLEDGE)
    threshold = asked.options.get("pledge_threshold")
    if not threshold:
        return Test(recorded.met, recorded.judged, _("只数已认定的；没有公开的数额标准"))
    silent = Q(**{PLEDGE: ""})
    reaches = silent & Q(pledge_amount__gte=Decimal(threshold))
    known = silent & Q(pledge_amount__isnull=False)
    note = _("已认定的，和金额不低于 %(n)s 万元的") % {"n": threshold}
    return Test(recorded.met | reaches, recorded.judged | known, note)


def years_before(day: date, years: int) -> date:
    """The same day so many years before; of 29 February the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
