"""A real plan from the file to the ledger and back (规划导入、核对、入库、填报、审核、台账)."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
from playwright.sync_api import Page, expect

PASSWORD = "yunchuan-shili"
PICTURES = Path(__file__).resolve().parent.parent.parent / "test-results"


def seed_path(shared: Path, number: str) -> Path:
    [path] = (shared / "seeds").glob(f"{number}_*.txt")
    return path


def picture(page: Page, name: str) -> None:
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


def open_tab(page: Page, name: str) -> None:
    settled(page)
    with page.expect_response(re.compile("/check/")):
        page.get_by_role("navigation", name="核对内容").get_by_role(
            "link", name=re.compile(f"^{name}")
        ).click()
    settled(page)
    expect(page.locator("#extracted h2")).to_have_text(name)


def settled(page: Page) -> None:
    """Wait until no part of the page is being fetched or put in place."""
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)


def confirm_tab(page: Page, name: str) -> None:
    """Confirm everything on a tab at once."""
    open_tab(page, name)
    page.get_by_label("把握不低于").fill("0")
    page.get_by_role("button", name="本页签成批确认").click()
    expect(page.locator("#extracted [data-waiting]")).to_have_count(0)


def register_unknown_units(page: Page) -> int:
    """Register all units the plan names and the office does not know, as the one form proposes."""
    open_tab(page, "责任单位")
    unknown = page.locator("[data-name-line]")
    before = unknown.count()
    page.get_by_role("button", name="登记并对应以上写法").click()
    expect(page.locator("#toasts")).to_contain_text("已登记并对应")
    settled(page)
    registered = before - unknown.count()
    name_members(page)
    return registered


def name_members(page: Page) -> None:
    """A collective without members on the day of issue gets them, by name."""
    while (empty := page.get_by_role("row", name=re.compile("没有成员"))).count():
        empty.first.get_by_role("link").click()
        for unit in ("云川区科学技术局", "云川区司法局"):
            page.locator("#name").get_by_label(unit, exact=True).check()
        page.locator("#name").get_by_role("button", name="登记成员").click()
        settled(page)


def test_a_real_plan_becomes_a_ledger_that_units_report_on(visitor, product, shared, tmp_path) -> None:
    officer = visitor()
    officer.sign_in("guihua", PASSWORD)
    import_and_confirm(officer.page, seed_path(shared, "003"))
    bring_into_force(officer.page)
    reported = report_as_two_units(visitor, tmp_path)
    review(officer.page, reported)
    change_in_spreadsheet(officer.page, tmp_path)


def import_and_confirm(page: Page, path: Path) -> None:
    page.goto("/plan/plans/")
    page.get_by_role("link", name="导入规划").first.click()
    page.get_by_label("规划文件").set_input_files(path)
    page.get_by_role("button", name="读取并核对").click()
    page.wait_for_url(re.compile(r"/plan/versions/\d+/check/"))
    assert page.locator("#original").inner_text().count("按职责分工负责") > 10
    tabs = page.get_by_role("navigation", name="核对内容")
    expect(tabs).to_contain_text("42")
    picture(page, "confirm-open")
    print_whole(page)
    walk_original(page)
    decide_conflict(page)
    confirm_by_keyboard(page)
    for name in ("任务", "指标", "拟制定文件"):
        confirm_tab(page, name)
    assert register_unknown_units(page) > 0
    picture(page, "confirm-done")


def walk_original(page: Page) -> None:
    """From one marked place of the original to the next and back, by keyboard."""
    steps = page.get_by_role("navigation", name="原文中的标记")
    places = page.locator("#original [data-place]")
    total = places.count()
    expect(steps).to_contain_text(f"共 {total} 处")
    steps.get_by_role("link", name="下一处").focus()
    for at in (1, 2, 3):
        page.keyboard.press("Enter")
        expect(steps).to_contain_text(f"{at}/{total}")
        expect(places.nth(at - 1)).to_have_class(re.compile(r"\bon\b"))
        expect(places.nth(at - 1)).to_be_in_viewport()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(steps).to_contain_text(f"2/{total}")
    expect(page.locator("#original .on").first).to_have_text(places.nth(1).inner_text())


def print_whole(page: Page) -> None:
    """On paper nothing scrolls: original and extraction stand there from beginning to end."""
    page.emulate_media(media="print")
    hidden = "panes => panes.map(pane => pane.scrollHeight - pane.clientHeight)"
    assert set(page.locator("[data-check] .pane").evaluate_all(hidden)) == {0}
    page.emulate_media(media="screen")


def decide_conflict(page: Page) -> None:
    """The two citations of one document differ: a named person says which stands, and why."""
    open_tab(page, "一致性检查")
    page.locator("#extracted article h4 a").first.click()
    page.locator("#extracted input[name=chosen]").first.check()
    page.get_by_label("理由").first.fill("以上级机关网站公布的文号为准")
    page.get_by_role("button", name="认定此处").click()
    expect(page.locator("#extracted [data-waiting]")).to_have_count(0)


def confirm_by_keyboard(page: Page) -> None:
    """J goes to the first task, Enter confirms it."""
    open_tab(page, "任务")
    waiting = page.locator("#extracted [data-waiting]")
    before = waiting.count()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(waiting).to_have_count(before - 1)


def bring_into_force(page: Page) -> None:
    page.get_by_role("button", name="确认入库").click()
    page.wait_for_load_state()
    expect(page.locator("main")).to_contain_text("执行中")


def report_as_two_units(visitor, tmp_path: Path) -> list[str]:
    """The science bureau asks for completion with a file; the justice bureau reports on an ongoing task."""
    evidence = tmp_path / "内审员培训签到表.txt"
    evidence.write_text("签到 41 人（旅程测试）", encoding="utf-8")
    science = visitor("narrow")
    science.sign_in("keji", PASSWORD)
    open_task(science.page, "内审员")
    science.page.get_by_role("link", name="填报进展").first.click()
    science.page.get_by_label("进度").fill("100")
    science.page.get_by_label("进展情况").fill("内审员培训已办两期，41 人取得证书。")
    science.page.get_by_label("申请办结").check()
    science.page.get_by_role("button", name="提交").click()
    expect(science.page.locator("main")).to_contain_text("佐证")  # asked for completion without evidence
    science.page.get_by_label("佐证材料").set_input_files(evidence)
    science.page.get_by_role("button", name="提交").click()
    expect(science.page.locator("main")).to_contain_text("待核验")
    assert science.overflow() <= 0
    picture(science.page, "report-390")

    justice = visitor()
    justice.sign_in("sifa", PASSWORD)
    open_task(justice.page, "公证云")
    justice.page.get_by_role("link", name="填报进展").first.click()
    justice.page.get_by_label("进度").fill("40")
    justice.page.get_by_label("进展情况").fill("平台推广会已开。")
    justice.page.get_by_role("button", name="提交").click()
    expect(justice.page.locator("main")).to_contain_text("待审核")
    return ["内审员", "公证云"]


def open_task(page: Page, words: str) -> None:
    """By the search box, which finds what was written a moment ago as soon as the index has it."""
    link = page.locator("main").get_by_role("link", name=re.compile(words)).first
    for _turn in range(40):
        page.goto(f"/find/?q={words}")
        if link.count():
            break
        page.wait_for_timeout(250)
    link.click()
    expect(page.locator("main h1")).to_contain_text(words)


def review(page: Page, reported: list[str]) -> None:
    for words in reported:
        open_task(page, words)
        page.get_by_role("button", name=re.compile("核验通过|认可")).click()
        expect(page.locator("main")).to_contain_text("已认可")
    open_task(page, "内审员")
    expect(page.locator("main")).to_contain_text("已办结")
    picture(page, "task-done")


def change_in_spreadsheet(page: Page, tmp_path: Path) -> None:
    """Out as xlsx, one cell changed, back in: one difference is shown before anything changes."""
    open_list_of_dongli(page)
    with page.expect_download() as download:
        page.get_by_text("导出", exact=True).click()
        page.get_by_role("link", name=re.compile("xlsx")).click()
    ledger = tmp_path / "台账.xlsx"
    download.value.save_as(ledger)
    book = openpyxl.load_workbook(ledger)
    sheet = book.worksheets[0]
    head = {cell.value: cell.column for row in sheet.iter_rows(max_row=3) for cell in row if cell.value}
    [row] = [r for r in range(1, sheet.max_row + 1) if "公证云" in str(sheet.cell(r, head["任务"]).value)]
    sheet.cell(row, head["任务"]).value = "加强电子数据存证技术推广（更名）"
    book.save(ledger)
    page.get_by_role("link", name="导入台账").click()
    page.locator("input[type=file]").set_input_files(ledger)
    page.get_by_role("button", name="比较").click()
    expect(page.locator("main")).to_contain_text("加强电子数据存证技术推广（更名）")
    picture(page, "ledger-preview")
    page.get_by_role("button", name=re.compile("^入库 1 行")).click()
    expect(page.locator("main")).to_contain_text("已入库")
    open_task(page, "电子数据存证技术推广")


def open_list_of_dongli(page: Page) -> None:
    page.goto("/plan/plans/")
    page.locator("main").get_by_role("link", name=re.compile("强化知识产权保护推进计划")).first.click()
    page.locator("main a[href*='/plan/tasks/?plan=']").click()
    page.get_by_role("link", name="清单", exact=True).click()
    expect(page.locator("main tbody tr")).to_have_count(42)
