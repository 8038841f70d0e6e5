"""What is chosen of a result: everything at once into a folder, and rows that stay chosen while one pages."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.rooms.registry.files import row

from .test_registry import PASSWORD, take_in
from .test_search import count, searched

PAGE, ALL = 20, 45
TITLE = "己号传动轴"


def boxes(page: Page) -> list[bool]:
    """Of each row of the page, whether it is chosen."""
    return [one.is_checked() for one in page.locator("[data-hit] input[name=pick]").all()]


def told(page: Page) -> tuple[str, str]:
    """How many are chosen, and how many of them on other pages."""
    elsewhere = page.locator("[data-pickelse]")
    return page.locator("[data-pickcount]").inner_text(), (
        elsewhere.locator("span").inner_text() if elsewhere.is_visible() else ""
    )


def turned(page: Page, word: str) -> None:
    page.get_by_role("link", name=word, exact=True).click()
    page.wait_for_load_state("load")  # its script puts back what was chosen


def in_folder(page: Page, name: str) -> tuple[int, set[str]]:
    """How many a folder says it has, and which stand on its first page."""
    page.goto("/search/folders/")
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.locator("h1")).to_have_text(name)
    shown = {one.get_attribute("data-hit") for one in page.locator("[data-hit]").all()}
    return int(page.locator("main section h2").first.inner_text().split()[0]), shown


def test_all_that_was_found_goes_into_a_folder_and_chosen_rows_outlive_the_page(visitor) -> None:
    officer = visitor("wide")
    officer.sign_in("guihua", PASSWORD)
    page = officer.page
    take_in(officer, [row(6_000 + nth, 专利名称=f"{TITLE}{nth}") for nth in range(ALL)])
    assert officer.product.zhichan("search", f"TI={TITLE}", "--count").stdout.strip() == str(ALL)
    searched(page, f"TI={TITLE}")
    assert count(page) == ALL

    page.locator("summary", has_text="入文献夹").click()
    page.locator("#all-name").fill("己号全部")
    page.get_by_role("button", name=f"全部 {ALL} 件放入").click()
    expect(page.locator("body")).to_contain_text(f"已放入“己号全部” {ALL} 件。")
    assert in_folder(page, "己号全部")[0] == ALL

    searched(page, f"TI={TITLE}")
    page.wait_for_load_state("load")
    chosen = [page.locator("[data-hit]").nth(nth).get_attribute("data-hit") for nth in (0, 3)]
    for nth in (0, 3):
        page.locator("[data-hit] input[name=pick]").nth(nth).check()
    assert told(page) == ("2", "")
    turned(page, "下一页")
    assert boxes(page) == [False] * PAGE
    assert told(page) == ("2", "2")
    page.locator("[data-hit] input[name=pick]").nth(1).check()
    chosen.append(page.locator("[data-hit]").nth(1).get_attribute("data-hit"))
    assert told(page) == ("3", "2")
    turned(page, "上一页")
    assert [nth for nth, is_chosen in enumerate(boxes(page)) if is_chosen] == [0, 3]
    assert told(page) == ("3", "1")
    page.locator("[data-hit] input[name=pick]").nth(3).uncheck()
    del chosen[1]
    turned(page, "下一页")
    turned(page, "下一页")
    assert boxes(page) == [False] * (ALL - 2 * PAGE)
    assert told(page) == ("2", "2")
    page.locator("[data-pickmore] [name=folder_name]").fill("己号选的")
    page.get_by_role("button", name="放入文献夹").click()
    expect(page.locator("body")).to_contain_text("已放入“己号选的” 2 件。")
    assert in_folder(page, "己号选的") == (2, set(chosen))
    searched(page, f"TI={TITLE}1")
    assert not any(boxes(page))
