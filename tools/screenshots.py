"""Takes the pictures of README and guides from the running product, with its demo district."""

from __future__ import annotations

import sys
from pathlib import Path

from served import Served, chromium, served

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "images"
WIDTHS = {1440: 900, 390: 844}
PAGES = {
    "overview": "/",
    "confirm": "/plan/versions/4/check/",
    "board": "/plan/tasks/",
    "task": "/plan/tasks/13/",
    "indicator": "/plan/indicators/1/",
}


def take(product: Served) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        for width, height in WIDTHS.items():
            context = browser.new_context(
                viewport={"width": width, "height": height},
                base_url=product.address,
                locale="zh-CN",
                reduced_motion="reduce",
            )
            page = context.new_page()
            page.goto("/account/sign-in/")
            page.screenshot(path=PICTURES / f"sign-in-{width}.png")
            page.locator("#id_login").fill("guihua")
            page.locator("#id_password").fill("yunchuan-shili")
            page.get_by_role("button", name="登录", exact=True).click()
            page.wait_for_url(lambda url: "sign-in" not in url)
            for name, address in PAGES.items():
                page.goto(address)
                page.wait_for_load_state("networkidle")
                page.screenshot(path=PICTURES / f"{name}-{width}.png")
            context.close()


if __name__ == "__main__":
    with served(without=()) as running:
        take(running)
    sys.exit(0)
