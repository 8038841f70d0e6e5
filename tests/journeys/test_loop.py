"""The loop closes (规划执行闭环): plan, task past its day, follow-up, matter, indicator, score, report."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

from docx import Document
from playwright.sync_api import Locator, Page, expect

from tests.journeys.desk import Desk, ago, fill, today
from tests.journeys.test_plan_to_ledger import bring_into_force, confirm_tab, open_task

TITLE = "云川区知识产权纠纷化解攻坚方案"
TASK = "开展专业市场商标纠纷排查"
INDICATOR = "维权援助和调解案件量"


def plan_text() -> str:
    """A plan whose first task was to be done by the end of the month before last."""
    due = (today().replace(day=1) - timedelta(days=1)).replace(day=1) - timedelta(days=1)
    issued = date(due.year, 1, 15)
    return f"""{TITLE}

为化解知识产权纠纷，制定本方案。实施期限为{due.year}年至{due.year + 1}年。

一、工作目标

到{due.year + 1}年，{INDICATOR}达到200件。

二、工作任务

（一）{TASK}。（区科技局牵头，{due.year}年{due.month}月底前完成）

（二）培训纠纷调解员。（区司法局牵头，持续推进）

{issued.year}年{issued.month}月{issued.day}日
"""


def test_the_loop_closes(visitor, product, tmp_path) -> None:
    planner = Desk(visitor, "guihua")
    page = planner.page
    plan_in_force(page, tmp_path)
    follow_up = followed_up(planner, product)
    answered(visitor, follow_up)
    closed(page, follow_up)
    before = computed(page)
    dispute_settled(Desk(visitor, "banan"))
    after = computed(page)
    assert after == before + 1
    leader = Desk(visitor, "juzhang")
    leader.page.goto(page.url)
    rows_of(leader.page, after)
    scored(planner, leader)
    reported(planner, leader, tmp_path)


def plan_in_force(page: Page, folder: Path) -> None:
    path = folder / "方案.txt"
    path.write_text(plan_text(), encoding="utf-8")
    page.goto("/plan/plans/")
    page.get_by_role("link", name="导入规划").first.click()
    page.get_by_label("规划文件").set_input_files(path)
    page.get_by_role("button", name="读取并核对").click()
    page.wait_for_url(re.compile(r"/plan/versions/\d+/check/"))
    for name in ("任务", "指标"):
        confirm_tab(page, name)
    bring_into_force(page)


def followed_up(planner: Desk, product) -> str:
    """The rule opens exactly one; its address."""
    for _twice in range(2):
        product.zhichan("sweep", "--name", "plan.follow_ups")
    page = planner.page
    open_task(page, TASK)
    section = page.locator("#follow-ups")
    expect(section.locator("li")).to_have_count(1)
    section.get_by_role("link").first.click()
    expect(page.locator("main")).to_contain_text("云川区科学技术局")
    issue = page.get_by_role("button", name="交办", exact=True)
    if issue.count():
        issue.click()
    planner.fits()
    return page.url


def answered(visitor, follow_up: str) -> None:
    """The unit signs and answers on a phone."""
    unit = Desk(visitor, "keji", "narrow")
    unit.page.goto(follow_up)
    unit.page.get_by_role("button", name="签收", exact=True).click()
    unit.page.get_by_role("link", name="反馈", exact=True).click()
    unit.page.get_by_label("反馈内容").fill("三个市场已排查完，登记纠纷两起，台账下周报送。")
    unit.fits()
    unit.page.get_by_role("button", name="反馈", exact=True).click()
    expect(unit.page.locator("main")).to_contain_text("待审核")
    unit.fits()


def closed(page: Page, follow_up: str) -> None:
    page.goto(follow_up)
    told = page.locator("section").filter(has=page.get_by_role("heading", name="谁在何时被告知"))
    expect(told).to_contain_text("云川区科学技术局")
    page.get_by_role("link", name="办结", exact=True).click()
    page.locator("main textarea").fill("排查已完成，予以销号。")
    page.get_by_role("button", name="办结", exact=True).click()
    expect(page.locator("main")).to_contain_text("已办结")


def computed(page: Page) -> int:
    """The indicator computed now; bound to the register of matters the first time."""
    page.goto("/plan/indicators/")
    page.get_by_role("row").filter(has_text=INDICATOR).get_by_role("link").first.click()
    bind = page.get_by_role("link", name="对应登记数据")
    if bind.count():
        bind.first.click()
        page.locator("#id_measure").select_option("aid_and_mediation")
        page.get_by_role("button", name="下一步").click()
        page.get_by_label("依据").fill("方案口径")
        page.get_by_role("button", name="对应并计算").click()
    else:
        with page.expect_navigation():
            page.get_by_role("button", name="现在计算").click()
    expect(newest_figure(page)).to_be_visible()
    return int(newest_figure(page).inner_text())


def newest_figure(page: Page) -> Locator:
    """The newest computed value of an indicator, a link to its rows."""
    return page.locator("main a[href*='/measures/runs/']").filter(has_text=re.compile(r"^\d+$")).first


def dispute_settled(officer: Desk) -> None:
    seats = {
        "complainant": {"kind": "organisation", "name": "云川示例陶坊", "phone": "022-00000031"},
        "party": {"kind": "organisation", "name": "云川示例杂货行"},
    }
    values = {"summary": "门店招牌与注册商标近似", "demand": "停止使用"}
    matter = officer.open("complaint_mediation", "门店招牌商标纠纷", ago(0), seats, **values)
    officer.page.goto(f"/matters/{matter}/team/")
    fill(officer.page, {"people": ["方执衡"]})
    officer.page.locator("main form button.btn").first.click()
    officer.page.wait_for_url(f"**/matters/{matter}/")
    officer.take(matter, "accept", ago(0), "调解中")
    officer.take(matter, "settle_at_once", ago(0), "达成协议", agreed="当日更换招牌")


def rows_of(page: Page, value: int) -> None:
    """From the value to as many matters, the one just settled among them."""
    newest_figure(page).click()
    page.get_by_role("link", name=re.compile(f"打开全部 {value} 条")).click()
    expect(page.locator(".pager")).to_contain_text(f"共 {value} 件")
    expect(page.locator("main")).to_contain_text("门店招牌商标纠纷")


def scored(planner: Desk, leader: Desk) -> None:
    """A scheme is drafted by one, confirmed by another; the unit's score opens to its follow-up."""
    page = planner.page
    page.goto("/plan/scores/")
    page.get_by_role("link", name="起草方案").click()
    page.get_by_label("方案名称").fill("纠纷化解考核（旅程）")
    planner.fits()
    page.get_by_role("button", name="存为草稿", exact=True).click()
    page.get_by_role("button", name="提出，等另一人确认").click()
    leader.page.goto(page.url)
    leader.page.get_by_role("button", name="确认", exact=True).click()
    page.reload()
    page.get_by_role("link", name="计算得分").click()
    fill(page, {"first": date(today().year, 1, 1).isoformat(), "on": ago(0), "known_on": ago(0)})
    page.get_by_role("button", name="计算", exact=True).click()
    row = page.get_by_role("row").filter(has_text="云川区科学技术局")
    row.get_by_role("link").first.click()
    expect(page.locator("main h1")).to_contain_text("云川区科学技术局")
    planner.fits()


def reported(planner: Desk, leader: Desk, folder: Path) -> None:
    """The mid-term evaluation says what the ledger says; each of its figures opens to its rows."""
    page = planner.page
    page.goto("/plan/reports/new/midterm/")
    fill(page, {"since": date(today().year, 1, 1).isoformat(), "as_of": ago(0)})
    page.locator("[name=parameter_plan]").select_option(label=TITLE)
    page.get_by_role("button", name="填入数据").click()
    expect(page.locator("h1")).to_contain_text(TITLE)
    planner.fits()
    report = page.url.partition("?")[0]
    page.goto(f"{report}figures/")
    overdue = page.get_by_role("row").filter(has_text="tasks.overdue")
    expect(overdue).to_contain_text("1项")
    opened = [one.get_attribute("href") for one in page.get_by_role("link", name="打开", exact=True).all()]
    rows = overdue.get_by_role("link", name="打开").get_attribute("href")
    assert len(opened) >= 15
    for address in sorted({*opened}):
        assert leader.page.goto(address).ok, address
    lagging = page.get_by_role("row").filter(has_text=re.compile(r"indicators\.lagging\b"))
    lagging.first.get_by_role("link", name="打开").click()
    expect(page.locator("main tbody tr")).to_have_count(1)
    expect(page.locator("main tbody")).to_contain_text(INDICATOR)
    page.goto(rows)
    expect(page.locator("main tbody tr")).to_have_count(1)
    expect(page.locator("main tbody")).to_contain_text(TASK)
    printed(page, report, folder)


def printed(page: Page, report: str, folder: Path) -> None:
    """The document is made in the background and holds what the page says."""
    page.goto(f"{report}versions/1/files/")
    page.get_by_role("button", name="生成").first.click()
    link = page.get_by_role("link", name="下载").first
    expect(link).to_be_visible(timeout=60_000)
    with page.expect_download() as sent:
        link.click()
    document = folder / "报告.docx"
    sent.value.save_as(document)
    words = "\n".join(one.text for one in Document(document).paragraphs)
    assert TITLE in words
    assert TASK in words or INDICATOR in words
