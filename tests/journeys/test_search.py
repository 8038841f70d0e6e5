"""A search as rows and as a line, narrowed, kept, subscribed to; its new hits told; analysed down to rows."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.rooms.registry.files import row

from .test_registry import PASSWORD, take_in


def searched(page: Page, line: str) -> None:
    page.goto("/search/")
    page.get_by_label("检索式", exact=True).last.fill(line)
    page.get_by_role("button", name="检索", exact=True).click()


def count(page: Page) -> int:
    """How many hits the list says it has."""
    return int(re.search(r"([\d,]+) 件", page.locator("#result h2").first.inner_text())[1].replace(",", ""))


def unfold(page: Page, width: str) -> None:
    """The rows of conditions: on a phone they are folded once there are hits."""
    if width == "narrow":
        page.wait_for_load_state("load")
        expect(page.locator("[name=b_text]").first).to_be_hidden()
        page.get_by_role("button", name="改条件行").click()


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_from_a_query_to_its_rows_and_back(visitor, width) -> None:
    first, mark = (2_000, "甲") if width == "wide" else (3_000, "乙")
    officer = visitor(width)
    officer.sign_in("guihua", PASSWORD)
    page = officer.page
    titles = ("焊缝跟踪装置", "焊接钢管热处理", "隔膜涂布机")
    rows = [row(first + place, 专利名称=f"{mark}号{title}") for place, title in enumerate(titles)]
    take_in(officer, rows)
    assert officer.product.zhichan("search", f"TI={mark}号焊", "--count").stdout.strip() == "2"

    searched(page, f"TI={mark}号焊 AND AD>=2020")
    assert count(page) == 2
    field, text = page.locator("[name=b_field]"), page.locator("[name=b_text]")
    expect(field.first).to_have_value("TI")
    expect(text.first).to_have_value(f"{mark}号焊")
    unfold(page, width)
    text.first.fill(f"{mark}号")
    page.get_by_role("button", name="按条件行写成检索式").click()
    expect(page.get_by_label("检索式", exact=True).last).to_have_value(re.compile(f"TI={mark}号 AND"))
    assert count(page) == 3
    assert officer.overflow() == 0
    unfold(page, width)
    page.get_by_role("button", name="去掉条件“2020”").click()
    expect(page.get_by_label("检索式", exact=True).last).to_have_value(f"TI={mark}号")
    unfold(page, width)
    text.first.fill(f"{mark}号焊")
    text.first.press("Enter")  # makes the line, and takes no row away
    expect(page.get_by_label("检索式", exact=True).last).to_have_value(f"TI={mark}号焊")
    assert count(page) == 2

    searched(page, f"{mark}号 5W 焊")
    expect(page.locator("main")).to_contain_text("不能用条件行表示")
    unfold(page, width)
    text.last.fill("隔膜")
    text.last.press("Enter")
    expect(page.get_by_label("检索式", exact=True)).to_have_value(f"{mark}号 5W 焊")
    page.get_by_role("link", name="两者都要").click()
    expect(page.get_by_label("检索式", exact=True)).to_have_value(f"({mark}号 5W 焊) AND (隔膜)")
    assert officer.overflow() == 0

    searched(page, "TI=(焊接 AND")
    expect(page.locator("#q-error")).to_contain_text("没有配对")

    searched(page, f"TI={mark}号")
    if width == "narrow":
        page.get_by_role("button", name="筛选").click()
    page.locator("a.fv:visible").filter(has_text="2021").first.click()
    expect(page.locator("a.tag")).to_contain_text("2021")
    assert count(page) == 3
    page.locator("summary", has_text="存下").click()
    page.locator("#save-name").fill(f"{mark}号跟踪")
    page.get_by_role("button", name="订阅新命中").click()
    expect(page.locator("main")).to_contain_text(f"{mark}号跟踪")
    assert officer.overflow() == 0
    searched(page, "#1")
    page.locator("summary", has_text="存下").click()
    page.locator("#save-name").fill(f"{mark}号存档")
    page.get_by_role("button", name="存下检索").click()
    expect(page.locator("main")).to_contain_text("与当时逐件相同")
    assert officer.overflow() == 0

    take_in(officer, [row(first + 9, 专利名称=f"{mark}号机器人")])
    assert officer.product.zhichan("search", f"TI={mark}号机器人", "--count").stdout.strip() == "1"
    officer.product.zhichan("sweep", "--name", "search.digests")
    page.goto("/search/subscriptions/")
    page.locator("tbody a[href*='/search/digests/']").first.click()
    expect(page.locator("main")).to_contain_text(f"{mark}号机器人")
    assert officer.overflow() == 0

    page.goto("/search/history/")
    expect(page.locator("main")).to_contain_text(f"TI={mark}号")
    assert officer.overflow() == 0


def test_the_hits_are_reached_opened_and_shut_by_keys(visitor) -> None:
    officer = visitor("wide")
    officer.sign_in("guihua", PASSWORD)
    page = officer.page
    take_in(officer, [row(7_000 + nth, 专利名称=f"辛号夹具{nth}") for nth in range(3)])
    assert officer.product.zhichan("search", "TI=辛号夹具", "--count").stdout.strip() == "3"
    page.goto("/search/")
    page.locator("#q").fill("TI=辛号夹具")
    page.keyboard.press("Enter")
    expect(page.locator("[data-hit]")).to_have_count(3)
    for view in ("table", "cards"):  # the last one stays
        page.goto(f"/search/?q=TI%3D辛号夹具&view={view}")
        page.locator(".qb .skip").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#hits")).to_be_focused()
        page.keyboard.press("j")
        page.keyboard.press("j")
        link = page.locator("[data-hit]").nth(1).locator("[data-open]")
        for shut in ("o", "Escape"):
            page.keyboard.press("o")
            expect(page.locator("#card")).to_be_visible()
            expect(link).to_be_focused()
            page.keyboard.press(shut)
            expect(page.locator("#card")).to_have_count(0)
            expect(link).to_be_focused()


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_marks_like_one_are_seen_at_once_and_their_conditions_unfold(visitor, width) -> None:
    officer = visitor(width)
    officer.sign_in("guihua", PASSWORD)
    page = officer.page
    page.goto("/search/marks/")
    name, least = page.locator("#q"), page.locator("[name=least]")
    expect(least).to_be_visible()
    name.fill("云川")
    page.get_by_role("button", name="检索", exact=True).click()
    first = page.locator("#hits td.ttl").first
    expect(first).to_be_in_viewport()
    if width == "narrow":
        expect(least).to_be_hidden()
        page.get_by_role("button", name="改条件", exact=True).click()
    least.select_option("80")
    page.get_by_role("checkbox", name="包含").check()
    page.get_by_role("button", name="检索", exact=True).click()
    expect(page.locator("#hits")).to_be_visible()
    assert "least=80" in page.url
    if width == "narrow":
        expect(least).to_be_hidden()
        page.get_by_role("button", name="改条件（已设 2 项）", exact=True).click()
    expect(least).to_have_value("80")
    page.locator("[name=class]").fill("99")
    page.get_by_role("button", name="检索", exact=True).click()
    expect(page.locator("#class-error")).to_be_visible()  # what is wrong is not folded away
    assert officer.overflow() == 0


def test_what_a_row_can_be_asked_follows_its_field(visitor) -> None:
    officer = visitor("wide")
    officer.sign_in("guihua", PASSWORD)
    page = officer.page
    page.goto("/search/")
    field, how = page.locator("[name=b_field]").last, page.locator("[name=b_how] option")
    expect(how).to_have_text(["含全部", "含任一", "含整句"])
    field.select_option("AD")
    expect(how).to_have_text(["在", "起", "止", "起止"])
    field.select_option("KD")
    expect(how).to_have_text(["是其中之一"])


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_rows_are_added_by_keys_before_the_first_search(visitor, width) -> None:
    officer = visitor(width)
    officer.sign_in("guihua", PASSWORD)
    page = officer.page
    page.goto("/search/")
    page.locator("[name=b_text]").fill("焊接")
    page.locator("[name=b_field]").select_option("AD")  # what it offers is not what the next row offers
    page.locator("[name=b_field]").select_option("TI")
    add = page.get_by_role("button", name="加一行", exact=True)
    add.press("Enter")
    expect(page.locator("[name=b_joint]").last).to_be_focused()
    expect(page.locator("[name=b_text]")).to_have_count(2)
    expect(page.locator("[name=b_text]").last).to_have_value("")
    page.locator("[name=b_joint]").last.select_option("NOT")
    page.locator("[name=b_field]").last.select_option("AD")
    expect(page.locator("[name=b_how]").last.locator("option")).to_have_text(["在", "起", "止", "起止"])
    page.locator("[name=b_text]").last.fill("1999")
    assert officer.overflow() == 0
    page.locator("[name=b_text]").last.press("Enter")
    expect(page.get_by_label("检索式", exact=True).last).to_have_value("TI=焊接 NOT AD=1999")
    unfold(page, width)
    for _more in range(9):
        add.click()
    expect(page.locator("[name=b_text]")).to_have_count(12)
    expect(add).to_be_disabled()
    assert officer.complaints == []


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_what_was_typed_and_not_searched_goes_along_with_filters_order_and_pages(visitor, width) -> None:
    officer = visitor(width)
    officer.sign_in("guihua", PASSWORD)
    page, text = officer.page, officer.page.locator("[name=b_text]")
    told, line = page.get_by_text("填了还没有检索的条件"), page.locator("#q")

    def is_there() -> None:
        expect(told).to_be_visible()
        expect(text).to_have_count(3)
        expect(page.locator("[name=b_joint]").nth(1)).to_have_value("NOT")
        expect(page.locator("[name=b_field]").nth(1)).to_have_value("AD")
        expect(page.locator("[name=b_how]").nth(1)).to_have_value("to")
        expect(text.nth(1)).to_have_value("1999")
        expect(text.nth(2)).to_have_value("焊接")
        expect(line).to_have_value("AD>=2000 AND 钢管")

    searched(page, "AD>=2000")
    expect(told).to_be_hidden()
    found = count(page)
    unfold(page, width)
    page.locator("[name=b_joint]").nth(1).select_option("NOT")
    page.locator("[name=b_field]").nth(1).select_option("AD")
    page.locator("[name=b_how]").nth(1).select_option("to")
    text.nth(1).fill("1999")
    page.get_by_role("button", name="加一行").click()
    text.nth(2).fill("焊接")
    line.fill("AD>=2000 AND 钢管")
    page.locator("[name=sort]").select_option("filed_on")
    page.wait_for_url("**sort=filed_on**")
    is_there()
    page.get_by_role("link", name="下一页").click()
    page.wait_for_url("**after=**")
    is_there()
    if width == "narrow":
        page.get_by_role("button", name="筛选").click()
    page.locator("a.fv:visible").first.click()
    page.wait_for_url("**f=**")
    is_there()
    assert 0 < count(page) <= found
    page.locator("[data-hit] [data-open]").first.click()
    expect(page.locator("#card")).to_be_visible()
    page.go_back()
    expect(page.locator("#card")).to_have_count(0)
    is_there()
    assert officer.overflow() == 0
    page.get_by_role("button", name="不要了").click()
    expect(told).to_be_hidden()
    expect(text.last).to_have_value("")
    expect(line).to_have_value("AD>=2000")

    if width == "narrow":
        page.get_by_role("button", name="改条件行").click()
    text.last.fill("钢管")
    line.fill("AD>=2001")
    page.get_by_role("button", name="检索", exact=True).click()  # both: it is asked which counts
    page.get_by_role("link", name="保留现在的检索式").click()
    expect(line).to_have_value("AD>=2001")
    expect(told).to_be_hidden()  # what was searched or given up does not come back
    for address, said in (("/search/?q=AD%3E%3D2000", "AD>=2000"), ("/search/", "")):
        page.goto(address)
        expect(told).to_be_hidden()
        expect(line).to_have_value(said)

    searched(page, "TI=(焊接 AND")  # refused: it is still to be mended after a look elsewhere
    expect(page.locator("#q-error")).to_be_visible()
    page.wait_for_load_state()
    page.goto("/search/history/")
    page.goto("/search/")
    expect(told).to_be_visible()
    expect(line).to_have_value("TI=(焊接 AND")
    line.fill("TI=焊接")
    page.get_by_role("button", name="检索", exact=True).click()
    page.goto("/search/")
    expect(line).to_have_value("")
    assert officer.complaints == []


def test_a_line_that_was_not_searched_is_not_kept(visitor) -> None:
    officer = visitor("narrow")
    officer.sign_in("guihua", PASSWORD)
    page = officer.page
    searched(page, "AD>=2000")
    panel, field = page.locator("[data-keep]"), page.locator("#q")
    buttons = [panel.get_by_role("button", name=name) for name in ("存下检索", "订阅新命中")]
    told = panel.get_by_text("检索式已改")
    for line, is_changed in (("AD>=2001", True), ("AD>=2000 ", False)):
        field.fill(line)  # shuts the panel
        page.locator("summary", has_text="存下").click()
        expect(panel).to_contain_text("存下或订阅的是：AD>=2000")
        expect(told).to_be_visible(visible=is_changed)
        for button in buttons:
            expect(button).to_be_enabled(enabled=not is_changed)
    assert officer.overflow() == 0
    assert officer.complaints == []


def test_what_was_found_is_analysed_down_to_its_rows(visitor) -> None:
    officer = visitor("wide")
    officer.sign_in("guihua", PASSWORD)
    page = officer.page
    searched(page, "AD>=2000")
    found = count(page)
    page.get_by_role("link", name="专利分析").click()
    expect(page.locator("main")).to_contain_text(f"{found} 件")
    page.locator("summary", has_text="数据表").first.click()
    link = page.locator("main table a[href*='/search/']:visible").first
    figure = int(link.inner_text().replace(",", ""))
    link.click()
    assert count(page) == figure
    assert officer.complaints == []


COLOURS = (
    (
        'TI=(焊 OR "电 池") AND AD=[2015-01-01 TO 2024-09-30]',
        "TI AD",
        "OR AND TO",
        '焊 "电 池" 2015-01-01 2024-09-30',
    ),
    ("标题＝钢管　且　ＰＡ＝＝“大学” 非 TO", "标题 ＰＡ", "且 非", "钢管 “大学” TO"),
    ("#1 AND 钢管 5W 焊接 同句 ORange", "#1", "AND 5W 同句", "钢管 焊接 ORange"),
    ("PA=云川（天津）公司 AND 电池（5D）电极", "PA", "AND 5D", "云川（天津）公司 电池 电极"),
)


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_the_query_line_has_its_colours_in_its_field_and_they_stay_in_step(visitor, width) -> None:
    officer = visitor(width)
    officer.sign_in("guihua", PASSWORD)
    page = officer.page
    page.goto("/search/")
    field, copy = page.locator("#q"), page.locator(".query .copy")
    for line, *wanted in COLOURS:
        field.fill(line)
        told = [" ".join(copy.locator(f".tk-{kind}").all_inner_texts()) for kind in "fos"]
        assert told == wanted
        assert copy.inner_text().rstrip("\u200b") == line
    expect(page.get_by_role("textbox", name="检索式")).to_have_count(1)
    assert same_places(page)
    field.fill(" OR ".join(f"TI=焊接钢管第{place}号" for place in range(400)))
    assert same_places(page)
    field.press("Control+End")
    assert same_places(page)
    assert field.evaluate("one => one.scrollTop") > 0
    assert officer.overflow() == 0


def same_places(page: Page) -> bool:
    """Whether a field and its copy in colours are as wide within, as high and as far scrolled."""
    return page.locator("#q").evaluate(
        """async field => {
          await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
          const copy = field.previousElementSibling, told = one => {
            const css = getComputedStyle(one);
            const sizes = [one.clientWidth, one.clientHeight, one.scrollHeight, one.scrollTop];
            return [...sizes, css.font, css.letterSpacing, css.padding].join();
          };
          return told(field) === told(copy);
        }"""
    )
