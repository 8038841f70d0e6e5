"""All measures in one asking: each figure is what it is alone, and what its own rows say."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import NOW
from zhichan.core.access.roles import Role
from zhichan.core.errors import InvalidInput, NotFound
from zhichan.core.measures import commands
from zhichan.core.measures.asking import computed, computed_all
from zhichan.core.measures.computing import figure_of, figures_of
from zhichan.core.measures.declaration import Question, Shared, all_measures, measure_named
from zhichan.core.measures.models import MeasureRun
from zhichan.core.measures.presenting import figure_values
from zhichan.core.people.actions.tokens import NewToken, create_token
from zhichan.core.registers.actions import Entry, record_row
from zhichan.core.registers.derive import derive
from zhichan.rooms.registry.actions.list_kinds import NewListKind, create_list_kind
from zhichan.rooms.registry.actions.record_evidence import Evidence, record_evidence
from zhichan.rooms.registry.high_value import AWARD, MET, NOT_MET, PLEDGE
from zhichan.rooms.registry.models import Patent, PatentEvent
from zhichan.rooms.registry.models.ipc_group import IPC_GROUPS
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.registry.standing import standing_at

from .files import HEADINGS, csv_of, number, row
from .test_firm_measures import enlist, party
from .test_imports import FEB, JUNE, MAY, take_in
from .test_measures import DISTRICT, places, population

__all__ = ["places", "population"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]
HEADS = (*HEADINGS, "地址")
JANUARY = date(2026, 1, 31)


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


def right(serial: int, names: str, printed: str, address: str, kind: int = 1, **changed: str):
    holders = "；".join(name if len(name) > 1 else f"云川{name}示例有限公司" for name in names.split())
    given = {"申请号": number(serial, kind=kind), "申请人": holders, "主分类号": printed, "地址": address}
    return {**row(serial, **given), **changed}


TOWN, EAST, NOWHERE = "云川区柳河镇示例路 1 号", "东山区示例街 2 号", ""
RIGHTS = [
    right(1, "甲", "H01M10/05", TOWN),
    right(2, "甲 乙", "H01M 10/0525", TOWN),
    right(3, "张三", "B65D1/00", TOWN, 申请日="2012-03-18", 授权公告日="2013-11-02"),
    right(4, "丙", "乱写", EAST),
    right(5, "丙 戊", "G06F17/10", NOWHERE),
    right(6, "丁", "", TOWN, 授权公告日=""),
    right(7, "乙", "G06F17/10", TOWN, kind=2),
    right(8, "乙", "06-01", EAST, kind=3),
    right(9, "甲", "B65D1/00", TOWN, kind=2, 授权公告日="2026-01-06"),
    right(10, "丙", "B65D1/00", NOWHERE, 授权公告日="2026-01-20"),
]


@pytest.fixture
def options(officer, places, population):
    """Patents of all kinds, classes, places and holders, with evidence; a late lapse; a firm group."""
    take_in(csv_of(RIGHTS, HEADS), officer)
    patents = Patent.objects.order_by("pk")
    PatentEvent.objects.create(
        subject=patents[0],
        code="TERMINATED_UNPAID",
        effective_on=date(2026, 1, 10),
        known_at=MAY,
        source="公告",
    )
    derive(PATENTS, [patents[0].pk], at=MAY)
    for pk, test, answer in ((patents[1].pk, AWARD, MET), (patents[3].pk, PLEDGE, NOT_MET)):
        record_evidence(pk, Evidence(test, answer, date(2024, 1, 1), "证书（示例）"), by=officer, at=FEB)
    for pattern, group in (("H01M10", "新能源"), ("G06F", "新一代信息技术")):
        values = {"scheme": "sei", "pattern": pattern, "group": group}
        record_row(IPC_GROUPS, Entry(values, date(2020, 1, 1), "对照表"), by=officer, at=FEB)
    group = create_list_kind(NewListKind("规上企业（示例）", is_group=True), by=officer, at=FEB)
    for name in "甲乙戊己":
        enlist(group, party(f"云川{name}示例有限公司", officer), officer)
    return {"group": str(group.pk), "scheme": "sei"}


def own(one, options):
    return {name: value for name, value in options.items() if name in {option.name for option in one.options}}


@pytest.mark.parametrize(
    ("region", "on", "known_at", "more"),
    [
        ("", JANUARY, JUNE, {}),
        (DISTRICT, JANUARY, FEB, {"maintained_from": "granted", "pledge_threshold": "100"}),
        ("120118101", date(2021, 12, 31), JUNE, {}),
        ("31", JANUARY, JUNE, {}),
    ],
)
def test_each_figure_of_one_asking_is_what_it_is_alone(officer, options, region, on, known_at, more):
    asked = Question(region, on, known_at, {**options, **more})
    answers = computed_all(asked, by=officer, at=JUNE)
    assert [one.measure for one in answers.figures] == list(all_measures())
    for figure in answers.figures:
        own = {name: asked.options[name] for name in figure.asked.options if name in asked.options}
        question = Question(region, on, known_at, own)
        alone = computed(figure.measure.name, question, by=officer, at=JUNE)
        assert figure_values(figure) == figure_values(alone)
        assert figure.row_count == alone.row_count


def test_kinds_asked_together_are_what_they_are_alone(options):
    names = ("patents_in_force", "patent_grants", "patents_in_industry")
    asked = [
        (measure_named(name), Question(DISTRICT, JANUARY, JUNE, {"kind": kind, **scheme}))
        for name in names
        for kind in Patent.Kind
        for scheme in ([{"scheme": "sei"}] if name == "patents_in_industry" else [{}])
    ]
    together = [figure_values(figure) for figure in figures_of(asked)]
    assert together == [figure_values(figure_of(*one)) for one in asked]
    assert [one["numerator"] for one in together[:3]] == [2, 2, 0]


def test_counts_and_digests_are_those_of_the_rows_a_figure_opens_to(officer, options):
    """The second way: every id is taken from the rows, sorted and hashed here."""
    seen = 0
    for region in ("", DISTRICT):
        asked = Question(region, JANUARY, JUNE, options)
        for figure in computed_all(asked, by=officer, at=JUNE).figures:
            ids = sorted({one.subject_id for one in figure.counted.rows})
            text = "\n".join([figure.counted.register.name, *map(str, ids)])
            assert figure.rows_digest == hashlib.sha256(text.encode()).hexdigest(), figure.measure.name
            assert figure.row_count == len(ids)
            for part, shown in zip(figure.counted.parts, figure.parts, strict=True):
                assert shown.count == len({one.subject_id for one in part.rows})
                seen += shown.count
    assert seen > 10


def test_the_planted_rights_are_counted(officer, options):
    """By hand from the list above: 1 has lapsed, 6 was not granted, 4 lies in the east, 5 and 10 nowhere."""
    answers = computed_all(Question(DISTRICT, JANUARY, JUNE, options), by=officer, at=JUNE)
    found = {one.measure.name: one for one in answers.figures}
    assert {name: found[name].numerator for name in HAND} == HAND
    assert found["patents_in_force"].counted.coverage == Decimal("0.75")
    assert found["patent_grants"].counted.coverage == Decimal("0.5")
    before = computed_all(Question(DISTRICT, JANUARY, FEB, options), by=officer, at=JUNE)
    assert {one.measure.name: one.numerator for one in before.figures}["patents_in_force"] == 5


HAND = {
    "inventions_in_force": 2,
    "patents_in_force": 4,
    "patent_grants": 1,
    "patents_in_industry": 2,
    "high_value_inventions": 2,
    "firms_with_patents": 2,
    "ownership_rate": 3,
    "firms_without_patents": 1,
}


def test_a_class_that_cannot_be_read_leaves_its_patent_open(officer, options):
    answers = computed_all(Question("", JANUARY, JUNE, options), by=officer, at=JUNE)
    figure = {one.measure.name: one for one in answers.figures}["patents_in_industry"]
    assert (figure.numerator, figure.counted.coverage, figure.counted.is_lower_bound) == (
        3,
        Decimal("0.75"),
        True,
    )


def test_rights_are_walked_once_for_all_figures(officer, options):
    asked = Question(DISTRICT, JANUARY, JUNE, options)
    with CaptureQueriesContext(connection) as caught:
        computed_all(asked, by=officer, at=JUNE)
    walks = [one for one in caught if '"holder_ids"' in one["sql"]]
    assert len(walks) == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps statistics and chooses by them")
def test_the_walk_follows_the_rows_as_they_are_stored(officer, options):
    asked = Question(DISTRICT, JANUARY, JUNE, shared=Shared(is_for_many=True))
    with CaptureQueriesContext(connection) as caught:
        standing_at(asked)
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + caught[-1]["sql"])
        plan = [line for *_ids, line in cursor.fetchall()]
    assert plan == [
        "SCAN registry_patentperiod",
        "SEARCH registry_patent USING INTEGER PRIMARY KEY (rowid=?)",
    ]


def test_one_figure_alone_reads_no_more_than_it_needs(officer, options):
    assert standing_at(Question(DISTRICT, JANUARY, JUNE)) is None
    assert standing_at(Question(DISTRICT, JANUARY, JUNE, shared=Shared(is_for_many=True))) is not None


def test_measures_that_lack_an_option_are_named_and_not_guessed(officer, options):
    answers = computed_all(Question(DISTRICT, JANUARY, JUNE), by=officer, at=JUNE)
    assert answers.left_out == ["patents_in_industry", "ownership_rate", "firms_without_patents"]
    assert len(answers.figures) == len(all_measures()) - 3


@pytest.mark.parametrize(
    ("region", "known_at", "given"),
    [("云川", FEB, {}), ("1" * 13, FEB, {}), ("", JUNE + timedelta(days=1), {}), ("", FEB, {"colour": "red"}),
     ("", FEB, {"scheme": "none"}), ("", FEB, {"group": "77"})],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_whole(officer, region, known_at, given):
    with pytest.raises(InvalidInput):
        computed_all(Question(region, JANUARY, known_at, given), by=officer, at=JUNE)


def test_who_may_not_compute_gets_nothing(actor, office):
    with pytest.raises(NotFound):
        computed_all(Question("", JANUARY, FEB), by=actor(Role.PUBLIC, office), at=JUNE)


def test_api_and_console_tell_all_figures_in_the_same_words(client, officer, options, capsys, monkeypatch):
    new = NewToken("测试", ("measures.measure.run",), NOW.date() + timedelta(days=30))
    secret = create_token(new, by=officer, at=NOW).secret
    pairs = [f"{name}={value}" for name, value in options.items()]
    asked = {"region": DISTRICT, "on": "2026-01-31", "options": ",".join(pairs)}
    reply = client.get("/api/v1/figures", asked, headers={"Authorization": f"Bearer {secret}"})
    told = reply.json()
    monkeypatch.setattr(commands, "open_installation", lambda: None)
    day = datetime.combine(JANUARY, time.min)
    commands.measure(
        region=DISTRICT, on=day, known=None, option=pairs, all_of_region=True, json=True, rows=False
    )
    printed = json.loads(capsys.readouterr().out)
    assert (reply.status_code, told["left_out"], printed["left_out"]) == (200, [], [])
    assert [without_instant(one) for one in told["items"]] == [
        without_instant(one) for one in printed["figures"]
    ]
    assert len(told["items"]) == len(all_measures())
    assert not MeasureRun.objects.exists()


def without_instant(figure):
    return {name: value for name, value in figure.items() if name != "known_at"}


def test_the_console_takes_all_or_one(options, monkeypatch):
    monkeypatch.setattr(commands, "open_installation", lambda: None)
    with pytest.raises(InvalidInput):
        commands.measure(
            "patents_in_force", region=DISTRICT, on=None, known=None, option=[], all_of_region=True
        )
