"""One running product and one Chromium for all journeys; each journey gets its own signed-in pages."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "tools"))

from served import Served, chromium, chromium_program, served

SESSIONS: dict[tuple[str, str], Any] = {}
WIDTHS = {"wide": {"width": 1440, "height": 900}, "narrow": {"width": 390, "height": 844}}


@pytest.fixture(scope="session")
def product() -> Iterator[Served]:
    with served(os.environ.get("ZHICHAN_DATABASE_URL")) as running:
        yield running


@pytest.fixture(scope="session")
def browser(product: Served):
    if chromium_program() is None:
        pytest.skip("no Chromium: journeys are not walked")
    with chromium() as opened:
        yield opened


class Visitor:
    """A person at a screen: one browser context whose console errors are collected."""

    def __init__(self, browser, product: Served, width: str) -> None:
        self.context = browser.new_context(viewport=WIDTHS[width], locale="zh-CN", base_url=product.address)
        self.context.set_default_timeout(15_000)
        self.product = product
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _note(self, message) -> None:
        """Keep what the browser complains of; a refused form (409, 422) is what some journeys look for."""
        refused = any(f"status of {status}" in message.text for status in (409, 422))
        if message.type == "error" and not refused:
            self.complaints.append(f"{message.text} @ {self.page.url}")

    def sign_in(self, username: str, password: str) -> None:
        """Sign in by the page, the first time somebody does; afterwards with the session they have."""
        if kept := SESSIONS.get((self.product.address, username)):
            self.context.add_cookies(kept)
            return
        self.page.goto("/account/sign-in/")
        self.page.locator("#id_login").fill(username)
        self.page.locator("#id_password").fill(password)
        self.page.get_by_role("button", name="登录", exact=True).click()
        self.page.wait_for_url(lambda url: "/account/sign-in" not in url)
        SESSIONS[self.product.address, username] = self.context.cookies()

    def overflow(self) -> int:
        """Pixels by which the page is wider than its window, once it is there as a whole.

        Between two pages there is a document without a root for a moment; a locator waits for it.
        """
        self.page.wait_for_load_state()
        return self.page.locator("html").evaluate("root => root.scrollWidth - root.clientWidth")


@pytest.fixture
def visitor(browser, product: Served) -> Iterator[Callable[..., Visitor]]:
    opened: list[Visitor] = []

    def visit(width: str = "wide") -> Visitor:
        opened.append(Visitor(browser, product, width))
        return opened[-1]

    yield visit
    complaints = [line for one in opened for line in one.complaints]
    for one in opened:
        one.context.close()
    assert complaints == []
