"""Contradictions of a plan with itself: found, told with both sides, never merged; consistency left alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.rooms.plan.reading.printed_outlines import Part, background, box, facts, goals, plan, table, work
from zhichan.rooms.plan.reading.citations import citations_in
from zhichan.rooms.plan.reading.conflicts import conflicts_of
from zhichan.rooms.plan.reading.model import Box, Conflict, Deadline, DocumentFacts, Outline, Task
from zhichan.rooms.plan.reading.targets import targets_of

INDICATORS = table(
    ("指标", "2020年", "2025年"),
    ("有效商标持有量", "12738", "16000"),
    ("贯标企业数量", "4", "20"),
    ("示范企业", "0", "1"),
    ("高价值专利试点单位", "2", "5"),
)


def conflicts(*parts: Part, known: DocumentFacts | None = None) -> tuple[Conflict, ...]:
    return conflicts_in(plan(*parts), known)


def conflicts_in(outline: Outline, known: DocumentFacts | None = None) -> tuple[Conflict, ...]:
    return conflicts_of(outline, targets_of(outline), (), (), known or facts())


def test_increment_that_misses_the_level_is_a_conflict() -> None:
    (found,) = conflicts(goals("培育高价值专利试点单位2家。"), INDICATORS)
    assert found.items == ("target-4", "target-5")
    assert "指标表“高价值专利试点单位”2020年2、到2025年5" in found.what
    assert "正文“高价值专利试点单位”到2025年新增2家" in found.what
    assert "2+2=4，不等于5" in found.reading


def test_agreeing_and_differing_places_are_all_named() -> None:
    printed = box("1", "强企", "到2025年,培育高价值专利试点单位2家。")
    (found,) = conflicts(goals("完成高价值专利试点5个。"), printed, INDICATORS)
    assert found.items == ("target-4", "target-5", "target-6")
    (found,) = conflicts(goals("高价值专利试点单位达到5家。"), printed, INDICATORS)
    assert found.items == ("target-4", "target-5", "target-6")
    assert "与表一致的有正文“高价值专利试点单位”到2025年达到5家" in found.what


def test_level_that_differs_from_the_row_is_a_conflict() -> None:
    (found,) = conflicts(goals("有效商标持有量达到1.9万件。"), INDICATORS)
    assert found.items == ("target-1", "target-5")
    assert "未作合并" in found.reading


@pytest.mark.parametrize(
    "words",
    [
        "新增贯标企业16家。",
        "有效商标持有量达到1.6万件。",
        "有效商标持有量达到16000件。",
        "到2023年,有效商标持有量达到13000件。",
        "有效商标持有量年均增长3%。",
        "示范企业实现零突破。",
    ],
)
def test_promise_that_agrees_with_the_row_is_none(words: str) -> None:
    assert conflicts(goals(words), INDICATORS) == ()


def test_one_promise_printed_twice_differently_is_a_conflict() -> None:
    (found,) = conflicts(goals("知识产权保护工作站达到20个。"), work("知识产权保护工作站达到30个。"))
    assert found.items == ("target-1", "target-2")
    assert "达到20个" in found.what
    assert "达到30个" in found.what


@pytest.mark.parametrize(
    "words",
    [
        "知识产权保护工作站达到20个。",
        "新建知识产权保护工作站5个。",
        "到2023年,知识产权保护工作站达到10个。",
        "知识产权保护工作站人员达到30人。",
    ],
)
def test_other_promises_beside_one_are_no_conflict(words: str) -> None:
    assert conflicts(goals("知识产权保护工作站达到20个。"), work(words)) == ()


def test_row_printed_twice_differently_is_a_conflict() -> None:
    (found,) = conflicts(
        table(("指标", "2020年", "2025年"), ("有效专利量", "10", "20"), ("有效专利数量", "10", "30"))
    )
    assert found.items == ("target-1", "target-2")


def test_background_figure_far_from_the_baseline_is_a_conflict() -> None:
    outline = plan(background("25家企业完成贯标认证,实现零突破。"), INDICATORS)
    (found,) = conflicts_in(outline)
    row, place = found.items
    assert row == "target-2"
    assert isinstance(place, tuple)
    assert outline.source.text[slice(*place)] == "25家企业完成贯标认证,"
    assert "25家" in found.what
    assert "2020年为4" in found.what
    assert "不能当作同一数字" in found.reading


@pytest.mark.parametrize(
    ("said", "reading"),
    [
        ("现存有效商标持有量1.3万件。", "四舍五入"),
        ("现存有效商标持有量1.2万件。", "截去尾数"),
        ("现存有效商标持有量1.1万件。", "不能当作同一数字"),
    ],
)
def test_rounded_baseline_is_read_as_rounded(said: str, reading: str) -> None:
    (found,) = conflicts(background(said), INDICATORS)
    assert reading in found.reading


@pytest.mark.parametrize(
    "words",
    [
        "现存有效商标持有量12738件。",
        "领导小组成员单位由25家调整为22家。",
        "其中贯标企业25家。",
        "查处商标案件45件。",
        "培育产业集群内贯标企业带动上下游配套协作单位共同发展合计300家。",
        "有效商标持有量同比增长12%。",
        "开展培训2次、检查3次。",
    ],
)
def test_background_that_says_something_else_is_none(words: str) -> None:
    assert conflicts(background(words), INDICATORS) == ()


def test_zero_baseline_beside_an_achievement_is_a_conflict() -> None:
    (found,) = conflicts(background("青禾公司成功申报示范企业。"), INDICATORS)
    assert found.items[0] == "target-3"
    assert "2020年为0" in found.what


def test_without_a_table_background_is_not_held_against_anything() -> None:
    assert conflicts(background("贯标企业25家。"), goals("贯标企业达到20家。")) == ()


CITED = "《云溪市关于下发<2020-2021年维权推进计划>的通知》(云市监办〔2021〕39号)"


@pytest.mark.parametrize(
    ("other", "differing"),
    [
        (CITED.replace("2021〕39", "2020〕39"), "发文年份"),
        (CITED.replace("推进", "推动"), "标题"),
        (CITED.replace("推进", "推动").replace("2021〕39", "2020〕39"), "标题、发文年份"),
        (CITED.replace("39号", "40号"), "文号"),
    ],
)
def test_two_citations_of_one_document_that_differ_are_a_conflict(other: str, differing: str) -> None:
    outline = plan(work(f"落实{CITED}。"), work(f"根据{other},推进工作。"))
    (found,) = conflicts_in(outline)
    assert f"（{differing}不同）" in found.what
    texts = [outline.source.text[slice(*item)] for item in found.items if isinstance(item, tuple)]
    assert texts == [CITED, other]


@pytest.mark.parametrize(
    "other",
    [
        CITED,
        CITED.replace("〔2021〕", "（2021）"),
        "《云溪市专利奖励办法》(云市监办〔2020〕39号)",
        "《云溪市关于印发<规划>的通知》(云政发〔2021〕39号)",
        "《云溪市保护条例》",
    ],
)
def test_other_citations_are_no_conflict(other: str) -> None:
    assert conflicts(work(f"落实{CITED}。"), work(f"根据{other},推进工作。")) == ()


def test_citation_keeps_its_parts() -> None:
    (found,) = citations_in(plan(work(f"落实{CITED}。")))
    assert (found.title, found.number) == ("2020-2021年维权推进计划", "云市监办〔2021〕39号")


def test_citation_on_the_page_margin_does_not_count() -> None:
    outline = plan(Part("furniture", CITED.replace("2021〕39", "2020〕39")), work(f"落实{CITED}。"))
    assert conflicts_in(outline) == ()


def test_box_number_with_two_titles_is_a_conflict() -> None:
    boxes = (Box((1, 2), 1.0, number="1", title="甲"), Box((3, 4), 1.0, number="1", title="乙"))
    same = (boxes[0], boxes[0], Box((5, 6), 1.0, title="丙"), Box((7, 8), 1.0, title="丁"))
    outline = plan()
    (found,) = conflicts_of(outline, (), (), boxes, facts())
    assert found.items == ((1, 2), (3, 4))
    assert conflicts_of(outline, (), (), same, facts()) == ()


def test_task_printed_twice_with_two_deadlines_is_a_conflict() -> None:
    def task(name: str, title: str, day: date | None) -> Task:
        deadline = Deadline(f"{day}前", "by-date", day) if day else None
        return Task((1, 2), 1.0, id=name, title=title, deadline=deadline)

    early, late = date(2022, 6, 30), date(2022, 12, 31)
    twice = (task("a", "健全移送机制。", early), task("b", "健全移送机制", late))
    (found,) = conflicts_of(plan(), (), twice, (), facts())
    assert found.items == ("a", "b")
    other = (
        twice[0],
        task("b", "健全移送机制", early),
        task("c", "健全移送机制", None),
        task("d", "宣传", late),
    )
    assert conflicts_of(plan(), (), (*other, task("e", "宣传", early)), (), facts()) == ()


def test_open_range_and_range_are_put_into_words() -> None:
    rows = table(("指标", "2020年", "2025年"), ("失业率水平", "6", "5"), ("示范企业", "1", "2-3"))
    (found,) = conflicts(goals("失业率水平控制在5.5%以内,示范企业达到9家。"), rows)
    assert "到2025年2-3" in found.what


def test_number_of_another_year_than_the_date_is_a_conflict() -> None:
    (found,) = conflicts(known=facts(issued="2022-03-01", number="云政发〔2021〕8号"))
    assert found.items == ()
    assert "2022-03-01" in found.what


@pytest.mark.parametrize("known", [facts(number="云政发〔2021〕8号"), facts(issued=None), facts()])
def test_number_of_the_same_year_is_none(known: DocumentFacts) -> None:
    assert conflicts(known=known) == ()


def test_damaged_number_is_none() -> None:
    assert conflicts(known=replace(facts(), doc_number_normal="云政发8号")) == ()
