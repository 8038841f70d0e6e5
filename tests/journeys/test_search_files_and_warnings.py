"""What search keeps and tells: a folder another reads, news of what is followed, a warning and its end."""

from __future__ import annotations

import re
from urllib.parse import quote

from playwright.sync_api import Locator, Page, expect

from tests.rooms.registry.files import row

from .conftest import Visitor
from .test_registry import PASSWORD, take_in
from .test_search import count, searched

FOLLOWED, WATCHED = "淮泽示例轴承有限公司", "浦穗示例泵业有限公司"


def at_desk(visitor, username: str, width: str = "wide") -> Visitor:
    found: Visitor = visitor(width)
    found.sign_in(username, PASSWORD)
    return found


def taken_in(officer: Visitor, rows: list[dict[str, str]], line: str, hits: int) -> str:
    """Take a file in and wait for the index; the address of its batch."""
    take_in(officer, rows)
    assert officer.product.zhichan("search", line, "--count").stdout.strip() == str(hits)
    return officer.page.url


def swept(officer: Visitor, name: str) -> None:
    officer.product.zhichan("sweep", "--name", name)


def test_hits_go_into_a_folder_by_keys_and_another_reads_it(visitor) -> None:
    officer = at_desk(visitor, "guihua")
    page, keys = officer.page, officer.page.keyboard
    rows = [row(4_000 + nth, 专利名称=f"丙号夹具{nth}") for nth in range(3)]
    taken_in(officer, rows, "TI=丙号夹具", 3)
    searched(page, "TI=丙号夹具")
    assert count(page) == 3
    page.wait_for_load_state("load")  # its script listens for keys from then on
    hits = page.locator("[data-hit]")
    keys.press("j")
    expect(hits.nth(0).locator("[data-open]")).to_be_focused()
    keys.press("x")
    keys.press("j")
    keys.press("x")
    expect(page.locator("[data-pickcount]")).to_have_text("2")
    keys.press("o")
    expect(page.locator("#card")).to_contain_text("丙号夹具")
    expect(hits.nth(1).locator("[data-open]")).to_be_focused()
    keys.press("Escape")
    expect(page.locator("#card")).to_have_count(0)
    expect(hits.nth(1).locator("[data-open]")).to_be_focused()
    expect(page.locator("[data-pickcount]")).to_have_text("2")
    keys.press("f")
    expect(page.locator("[data-pickmore] [name=folder]")).to_be_focused()
    keys.press("Tab")
    keys.type("丙号待评")
    keys.press("Tab")
    expect(page.get_by_role("button", name="放入文献夹")).to_be_focused()
    keys.press("Enter")
    expect(page.locator("body")).to_contain_text("已放入“丙号待评” 2 件。")
    page.get_by_role("button", name="重点", exact=True).click()
    expect(page.locator("body")).to_contain_text("已标为重点：2 件。")
    hits.nth(0).locator("[data-open]").click()
    card = page.locator("#card")
    card.locator("summary", has_text="我的笔记").click()
    card.get_by_label("我的笔记").fill("夹持力够，可列入培育。")
    card.get_by_role("button", name="存笔记").click()
    expect(page.locator(".hit .own")).to_contain_text("夹持力够")

    page.goto("/search/folders/")
    page.get_by_role("link", name="丙号待评").click()
    expect(page.locator("[data-hit]")).to_have_count(2)
    expect(page.locator("[data-hit] .tag", has_text="重点")).to_have_count(2)
    folder = page.url
    page.get_by_role("link", name="共享 0 处").click()
    page.get_by_label("人员").select_option(label="林溪亭")
    page.get_by_role("button", name="共享", exact=True).click()
    expect(page.locator("main")).to_contain_text("林溪亭")
    assert officer.overflow() == 0

    reader = at_desk(visitor, "keji", "narrow")
    reader.page.goto("/search/folders/")
    current = reader.page.locator(".tabs summary.on")
    expect(current).to_contain_text("文献夹")
    assert in_sight(reader.page, current)
    reader.page.get_by_role("link", name="丙号待评").click()
    expect(reader.page.locator("main")).to_contain_text("陈砚秋 共享给您看")
    expect(reader.page.locator("[data-hit]")).to_have_count(2)
    expect(reader.page.locator(".own")).to_contain_text("夹持力够")
    expect(reader.page.get_by_role("button", name="移出所选")).to_have_count(0)
    for name in ("删除", "改名"):
        expect(reader.page.locator("main").get_by_role("link", name=name)).to_have_count(0)
    reader.page.locator("summary", has_text="导出").press("Enter")
    menu = reader.page.locator("details.menu[open] > div")
    expect(menu).to_be_visible()
    assert in_sight(reader.page, menu)
    assert reader.overflow() == 0
    reader.page.keyboard.press("Escape")
    expect(reader.page.locator("summary", has_text="导出")).to_be_focused()
    picked = reader.page.locator("[data-hit]").first.get_attribute("data-hit")
    assert sent(reader, f"{folder}take-out/", pick=picked) == 403
    assert sent(reader, f"{folder}delete/") == 403
    stranger = at_desk(visitor, "sifa")
    assert stranger.context.request.get(folder).status == 404
    page.goto(folder)
    expect(page.locator("[data-hit]")).to_have_count(2)


def in_sight(page: Page, one: Locator) -> bool:
    """Whether it stands within the window from left to right."""
    box, window = one.bounding_box(), page.viewport_size
    return box is not None and window is not None and 0 <= box["x"] <= window["width"] - box["width"]


def sent(who: Visitor, url: str, **values: str | None) -> int:
    """How a form is answered that the page does not offer."""
    token = next(one["value"] for one in who.context.cookies() if one["name"] == "csrftoken")
    form = {"csrfmiddlewaretoken": token, **{name: value or "" for name, value in values.items()}}
    return who.context.request.post(url, form=form, headers={"Referer": url}, max_redirects=0).status


def test_news_of_a_party_and_of_a_right_is_told_once(visitor) -> None:
    officer = at_desk(visitor, "guihua")
    page = officer.page
    taken_in(officer, [row(4_100, 专利名称="丁号轴承座", 申请人=FOLLOWED)], "TI=丁号轴承座", 1)
    for register, name in (("party", FOLLOWED), ("patent", "丁号轴承座")):
        page.goto(f"/registry/registers/{register}/?q={quote(name)}")
        page.locator("main").get_by_role("link", name=name, exact=True).first.click()
        page.get_by_role("link", name="订阅", exact=True).click()
        page.get_by_role("button", name="订阅", exact=True).click()
        expect(page.locator("body")).to_contain_text(f"已订阅“{name}”，有新情况时通知您。")
    taken_in(
        officer,
        [
            row(4_100, 专利名称="丁号轴承座", 申请人=FOLLOWED, 法律状态="未缴年费"),
            row(4_101, 专利名称="丁号油封", 申请人=FOLLOWED),
        ],
        "TI=丁号",
        2,
    )
    swept(officer, "search.digests")
    page.goto("/search/subscriptions/")
    digests = page.locator("tbody a[href*='/search/digests/']")
    told = digests.count()
    digests.first.click()
    party = page.locator("section.panel").filter(has=page.get_by_role("heading", name=FOLLOWED))
    expect(party).to_contain_text("丁号油封")
    expect(party).to_contain_text("新登记在名下")
    right = page.locator("section.panel").filter(has=page.get_by_role("heading", name="丁号轴承座"))
    expect(right).to_contain_text("新事件")
    expect(right).to_contain_text("未缴年费")
    assert officer.overflow() == 0
    swept(officer, "search.digests")
    page.locator(".crumb").get_by_role("link", name="我的订阅").click()
    expect(digests).to_have_count(told)


def test_a_warning_explains_itself_serves_a_task_and_is_taken_back_with_its_import(visitor) -> None:
    officer = at_desk(visitor, "guihua")
    page = officer.page
    taken_in(officer, [row(4_200, 专利名称="戊号叶轮", 申请人=WATCHED)], "TI=戊号叶轮", 1)
    page.goto(f"/registry/registers/party/?q={quote(WATCHED)}")
    page.locator("main").get_by_role("link", name=WATCHED, exact=True).first.click()
    page.get_by_role("link", name="设置预警").click()
    expect(page.get_by_label("组织或个人")).to_have_value(WATCHED)
    page.get_by_label("预警种类").select_option(label="权利失效")
    page.get_by_label("只看此日以后的").fill("2020-01-01")
    task = page.get_by_label("对应规划任务").locator("option", has_text="扩大知识产权质押融资").first
    page.get_by_label("对应规划任务").select_option(value=task.get_attribute("value"))
    page.get_by_role("button", name="设置", exact=True).click()
    expect(page.locator("tbody tr").filter(has_text=WATCHED)).to_contain_text("权利失效")
    ended = row(4_201, 专利名称="戊号蜗壳", 申请人=WATCHED, 法律状态="未缴年费")
    batch = taken_in(officer, [ended], "TI=戊号蜗壳", 1)
    swept(officer, "search.alerts")

    page.goto("/search/alerts/?kind=lapse")
    page.get_by_role("link", name="戊号蜗壳").click()
    why = page.locator("section.panel").filter(has=page.get_by_role("heading", name="为什么预警"))
    for words in ("登记后整件权利失效", WATCHED, "戊号蜗壳", "未缴年费"):
        expect(why).to_contain_text(words)
    card = page.url
    page.get_by_label("处理情况").fill("已告知企业可以请求恢复。")
    page.get_by_role("button", name="记下处理情况").click()
    page.goto(card)
    expect(page.locator(".phead")).to_contain_text("已处理")
    expect(page.locator("main")).to_contain_text("已告知企业可以请求恢复。")
    assert officer.overflow() == 0
    page.locator("#content, main").first.get_by_role("link", name=re.compile("扩大知识产权质押融资")).click()
    page.wait_for_url("**/plan/tasks/**")
    page.goto(f"{page.url.partition('?')[0].rstrip('/')}/history/")
    page.locator("a[href*='/search/alerts/?task=']").first.click()
    expect(page.locator("tbody")).to_contain_text("戊号蜗壳")

    page.goto(batch)
    page.get_by_role("link", name=re.compile("撤销批次")).click()
    page.get_by_role("button", name=re.compile("撤销批次")).click()
    expect(page.locator("main")).to_contain_text("已撤销")
    swept(officer, "search.alerts")
    page.goto("/search/alerts/?kind=lapse")
    expect(page.locator("tbody tr").filter(has_text="戊号蜗壳")).to_contain_text("已撤回")
    page.goto(card)
    expect(page.locator("main")).to_contain_text("不再成立")
    assert officer.overflow() == 0
