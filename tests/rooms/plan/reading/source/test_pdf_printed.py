"""An independent check: PDF files that Chromium printed read like the text they came from."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.rooms.plan.reading import rendering
from tests.rooms.plan.reading.plan_texts import PLANS
from tests.rooms.plan.reading.test_formats import promises
from zhichan.rooms.plan.reading.read import read_plan

sys.path.insert(0, str(Path(__file__).resolve().parents[5] / "tools"))

from served import chromium, chromium_program

if TYPE_CHECKING:
    from playwright.sync_api import Page

# As offices set a document, and as a browser prints a page: no indents, spaced paragraphs, ragged lines.
OFFICIAL = """@page { size: A4; margin: 37mm 26mm 35mm 28mm }
body { font-size: 16pt; line-height: 28pt; text-align: justify }
p, h2, h3 { font-size: 16pt; text-indent: 2em; margin: 0 }
table { border-collapse: collapse; width: 100% }
td { border: 1px solid black; font-size: 12pt; line-height: 18pt; padding: 2pt 4pt }
td p { text-indent: 0 }"""
BROWSER = """@page { size: A4; margin: 20mm }
body { font-family: sans-serif; font-size: 11pt; line-height: 1.6 }
p { margin: 0 0 8pt 0 } table { border-collapse: collapse; width: 100% }
td { border: 1px solid black; font-size: 10pt; padding: 2pt 4pt } td p { margin: 0 }"""

STYLES = {"official": OFFICIAL, "browser": BROWSER}
NAMES = ("01_province_chapters", "04_duty_table_bars", "21_boxes")
TEXTS = {"own": rendering.PLAN} | {
    name: (PLANS / f"{name}.txt").read_text(encoding="utf-8") for name in NAMES
}


@pytest.fixture(scope="session")
def printed() -> dict[tuple[str, str], bytes]:
    """Each text in each style, printed by one Chromium."""
    if chromium_program() is None:
        pytest.skip("no chromium on this machine")
    with chromium() as browser:
        page = browser.new_page()
        return {
            (name, style): _printed(page, TEXTS[name], STYLES[style]) for name in TEXTS for style in STYLES
        }


def _printed(page: Page, text: str, style: str) -> bytes:
    written = rendering.as_html(text, chrome=False).decode().replace("&emsp;", "")
    written = written.replace("</head>", f"<style>{style}</style></head>")
    page.set_content(written.replace("<html>", "<html lang='zh-Hans'>"))
    return page.pdf(prefer_css_page_size=True, display_header_footer=True)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("name", TEXTS)
def test_a_printed_page_reads_like_its_text(
    name: str, style: str, printed: dict[tuple[str, str], bytes]
) -> None:
    found = read_plan(printed[name, style], "x.pdf")
    assert promises(found) == promises(read_plan(TEXTS[name].encode(), "x.txt"))
