"""Every figure of every chart against plain Python over the same rows, and against what it opens."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import combinations

import pytest

from zhichan.core.access.roles import Role
from zhichan.core.charts.drawing import png_of, svg_of
from zhichan.core.charts.figures import table_of
from zhichan.core.charts.option import opened_at, option_of
from zhichan.core.errors import NotFound
from zhichan.core.registers.searched import unit_group
from zhichan.core.search.asking import Question, count_of
from zhichan.core.search.collection import _COLLECTIONS, Scope, collection_of
from zhichan.core.search.language.reading import read_query
from zhichan.rooms.search.analysis.asking import analysis_charts, chart_of, drawn_chart, found_of
from zhichan.rooms.search.analysis.charts import concentration
from zhichan.rooms.search.analysis.conditions import in_words, narrowed
from zhichan.rooms.search.analysis.declaration import ChartResult, Options
from zhichan.rooms.search.analysis.found import Found

from .patents import WORDS, Plain, made_patents, number_of

ON = date(2026, 5, 15)
LINE = f"TI=({' OR '.join(WORDS)})"
HALF = "TI=焊接"
OPTIONS = [
    Options(on=ON),
    Options(on=ON, by="granted_on", has_owners=False),
    Options(on=ON, by="published_on", is_by_family=True),
    Options(on=ON, within="H01M", is_by_family=True, has_owners=False),
    Options(on=ON, within="H01M10/"),
    Options(on=ON, within="*", within_cpc="*"),
    Options(on=ON, within_cpc="H01M", is_by_family=True),
    Options(on=ON, within_cpc="H01M10/"),
    Options(on=ON, within_cpc="Y"),
]


@pytest.fixture
def office_actor(actor, office):
    return actor(Role.PLAN_OFFICER, office)


@pytest.fixture
def patents(office, unit, office_actor) -> list[Plain]:
    return made_patents(300, [office, unit("云川区科技局")])


def groups(keyed: Iterable[tuple[Plain, Iterable[object]]], options: Options) -> dict[str, int]:
    """How much each key counts, of rows with their keys."""
    kept: dict[str, list[Plain]] = {}
    for row, keys in keyed:
        for key in set(keys):
            kept.setdefault(str(key), []).append(row)
    return {key: number_of(some, options.is_by_family) for key, some in kept.items()}


def column(result: ChartResult, place: int = 0) -> dict[str, int]:
    return {line.name: int(line.cells[place].value or 0) for line in result.lines if line.cells[place].value}


def holders(row: Plain, options: Options) -> list[str]:
    return row.owners if options.has_owners else row.holders


def day_of(row: Plain, options: Options) -> date | None:
    day: date | None = getattr(row, options.by)
    return day


def opens(found: Found, result: ChartResult, actor, line: str) -> int:
    """Every figure that opens finds as many patents as it says; returns how many were tried."""
    tried = 0
    for one in result.lines:
        for cell in one.cells:
            if cell.where:
                count, _snapshot = count_of(Question("patent", narrowed(line, cell.where)), actor)
                assert count == cell.rows, (result.name, one.name, cell.where)
                tried += 1
    return tried


Figures = Iterator[tuple[Options, list[Plain], ChartResult]]


@pytest.fixture
def drawn(patents, office_actor) -> Callable[[str], Figures]:
    """A chart of all and of half of the patents under all options, with the patents it is of."""

    def draw(name: str) -> Figures:
        for line in (LINE, HALF):
            found = found_of(Question("patent", line), office_actor)
            rows = [row for row in patents if line == LINE or "焊接" in row.title]
            for options in OPTIONS:
                yield options, rows, drawn_chart(name, found, options)

    return draw


@pytest.mark.django_db
def test_every_figure_of_every_chart_opens_to_its_rows(patents, office_actor) -> None:
    for line in (LINE, HALF):
        found = found_of(Question("patent", line), office_actor)
        rows = [row for row in patents if line == LINE or "焊接" in row.title]
        count, _snapshot = count_of(Question("patent", line), office_actor)
        assert found.count == count == len(rows)
        for options in OPTIONS:
            for declared in analysis_charts():
                result = drawn_chart(declared.name, found, options)
                assert result.total == number_of(rows, options.is_by_family)
                assert result.sentence
                tried = opens(found, result, office_actor, line)
                assert tried or not result.lines, declared.name


@pytest.mark.django_db
def test_trend(drawn) -> None:
    for options, patents, result in drawn("trend"):
        dated = [row for row in patents if day_of(row, options)]
        assert column(result) == groups(((row, [day_of(row, options).year]) for row in dated), options)
        if options.by != "granted_on":
            granted = [row for row in patents if row.granted_on]
            assert column(result, 1) == groups(((row, [row.granted_on.year]) for row in granted), options)
        years = [int(line.name) for line in result.lines]
        assert years == list(range(min(years), max(years) + 1))
        assert [one.is_line for one in result.drawing.series] == [False, True][: len(result.drawing.series)]
        marked = {int(year) for year in result.drawing.unfinished}
        first = 2024 if options.by == "filed_on" else 2026
        assert marked == {year for year in years if year >= first}


@pytest.mark.django_db
def test_holders_and_inventors(drawn) -> None:
    for options, patents, result in drawn("applicants"):
        assert column(result) == groups(((row, holders(row, options)) for row in patents), options)
        values = list(column(result).values())
        assert values == sorted(values, reverse=True)
    for options, patents, result in drawn("inventors"):
        assert column(result) == groups(((row, row.inventors) for row in patents), options)
    for options, patents, result in drawn("cited"):
        assert column(result) == groups(
            ((row, [one.rstrip("AB") for one in row.citations]) for row in patents), options
        )


@pytest.mark.django_db
def test_classes(drawn) -> None:
    for options, patents, result in drawn("classes"):
        within = options.within if options.within != "*" else ""
        length = {"": 4, "*": 1}.get(options.within)
        inside = [row for row in patents if row.ipc_main.startswith(within) and row.ipc_main]

        parts = {
            row.id: row.ipc_main[:length]
            if length
            else row.ipc_main.split("/")[0] + "/"
            if options.within == "H01M"
            else row.ipc_main
            for row in inside
        }
        assert column(result) == groups(((row, [parts[row.id]]) for row in inside), options)


def part_of(symbol: str, within: str) -> str:
    """What part of a class a symbol of the CPC is in."""
    if "/" in within:
        return symbol
    if len(within) == 4:
        return symbol.split("/")[0] + "/"
    return symbol[: {"": 4, "*": 1, "Y": 3}[within]]


@pytest.mark.django_db
def test_classes_of_the_cpc(drawn) -> None:
    """Several of a patent: it counts once in each part, however many of its classes are in it."""
    several = 0
    for options, patents, result in drawn("cpc"):
        within = options.within_cpc
        inside = [
            (row, {part_of(one, within) for one in row.cpc if one.startswith(within.rstrip("*"))})
            for row in patents
        ]
        assert column(result) == groups(inside, options)
        assert result.drawing is not None
        assert [area.opens for area in result.drawing.areas] == [
            line.cells[0].where for line in result.lines[: len(result.drawing.areas)]
        ]
        several += sum(len(parts) > 1 for _row, parts in inside)
        leads = {line.within for line in result.lines}
        assert leads == ({""} if "/" in within else {line.name for line in result.lines})
    assert several


@pytest.mark.django_db
def test_life_cycle(drawn) -> None:
    for options, patents, result in drawn("life_cycle"):
        dated = [row for row in patents if day_of(row, options)]
        assert column(result) == groups(((row, [day_of(row, options).year]) for row in dated), options)
        in_year: dict[str, set[str]] = {}
        for row in dated:
            in_year.setdefault(str(day_of(row, options).year), set()).update(holders(row, options))
        assert {line.name: line.cells[1].value for line in result.lines} == {
            year: len(names) for year, names in in_year.items()
        }


@pytest.mark.django_db
def test_holders_over_the_years(drawn) -> None:
    for options, patents, result in drawn("holder_years"):
        dated = [row for row in patents if day_of(row, options)]
        met = groups(
            (
                (row, [f"{name} {day_of(row, options).year}" for name in holders(row, options)])
                for row in dated
            ),
            options,
        )
        years = result.columns[1:]
        main = [line.name for line in result.lines]
        assert years == sorted({key.split()[-1] for key in met if key.rsplit(" ", 1)[0] in main})[-10:]
        for line in result.lines:
            for year, cell in zip(years, line.cells, strict=True):
                own = met.get(f"{line.name} {year}", 0)
                assert cell.value == own
                more = sum(1 for key, count in met.items() if key.endswith(f" {year}") and count > own)
                assert cell.rank == (more + 1 if own else None)
        for bubble in result.drawing.bubbles:
            year = years[bubble.column]
            more = sum(1 for key, count in met.items() if key.endswith(f" {year}") and count > bubble.value)
            assert bubble.text == f"第{more + 1}"


@pytest.mark.django_db
def test_the_years_of_holders_are_those_in_which_they_have_any(patents, office_actor) -> None:
    """The main holders stopped in 2016; somebody else filed once in 2026."""
    early = [row for row in patents if row.filed_on and row.filed_on.year <= 2016]
    late = next(row for row in patents if row.filed_on and row.filed_on.year > 2016)
    found = found_of([row.id for row in [*early, late]], office_actor)
    options = Options(on=ON, most=3)
    result = drawn_chart("holder_years", found, options)
    main = {line.name for line in result.lines}
    years = {row.filed_on.year for row in [*early, late] if main.intersection(row.owners)}
    assert result.columns[1:] == [str(year) for year in sorted(years)[-10:]]
    assert all(any(line.cells[place].value for line in result.lines) for place in range(len(years)))
    assert any("名次" in note for note in result.notes)


@pytest.mark.django_db
def test_conditions_in_words_find_what_they_found_in_codes(patents, office_actor) -> None:
    collection = collection_of("patent")
    found = found_of(Question("patent", LINE), office_actor)
    tried = set()
    options = Options(on=ON, techniques=("焊接", "TI=焊接 AND 电池"), effects=("成本 AND KD=invention",))
    for declared in analysis_charts():
        result = drawn_chart(declared.name, found, options)
        for where in {cell.where for line in result.lines[:5] for cell in line.cells if cell.where}:
            said = in_words(where, collection)
            assert read_query(said, collection) == read_query(where, collection), (where, said)
            tried.add(said)
    assert len(tried) > 60
    assert in_words('SC=="in_force" AND KD==("invention", "design")', collection) == (
        '状态大类=="有效" AND 类型==("发明", "外观设计")'
    )


@pytest.mark.django_db
def test_concentration(drawn) -> None:
    for options, patents, result in drawn("concentration"):
        by_holder = groups(((row, holders(row, options)) for row in patents), options)
        first = sorted(by_holder, key=lambda name: (-by_holder[name], name))
        whole, total = sum(by_holder.values()), number_of(patents, options.is_by_family)
        for line, count in zip(result.lines, (3, 5, 10), strict=False):
            held = [row for row in patents if set(first[:count]).intersection(holders(row, options))]
            assert line.cells[1].value == number_of(held, options.is_by_family)
            assert line.cells[0].value == int(100 * Fraction(line.cells[1].value, total) + Fraction(1, 2))
        squares = sum((Fraction(100 * count, whole) ** 2 for count in by_holder.values()), Fraction(0))
        assert result.lines[3].cells[0].value == int(squares + Fraction(1, 2))


def test_concentration_of_one_and_of_equals() -> None:
    assert concentration.hhi([7]) == 10_000
    assert concentration.hhi([1, 1, 1, 1]) == 2_500
    assert concentration.hhi([]) == 0
    assert concentration.percent(1, 3) == 33


@pytest.mark.django_db
def test_holders_by_subclass(drawn) -> None:
    for options, patents, result in drawn("holder_classes"):
        met = groups(
            (
                (row, [f"{name} {one[:4]}" for name in holders(row, options) for one in row.classes])
                for row in patents
            ),
            options,
        )
        told = {
            f"{line.name} {head}": cell.value
            for line in result.lines
            for head, cell in zip(result.columns[1:], line.cells, strict=True)
        }
        assert {key: value for key, value in told.items() if value} == met


@pytest.mark.django_db
def test_pairs_of_classes_and_of_holders(drawn) -> None:
    def pairs(values: Iterable[str]) -> list[str]:
        return [" — ".join(pair) for pair in combinations(sorted(set(values)), 2)]

    for options, patents, result in drawn("class_pairs"):
        assert column(result) == groups(
            ((row, pairs(one[:4] for one in row.classes)) for row in patents), options
        )
    for options, patents, result in drawn("collaborators"):
        assert column(result) == groups(((row, pairs(holders(row, options))) for row in patents), options)
        assert result.drawing is None or len(result.drawing.ties) == len(result.lines)


@pytest.mark.django_db
def test_regions_status_and_families(drawn) -> None:
    for options, patents, result in drawn("regions"):
        placed = [row for row in patents if row.region]
        assert column(result) == groups(((row, [row.region[:6]]) for row in placed), options)
    for options, patents, result in drawn("legal_status"):
        met = groups(((row, [f"{row.public_class} {row.kind}"]) for row in patents), options)
        assert sorted(cell.value for line in result.lines for cell in line.cells if cell.value) == sorted(
            met.values()
        )
    for _options, patents, result in drawn("families"):
        numbered = groups(((row, [row.family]) for row in patents if row.family), Options(on=ON))
        assert column(result) == {name: count for name, count in numbered.items() if count > 1}
        assert result.notes == []


@pytest.mark.django_db
def test_remaining_term(drawn) -> None:
    years_of = {"invention": 20, "utility_model": 10}
    for options, patents, result in drawn("remaining_term"):
        parts: list[list[Plain]] = [[] for _part in range(5)]
        for row in patents:
            if row.public_class != "in_force" or row.filed_on is None:
                continue
            years = years_of.get(row.kind, 15 if row.filed_on >= date(2021, 6, 1) else 10)
            ends = (
                row.filed_on.replace(year=row.filed_on.year + years)
                if (row.filed_on.month, row.filed_on.day) != (2, 29)
                else date(row.filed_on.year + years, 2, 28)
            )
            left = [ON.replace(year=ON.year + some) for some in (0, 2, 5, 10, 15)]
            place = sum(ends >= bound for bound in left) - 1
            if place >= 0:
                parts[place].append(row)
        assert [line.cells[0].value for line in result.lines] == [
            number_of(part, options.is_by_family) for part in parts
        ]


@pytest.mark.django_db
def test_newcomers(drawn) -> None:
    for options, patents, result in drawn("newcomers"):
        days: dict[str, list[date | None]] = {}
        for row in patents:
            for name in holders(row, options):
                days.setdefault(name, []).append(day_of(row, options))
        late = {
            name
            for name, known in days.items()
            if all(known) and min(day.year for day in known if day) >= 2024
        }
        assert {line.name for line in result.lines} == late


@pytest.mark.django_db
def test_techniques_and_white_spaces(patents, office_actor) -> None:
    means, effects = ("焊接", "电池 OR 隔膜", "没有的词"), ("强度", "成本", "TI=寿命")
    words = {"电池 OR 隔膜": ("电池", "隔膜"), "TI=寿命": ("寿命",)}
    for by_family in (False, True):
        options = Options(on=ON, is_by_family=by_family, techniques=means, effects=effects)
        found = found_of(Question("patent", LINE), office_actor)
        for name in ("techniques", "white_spaces"):
            result = drawn_chart(name, found, options)
            assert opens(found, result, office_actor, LINE) == 9
            for line in result.lines:
                for effect, cell in zip(effects, line.cells, strict=True):
                    rows = [
                        row
                        for row in patents
                        if any(word in row.title for word in words.get(line.name, (line.name,)))
                        and any(word in row.title for word in words.get(effect, (effect,)))
                        and (name == "techniques" or row.public_class == "in_force")
                    ]
                    assert cell.value == number_of(rows, by_family)
        open_circles = [bubble for bubble in result.drawing.bubbles if bubble.is_empty]
        empty = sum(not cell.value for line in result.lines for cell in line.cells)
        assert len(open_circles) == empty >= 3


@pytest.mark.django_db
def test_a_unit_sees_its_own_alone(patents, actor, unit, monkeypatch) -> None:
    bureau = unit("云川区科技局")
    contact = actor(Role.UNIT_CONTACT, bureau)
    # Every officer reads every patent today; whoever is given less sees less.
    collection = collection_of("patent")
    own_alone = replace(collection, scope_for=lambda _actor: Scope(frozenset({unit_group(bureau.pk)})))
    monkeypatch.setitem(_COLLECTIONS, "patent", own_alone)
    own = [row for row in patents if row.unit == bureau.pk]
    found = found_of(Question("patent", LINE), contact)
    assert found.count == len(own) == 150
    options = Options(on=ON)
    for name in (one.name for one in analysis_charts()):
        result = drawn_chart(name, found, options)
        assert result.total == len(own)
        opens(found, result, contact, LINE)
    assert column(drawn_chart("applicants", found, options)) == groups(
        ((row, row.owners) for row in own), options
    )
    other = [row.id for row in patents if row.unit != bureau.pk]
    assert found_of([*other, own[0].id, 10**9], contact).count == 1
    assert found_of(other, contact).count == 0


@pytest.mark.django_db
def test_of_ids_the_same_as_of_the_query_that_finds_them(patents, office_actor) -> None:
    ids = [row.id for row in patents if "焊接" in row.title]
    for declared in analysis_charts():
        options = Options(on=ON, techniques=("电池",), effects=("成本",))
        by_ids = chart_of(declared.name, ids, options, office_actor)
        by_line = chart_of(declared.name, Question("patent", HALF), options, office_actor)
        assert by_ids == by_line
    with pytest.raises(NotFound):
        chart_of("pie", ids, Options(on=ON), office_actor)


@pytest.mark.django_db
def test_of_nothing_and_of_one_patent(patents, office_actor) -> None:
    for asked, count in (([], 0), ([patents[0].id], 1), (Question("patent", "TI=没有这样的词"), 0)):
        for options in OPTIONS[:3:2]:
            for declared in analysis_charts():
                result = chart_of(declared.name, asked, options, office_actor)
                assert result.total == count
                assert result.sentence
                assert count or (result.drawing is None and not result.lines), declared.name


@pytest.mark.django_db
def test_every_chart_is_drawn_for_documents_and_for_pages(patents, office_actor) -> None:
    found = found_of(Question("patent", LINE), office_actor)
    options = Options(on=ON, techniques=("焊接", "没有的词"), effects=("成本", "强度"))
    for declared in analysis_charts():
        result = drawn_chart(declared.name, found, options)
        drawing = result.drawing
        assert drawing is not None, declared.name
        svg = svg_of(drawing)
        assert svg.startswith(b"<?xml")
        assert svg == svg_of(drawing)
        assert png_of(drawing, dots_per_inch=60).startswith(b"\x89PNG")
        written = json.dumps(opened_at(option_of(drawing), lambda where: f"?q={where}"))
        assert '"url"' in written
        assert '"opens"' not in written
        assert table_of(drawing).rows
