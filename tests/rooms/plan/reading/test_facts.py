"""Facts of a document: titles, issuers, number, dates, region, period, genre, basis."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rooms.plan.reading import rendering
from zhichan.rooms.plan.reading.facts import document_lints_of, facts_of
from zhichan.rooms.plan.reading.facts.dates import damaged_alone, damaged_days_in, date_alone, dates_in
from zhichan.rooms.plan.reading.facts.doc_numbers import number_alone, numbers_in
from zhichan.rooms.plan.reading.facts.genres import genre_of
from zhichan.rooms.plan.reading.facts.periods import period_of
from zhichan.rooms.plan.reading.facts.regions import region_of
from zhichan.rooms.plan.reading.folding import fold
from zhichan.rooms.plan.reading.furniture import furniture_of
from zhichan.rooms.plan.reading.model import DocumentDate, DocumentFacts, Lint, Period
from zhichan.rooms.plan.reading.source import source_text

BODY = """为加强知识产权保护，结合我区实际，制定本方案，请认真组织实施，确保各项任务落到实处，取得实效。
一、总体要求
正文。
"""


def facts(text: str, name: str = "x.txt") -> DocumentFacts:
    source = source_text(text.encode(), name)
    return facts_of(source, furniture_of(source))


def lints(text: str) -> tuple[Lint, ...]:
    source = source_text(text.encode(), "x.txt")
    return document_lints_of(source, furniture_of(source))


EXPECTED = DocumentFacts(
    title="青禾区“十四五”知识产权发展规划",
    title_hans="青禾区“十四五”知识产权发展规划",
    container_title="云泽市青禾区人民政府办公室关于印发《青禾区“十四五”知识产权发展规划》的通知",
    issuer="云泽市青禾区人民政府办公室",
    issuers=("云泽市青禾区人民政府办公室",),
    doc_number="青禾政办发〔2021〕27号",
    doc_number_normal="青禾政办发〔2021〕27号",
    dates=(DocumentDate("issued", "2021年11月18日", "2021-11-18"),),
    region=("云泽市", "青禾区"),
    period=Period(2021, 2025, "“十四五”"),
    script="hans",
    genre="five-year-plan",
    basis=("云政发〔2021〕15号",),
)


@pytest.mark.parametrize("dress", ["txt", "html", "docx", "pdf"])
def test_the_same_facts_come_from_every_format(dress: str) -> None:
    data = {
        "txt": rendering.PLAN.encode(),
        "html": rendering.as_html(rendering.PLAN, chrome=False),
        "docx": rendering.as_docx(rendering.PLAN),
        "pdf": rendering.as_pdf(rendering.PLAN),
    }[dress]
    source = source_text(data, "x")
    assert facts_of(source, furniture_of(source)) == EXPECTED


@pytest.mark.parametrize(
    ("opening", "closing"), [("(", ")"), ("[", "]"), ("【", "】"), ("［", "］"), ("（", "）")]
)
def test_the_number_is_normal_whatever_its_brackets(opening: str, closing: str) -> None:
    found = facts(rendering.PLAN.replace("〔", opening).replace("〕", closing))
    assert found.doc_number == f"青禾政办发{opening}2021{closing}27号"
    assert found.doc_number_normal == "青禾政办发〔2021〕27号"
    assert found.basis == ("云政发〔2021〕15号",)


def test_blank_lines_half_width_signs_and_wrapping_change_nothing() -> None:
    assert facts(rendering.with_blank_lines(rendering.PLAN)) == EXPECTED
    assert facts(rendering.half_width(rendering.PLAN)) == EXPECTED
    wrapped = facts(rendering.rewrapped(rendering.PLAN, 30))
    assert (wrapped.title, wrapped.container_title) == (EXPECTED.title, EXPECTED.container_title)
    assert (wrapped.issuers, wrapped.dates, wrapped.basis) == (
        EXPECTED.issuers,
        EXPECTED.dates,
        EXPECTED.basis,
    )


def test_a_traditional_page_keeps_its_script_and_gives_the_mainland_title() -> None:
    found = facts(rendering.traditional(rendering.PLAN, taiwan_wording=True))
    assert found.script == "hant"
    assert found.title == "青禾區“十四五”智慧財產權發展規劃"
    assert found.title_hans == EXPECTED.title_hans
    assert found.region == EXPECTED.region
    assert found.doc_number_normal == EXPECTED.doc_number_normal
    assert found.period == Period(2021, 2025, "“十四五”")


SHEET = """索  引  号：000014349/2021-00123
主题分类：科技、教育\\知识产权
发文机关：青禾区市场监督管理局
成文日期：2021年11月18日
标　　题：青禾区市场监督管理局关于印发2022年工作要点的通知
发文字号：青市监发（2021）9 号
发布日期：2021年11月20日
"""


def test_a_data_sheet_gives_number_issuer_and_dates() -> None:
    found = facts(SHEET + "青禾区2022年知识产权工作要点\n" + BODY)
    assert found.title == "青禾区2022年知识产权工作要点"
    assert found.container_title == "青禾区市场监督管理局关于印发2022年工作要点的通知"
    assert found.issuers == ("青禾区市场监督管理局",)
    assert (found.doc_number, found.doc_number_normal) == ("青市监发（2021）9 号", "青市监发〔2021〕9号")
    assert [(one.role, one.date) for one in found.dates] == [
        ("issued", "2021-11-18"),
        ("posted", "2021-11-20"),
    ]
    assert (found.genre, found.period) == ("annual-points", Period(2022, 2022, "2022年"))


def test_a_data_sheet_of_a_table_and_of_two_columns_is_read_alike() -> None:
    table = (
        "索引号 | 0001 | 发文字号 | 青市监发〔2021〕9号 |\n"
        "发文机关 | 青禾区市场监督管理局 | 成文日期 | 2021-11-18 |\n"
    )
    columns = (
        "索引号： 0001  发文字号：青市监发〔2021〕9号\n发文机关：青禾区市场监督管理局  成文日期：2021-11-18\n"
    )
    for sheet in (table, columns):
        found = facts(sheet + "青禾区知识产权强企行动方案\n" + BODY)
        assert found.doc_number == "青市监发〔2021〕9号"
        assert found.issuer == "青禾区市场监督管理局"
        assert found.dates == (DocumentDate("issued", "2021-11-18", "2021-11-18"),)


def test_values_on_the_line_below_their_label_are_read_and_empty_ones_passed_over() -> None:
    sheet = (
        "发 文 字 号 :\n青市监发〔2021〕9号\n成 文 日 期 :\n发 布 机 构 :\n青禾区市场监督管理局\n"
        "有 效 性 :\n有效\n"
    )
    found = facts(sheet + "青禾区知识产权强企行动方案\n" + BODY)
    assert found.title == "青禾区知识产权强企行动方案"
    assert found.doc_number == "青市监发〔2021〕9号"
    assert found.issuer == "青禾区市场监督管理局"
    assert found.dates == ()


def test_the_title_after_an_empty_last_label_is_still_the_title() -> None:
    sheet = (
        "发文字号：青市监发〔2021〕9号\n废止日期：\n关于印发《青禾区知识产权强企行动方案》的通知\n"
        "各有关单位：\n现印发给你们。\n"
    )
    found = facts(sheet + "2021年11月18日\n青禾区知识产权强企行动方案\n" + BODY)
    assert found.container_title == "关于印发《青禾区知识产权强企行动方案》的通知"
    assert found.dates == (DocumentDate("issued", "2021年11月18日", "2021-11-18"),)


NOTICE = "各有关单位：\n现将方案印发给你们，请认真贯彻执行。\n青禾区知识产权局\n2021年11月18日\n"


@pytest.mark.parametrize(
    ("head", "title", "container"),
    [
        ("青禾区知识产权强企行动方案\n", "青禾区知识产权强企行动方案", None),
        (
            "青禾区知识产权\n强企行动方案\n（2021—2023年）\n",
            "青禾区知识产权强企行动方案（2021—2023年）",
            None,
        ),
        ("（此件公开发布）\n青禾区知识产权强企行动方案\n", "青禾区知识产权强企行动方案", None),
        ("青禾区知识产权强企行动方案\n（此件公开发布）\n", "青禾区知识产权强企行动方案", None),
        ("关于做好2022年知识产权工作的通知\n", "关于做好2022年知识产权工作的通知", None),
        (
            f"青禾区知识产权局关于印发\n青禾区知识产权强企行动方案的通知\n{NOTICE}青禾区知识产权强企行动方案\n",
            "青禾区知识产权强企行动方案",
            "青禾区知识产权局关于印发青禾区知识产权强企行动方案的通知",
        ),
        (
            f"关于印发《青禾区强企“铁拳”行动方案》的通知\n{NOTICE}青禾区强企铁拳行动方案\n",
            "青禾区强企铁拳行动方案",
            "关于印发《青禾区强企“铁拳”行动方案》的通知",
        ),
        (
            f"关于印发《青禾区知识产权强企行动方案》的通知\n{NOTICE}",
            "青禾区知识产权强企行动方案",
            "关于印发《青禾区知识产权强企行动方案》的通知",
        ),
        (
            "各有关单位：\n现将《青禾区知识产权强企行动方案》印发给你们。\n",
            "青禾区知识产权强企行动方案",
            None,
        ),
        (
            f"青禾区人民政府文件\n关于印发强企方案等3个方案的通知\n{NOTICE}青禾区标准化行动计划\n",
            "青禾区标准化行动计划",
            "关于印发强企方案等3个方案的通知",
        ),
        (
            f"青政办发〔2021〕9号《青禾区政府办公室关于印发〈青禾区标准化行动计划〉的通知》\n{NOTICE}",
            "青禾区标准化行动计划",
            "青禾区政府办公室关于印发〈青禾区标准化行动计划〉的通知",
        ),
        ("（青政发〔2021〕9号）青禾区标准化行动计划\n", "青禾区标准化行动计划", None),
        ("没有任何标题的一段话，只有正文。\n", None, None),
    ],
)
def test_titles(head: str, title: str | None, container: str | None) -> None:
    found = facts(head + BODY)
    assert (found.title, found.container_title) == (title, container)


def test_the_page_gives_the_title_where_the_text_has_none() -> None:
    page = (
        "<html><head><meta name='ArticleTitle' content='青禾区知识产权规划'>"
        "<meta name='PubDate' content='2022-01-05 09:00'></head>"
    )
    source = source_text((page + "<body><p>一、总体要求</p><p>正文。</p></body></html>").encode(), "x.html")
    found = facts_of(source, ())
    assert found.title == "青禾区知识产权规划"
    assert found.dates == (DocumentDate("posted", "2022-01-05", "2022-01-05"),)


def test_a_page_title_that_names_a_notice_names_the_plan_in_it() -> None:
    head = "<head><title>关于印发《青禾区知识产权规划》的通知</title></head>"
    page = f"<html>{head}<body><p>一、总体要求</p></body></html>"
    found = facts_of(source_text(page.encode(), "x.html"), ())
    assert (found.title, found.container_title) == (
        "青禾区知识产权规划",
        "关于印发《青禾区知识产权规划》的通知",
    )


@pytest.mark.parametrize(
    ("signature", "issuers"),
    [
        ("青禾区知识产权局\n2021年11月18日\n", ("青禾区知识产权局",)),
        ("青禾区知识产权局 青禾区财政局\n2021年11月18日\n", ("青禾区知识产权局", "青禾区财政局")),
        ("青禾区知识产权局\n青禾区财政局\n2021年11月18日\n", ("青禾区知识产权局", "青禾区财政局")),
        ("青禾区知识产权局　二〇二一年十一月十八日\n", ("青禾区知识产权局",)),
        ("青禾区市场监督管理局（知识产权局）\n2021年11月18日\n", ("青禾区市场监督管理局（知识产权局）",)),
        ("青禾区知识产权联席会议\n（青禾区知识产权局代章）\n2021年11月18日\n", ("青禾区知识产权联席会议",)),
    ],
)
def test_who_signed_is_who_issued(signature: str, issuers: tuple[str, ...]) -> None:
    text = (
        "关于印发《青禾区强企方案》的通知\n各有关单位：\n现将方案印发给你们，请认真贯彻执行。\n"
        f"{signature}青禾区强企方案\n"
    )
    found = facts(text + BODY)
    assert found.issuers == issuers
    assert found.issuer == issuers[0]
    assert [(one.role, one.date) for one in found.dates] == [("issued", "2021-11-18")]


def test_a_signature_may_close_the_document() -> None:
    found = facts("青禾区强企方案\n" + BODY + "二、保障\n加强领导。\n青禾区知识产权局\n2021年11月18日\n")
    assert found.issuers == ("青禾区知识产权局",)
    assert found.dates == (DocumentDate("issued", "2021年11月18日", "2021-11-18"),)


@pytest.mark.parametrize(
    ("title", "issuers"),
    [
        ("青禾区知识产权局2022年工作要点", ("青禾区知识产权局",)),
        ("青禾区知识产权局 青禾区财政局关于支持企业发展的若干措施", ("青禾区知识产权局", "青禾区财政局")),
        ("2022年青禾区知识产权工作要点", ()),
    ],
)
def test_a_title_names_the_issuer_where_nobody_signed(title: str, issuers: tuple[str, ...]) -> None:
    assert facts(f"{title}\n{BODY}").issuers == issuers


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("2021年11月18日", "2021-11-18"),
        ("2021 年 1 月 8 日", "2021-01-08"),
        ("2021年11月", "2021-11"),
        ("2021-11-18", "2021-11-18"),
        ("2021/1/8", "2021-01-08"),
        ("2021.11.18", "2021-11-18"),
        ("二〇二一年十一月十八日", "2021-11-18"),
        ("二○二一年十月三十日", "2021-10-30"),
        ("一九九九年二月二十日", "1999-02-20"),
        ("2021年13月1日", None),
        ("2021年2月30日", None),
    ],
)
def test_printed_dates(printed: str, iso: str | None) -> None:
    found = date_alone(fold(printed))
    assert found is not None
    assert (found.iso, found.damaged) == (iso, iso is None)


@pytest.mark.parametrize("text", ["20211118", "2021年", "11月18日", "1.2.3", "2021-11", "定于2021年11月18日"])
def test_other_lines_are_no_dates(text: str) -> None:
    assert date_alone(text) is None


def test_dates_in_a_sentence_are_found_in_order() -> None:
    assert [found.iso for found in dates_in("2021年11月18日至2022年3月")] == ["2021-11-18", "2022-03"]


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("20223", "2022-03"),
        ("20211123日", "2021-11-23"),
        ("2021923日", "2021-09-23"),
        ("202011", None),  # November 2020 or 1 January 2020
        ("2021111日", None),  # 11 January or 1 November
        ("20219", "2021-09"),
        ("202199", "2021-09-09"),
        ("20210", None),
        ("2021日", None),
    ],
)
def test_damaged_dates_are_read_only_one_way(printed: str, iso: str | None) -> None:
    found = damaged_alone(printed)
    if printed == "2021日":
        assert found is None
    else:
        assert found is not None
        assert (found.iso, found.damaged) == (iso, True)


def test_damaged_days_stand_in_sentences_too() -> None:
    assert [found.iso for found in damaged_days_in("规划20211123日区政府审议")] == ["2021-11-23"]
    assert list(damaged_days_in("电话20211123")) == []


def test_adoption_posting_and_banner_have_their_roles() -> None:
    text = (
        "青禾区人民政府 2019年12月3日 星期二\n发布时间：2021-12-01 来源：本站\n"
        "关于印发《青禾区强企规划》的通知\n各有关单位：\n"
        "《青禾区强企规划》2021年11月2日区政府第8次常务会议审议通过，2021年12月1日起施行，现印发给你们。\n"
        "青禾区人民政府\n20223\n青禾区强企规划\n"
    )
    found = facts(text + BODY)
    assert found.dates == (
        DocumentDate("adopted", "2021年11月2日", "2021-11-02"),
        DocumentDate("issued", "20223", "2022-03"),
        DocumentDate("posted", "2021-12-01", "2021-12-01"),
        DocumentDate("page-banner", "2019年12月3日", "2019-12-03"),
    )
    assert [(lint.code, lint.severity) for lint in lints(text + BODY)] == [("damaged-date", "warn")]


def test_unreadable_and_missing_dates_are_said() -> None:
    impossible = "青禾区强企方案\n青禾区知识产权局\n2021年13月1日\n" + BODY
    assert facts(impossible).dates == (DocumentDate("issued", "2021年13月1日", None),)
    assert [lint.code for lint in lints(impossible)] == ["damaged-date", "no-issue-date"]
    assert "无法判断" in lints(impossible)[0].message
    assert [lint.code for lint in lints("青禾区强企方案\n" + BODY)] == ["no-issue-date"]


@pytest.mark.parametrize("date", ["2021年11月18日", "（2021年11月18日）"])
def test_a_date_under_the_title_is_the_issue_date(date: str) -> None:
    found = facts(f"青禾区知识产权强企方案\n{date}\n{BODY}")
    assert [(one.role, one.text, one.date) for one in found.dates] == [
        ("issued", "2021年11月18日", "2021-11-18")
    ]


def test_the_same_day_said_twice_counts_once() -> None:
    text = (
        "成文日期：2021年11月18日\n发文字号：青市监发〔2021〕9号\n"
        "青禾区强企方案\n青禾区知识产权局\n2021年11月18日\n" + BODY
    )
    assert len(facts(text).dates) == 1


def test_a_month_below_a_unit_in_a_table_is_no_signature() -> None:
    table = "责任单位\n完成时限\n科技创新局\n2024年12月\n发展改革局、财政局\n2024年11月18日\n"
    found = facts("河西新区重点工作分工\n工作任务\n" + table)
    assert found.issuers == ()
    assert found.dates == ()
    signed = facts("青禾区强企方案\n青禾区科技创新局\n2024年12月\n" + BODY)
    assert signed.issuers == ("青禾区科技创新局",)
    assert signed.dates == (DocumentDate("issued", "2024年12月", "2024-12"),)


def test_figures_below_a_table_heading_are_no_damaged_dates() -> None:
    assert facts("青禾区强企方案\n有效商标量\n20223\n" + BODY).dates == ()


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("根据国办发〔2021〕20号文件", ["国办发〔2021〕20号"]),
        ("（津市场监管办〔2021〕39号）", ["津市场监管办〔2021〕39号"]),
        ("按照《意见》和粤府〔2021〕039号要求", ["粤府〔2021〕39号"]),
        ("某政字〔2021〕第3号", ["某政字〔2021〕3号"]),
        ("某政发 [2021] 3 号、某府办函(2022)4号", ["某政发〔2021〕3号", "某府办函〔2022〕4号"]),
        ("〔2021〕3号，2021年3号，第3号", []),
    ],
)
def test_document_numbers(text: str, numbers: list[str]) -> None:
    assert [number.normal for number in numbers_in(fold(text))] == numbers


def test_a_number_alone_may_stand_in_brackets() -> None:
    assert number_alone(fold("（青政发〔2021〕9号）")) is not None
    assert number_alone(fold("青政发〔2021〕9号   签发人：某某")) is not None
    assert number_alone(fold("青政发〔2021〕9号 文件")) is None
    assert number_alone("没有文号") is None


def test_a_date_behind_the_number_is_the_issue_date() -> None:
    found = facts(f"青禾区知识产权战略纲要\n青政发〔2021〕9号 2021年1月5日\n各有关单位：\n现予印发。\n{BODY}")
    assert found.doc_number == "青政发〔2021〕9号"
    assert found.dates == (DocumentDate("issued", "2021年1月5日", "2021-01-05"),)


def test_a_web_site_is_no_issuer() -> None:
    found = facts(f"索引号：1\n发文机构：区政府网站\n发文字号：青政发〔2021〕9号\n青禾区强企方案\n{BODY}")
    assert found.issuers == ()


def test_a_head_that_lost_its_line_ends_is_read_all_the_same() -> None:
    head, _, body = rendering.PLAN.partition("为加强知识产权保护和运用")
    found = facts(head.replace("\n", " ") + "为加强知识产权保护和运用" + body)
    assert found == EXPECTED


def test_a_number_may_close_the_title() -> None:
    found = facts(f"关于印发《青禾区强企方案》的通知（青市监发〔2021〕9号）\n{NOTICE}青禾区强企方案\n{BODY}")
    assert found.doc_number == "青市监发〔2021〕9号"
    cited = facts(f"关于转发青政发〔2021〕9号文件强企方案的通知\n{NOTICE}青禾区强企方案\n{BODY}")
    assert cited.doc_number is None
    assert cited.basis == ("青政发〔2021〕9号",)


@pytest.mark.parametrize(
    ("names", "number", "whole", "region"),
    [
        (["江宁市溪口区人民政府"], None, "", ("江宁市", "溪口区")),
        (["广东省人民政府办公厅"], None, "", ("广东省",)),
        (["天津市滨河区科技局"], "津滨科〔2021〕1号", "", ("天津市", "滨河区")),
        (
            ["内蒙古自治区青山市红旗县白云镇人民政府"],
            None,
            "",
            ("内蒙古自治区", "青山市", "红旗县", "白云镇"),
        ),
        (["溪口县知识产权局"], "浙溪知〔2021〕1号", "", ("浙江省", "溪口县")),
        (["苏河市人民政府"], "苏府〔2021〕1号", "", ("苏河市",)),
        (["溪口县知识产权局"], None, "按照广东省部署", ("广东省", "溪口县")),
        (["溪口县知识产权局"], None, "广东省与湖南省合作", ("溪口县",)),
        (["关于印发《2021-2023年溪口县行动方案》的通知"], None, "", ("溪口县",)),
        (["国家知识产权试点示范区建设方案", None], None, "全国", ()),
        (["推进开发区建设方案"], None, "", ()),
        (["沪江平台方案"], "沪府〔2021〕1号", "", ("上海市",)),
        (["全市知识产权工作方案"], None, "", ()),
        (["新桥区2023年重点任务分解表"], None, "", ("新桥区",)),
        (["上河市城固县知识产权局"], None, "", ("上河市", "城固县")),
        (["推动企业上市工作方案"], None, "", ()),
    ],
)
def test_regions(names: list[str | None], number: str | None, whole: str, region: tuple[str, ...]) -> None:
    assert region_of(names, number, whole) == region


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("青禾区“十四五”知识产权规划", Period(2021, 2025, "“十四五”")),
        ("青禾区十三五知识产权规划", Period(2016, 2020, "十三五")),
        ("青禾区第十五个五年规划", Period(2026, 2030, "第十五个五年")),
        ("青禾区强企方案（2022—2025年）", Period(2022, 2025, "2022—2025年")),
        ("2020-2021年青禾区推进计划", Period(2020, 2021, "2020-2021年")),
        ("青禾区行动计划（2021年至2023年）", Period(2021, 2023, "2021年至2023年")),
        ("青禾区行动计划（2021-23年）", Period(2021, 2023, "2021-23年")),
        ("青禾区20202021年推进计划", Period(2020, 2021, "20202021年")),
        ("“十四五”规划实施方案（2022—2023年）", Period(2022, 2023, "2022—2023年")),
        ("青禾区2022年度工作要点", Period(2022, 2022, "2022年度")),
        ("青禾区落实“十四五”知识产权规划2023年度工作要点", Period(2023, 2023, "2023年度")),
        ("青禾区“十四五”林业规划2024年工作计划", Period(2024, 2024, "2024年")),
        ("青禾区强区纲要（2021—2035年）2023年重点任务分工", Period(2023, 2023, "2023年")),
        ("青禾区“十四五”规划年度推进计划（2022年）", Period(2022, 2022, "2022年")),
        ("青禾区“十四五”规划2022—2023年度推进计划", Period(2022, 2023, "2022—2023年")),
        ("青禾区“十四五”规划（2023年修订）", Period(2021, 2025, "“十四五”")),
        ("青禾区强企方案", None),
    ],
)
def test_periods(title: str, period: Period | None) -> None:
    assert period_of([title, None], "") == period


def test_the_opening_names_the_period_where_no_title_does() -> None:
    assert period_of(["青禾区强企规划"], "规划期限为2021年至2025年。") == Period(2021, 2025, "2021年至2025年")
    assert period_of(["青禾区强企规划"], "2021年至2025年。") is None


@pytest.mark.parametrize(
    ("title", "genre"),
    [
        ("青禾区“十四五”知识产权规划", "five-year-plan"),
        ("青禾区知识产权强区建设纲要（2021—2035年）", "five-year-plan"),
        ("青禾区知识产权规划（2021—2022年）", "work-plan"),
        ("青禾区知识产权强企行动方案", "work-plan"),
        ("2022年工作要點", "annual-points"),
        ("青禾区“十四五”知识产权规划2023年度推进计划", "annual-points"),
        ("青禾区知识产权重点任务分工方案", "task-assignment"),
        ("关于促进知识产权发展的若干措施", "measures"),
        ("青禾区知识产权保护条例", "measures"),
        ("青禾区工作总结", "other"),
        (None, "other"),
    ],
)
def test_genres(title: str | None, genre: str) -> None:
    assert genre_of(title, period_of([title], "")) == genre


def test_real_documents_have_their_known_facts(seeds: list[Path]) -> None:
    found = [facts(path.read_text(encoding="utf-8"), path.name) for path in seeds]
    assert [one.script for one in found] == ["hans", "hans", "hans", "hans", "hant"]
    assert [one.region[-1] for one in found] == ["静海区", "南海区", "包头市", "东丽区", "天津市"]
    assert [(one.period.start, one.period.end) for one in found if one.period] == [
        (2021, 2025),
        (2022, 2025),
        (2021, 2025),
        (2020, 2021),
        (2017, 2017),
    ]
    assert [one.doc_number_normal for one in found] == [
        "津静海政发〔2022〕11号",
        None,
        "包市监发〔2021〕369号",
        "津丽知略〔2021〕1号",
        None,
    ]
    assert [[(date.role, date.date) for date in one.dates] for one in found] == [
        [("adopted", "2021-11-23"), ("issued", "2022-03"), ("page-banner", "2019-12-03")],
        [("issued", "2022-09-30"), ("posted", "2022-09-30")],
        [("issued", "2021-12-22")],
        [("issued", "2021-08-26")],
        [],
    ]
    assert [len(one.issuers) for one in found] == [1, 1, 2, 1, 1]
    assert [one.container_title is None for one in found] == [False, False, False, False, True]
    assert len(found[3].basis) == 4
