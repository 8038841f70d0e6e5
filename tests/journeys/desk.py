"""An officer at the browser: matters are opened, their steps taken and their papers made through pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

PASSWORD = "yunchuan-shili"
OFFICE = {
    "code": "云",
    "address": "云川区示例路1号",
    "phone": "022-00000001",
    "contact": "方执衡",
    "court": "云川区人民法院",
    "reconsideration_organ": "云川区人民政府",
}

Values = Mapping[str, str | list[str]]


def today() -> date:
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


def ago(days: int) -> str:
    """The day so many days before today, as forms take it; a day ahead for a negative number."""
    return (today() - timedelta(days=days)).isoformat()


class Desk:
    """Somebody signed in. Each step goes from the page of the matter and comes back to it."""

    last: ClassVar[dict[int, Desk]] = {}
    """By matter, who did the last thing in it: their page of it, if they are still there, shows all."""

    def __init__(self, visit, username: str, width: str = "wide") -> None:
        self.visitor = visit(width)
        self.visitor.sign_in(username, PASSWORD)
        self.page: Page = self.visitor.page

    def open(self, procedure: str, title: str, received: str, seats: Mapping[str, Values], **values) -> int:
        """Open a matter by its form; ``seats``: what is typed of those who take part, by seat."""
        self.page.goto(f"/matters/new/{procedure}/")
        self.fits()
        fill(self.page, {"title": title, "opened": received, **values})
        for seat, who in seats.items():
            box = self.page.locator("details.seatbox").filter(
                has=self.page.locator(f"[name=seat_{seat}-name]")
            )
            if box.get_attribute("open") is None:
                box.locator("summary").click()
            fill(self.page, {f"seat_{seat}-{name}": value for name, value in who.items()})
        self.send_opening()
        if (
            self.page.locator(".casehead h1").count() == 0
        ):  # likely repeats were named: seen, and opened anyway
            expect(self.page.locator("main")).to_contain_text("看过之后仍要另立一件的，直接点“开办”。")
            self.send_opening()
        expect(self.page.locator(".casehead h1")).to_contain_text(title)
        matter = int(re.search(r"/matters/(\d+)/$", self.page.url)[1])
        self.last[matter] = self
        return matter

    def send_opening(self) -> None:
        """By the key, not the mouse: what is looked up beside a field may move the button away under it."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="开办", exact=True).press("Enter")

    def go_to(self, matter: int) -> None:
        """Open the page of a matter, unless it is open and as it stands."""
        is_there = self.page.url.endswith(f"/matters/{matter}/") and self.last.get(matter) is self
        if not is_there:
            self.page.goto(f"/matters/{matter}/")

    def see(self, matter: int, state: str) -> None:
        """The page of a matter shows its state and is no wider than its window."""
        self.page.goto(f"/matters/{matter}/")
        self.shows(state)

    def shows(self, state: str) -> None:
        expect(self.page.locator(".casehead h1 + .row .st").first).to_have_text(state)
        self.fits()

    def take(self, matter: int, move: str, day: str, state: str, **values: str | list[str]) -> None:
        """Take a step that the page of the matter offers; ``state`` is what it shows afterwards."""
        self.go_to(matter)
        self.page.locator(f"#steps a[href='/matters/{matter}/moves/{move}/']").click()
        self.page.wait_for_url(f"**/moves/{move}/")
        self.fits()
        fill(self.page, {"happened": day, **values})
        self.page.locator("main form button.btn").first.click()
        self.page.wait_for_url(f"**/matters/{matter}/")
        self.last[matter] = self
        self.shows(state)

    def prefilled(self, matter: int, move: str, field: str) -> str:
        """What the form of a step has filled in already."""
        self.page.goto(f"/matters/{matter}/moves/{move}/")
        return self.page.locator(f"[name={field}]").input_value()

    def reason_against(self, matter: int, move: str) -> str:
        """Why a step that its page names cannot be taken now."""
        self.page.goto(f"/matters/{matter}/moves/{move}/")
        return self.page.locator("main").get_by_role("status").first.inner_text()

    def refused(self, matter: int, move: str, day: str, words: str, **values: str | list[str]) -> None:
        """A step is refused in these words; what was typed still stands in its form."""
        self.page.goto(f"/matters/{matter}/moves/{move}/")
        fill(self.page, {"happened": day, **values})
        self.page.locator("main form button.btn").first.click()
        expect(self.page.get_by_role("alert")).to_contain_text(words)
        expect(self.page.locator("[name=happened]")).to_have_value(day)
        self.fits()

    def child(self, label: str) -> int:
        """The matter that the page of this one has just opened below it."""
        link = self.page.locator("#near a").filter(has_text=label).last
        return int(re.search(r"/matters/(\d+)/", link.get_attribute("href"))[1])

    def set_office(self) -> None:
        """What documents print of the office."""
        self.page.goto("/matters/office/")
        fill(self.page, OFFICE)
        self.page.get_by_role("button", name="保存", exact=True).click()
        expect(self.page.locator("body")).to_contain_text("机关信息已保存。")

    def issue(self, matter: int, title: str, **values: str) -> str:
        """Make out a document that is wanted; the address of its page."""
        self.go_to(matter)
        self.page.locator("#documents").get_by_role("link", name=title, exact=True).last.click()
        self.page.wait_for_url("**/documents/*/")
        fill(self.page, values)
        self.fits()
        self.page.get_by_role("button", name="制发", exact=True).click()
        expect(self.page.locator("body")).to_contain_text("已制发。")
        self.fits()
        return self.page.url

    def serve(self, document: str, to: str) -> None:
        """Record that a document was handed to a party, who signed for it today."""
        self.page.goto(document)
        self.page.get_by_role("link", name="登记送达", exact=True).click()
        self.page.wait_for_url("**/serve/")
        self.page.locator("[name=participant]").select_option(label=to)
        fill(self.page, {"method": "direct", "receiver": "clerk", "signed_on": ago(0)})
        self.fits()
        self.page.get_by_role("button", name="登记", exact=True).click()
        expect(self.page.locator("body")).to_contain_text("已登记送达。")

    def fits(self) -> None:
        assert self.visitor.overflow() <= 0, self.page.url


def fill(page: Page, values: Values) -> None:
    """Fill the fields of the form by their names; people and other lists are chosen by their labels."""
    for name, value in values.items():
        field = page.locator(f"main [name='{name}']")
        kind = field.first.evaluate("one => one.type || one.tagName.toLowerCase()")
        if isinstance(value, list):
            for label in value:
                field.and_(page.get_by_label(label)).check()
        elif kind == "radio":
            chosen(field, value).check()
        elif kind == "checkbox":
            field.set_checked(value == "yes")
        elif kind == "select-one":
            field.select_option(value)
        else:
            field.fill(value)


def chosen(field: Locator, value: str) -> Locator:
    return field.and_(field.page.locator(f"[value='{value}']"))
