"""An independent check: PDF files that Chromium printed read like the text they came from."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.rooms.plan.reading import rendering
from tests.rooms.plan.reading.plan_texts import PLANS
from tests.rooms.plan.reading.test_formats import promises
from zhichan.rooms.plan.reading.read import read_plan

CHROMIUM = shutil.which("chromium")

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

NAMES = ("01_province_chapters", "04_duty_table_bars", "21_boxes")
TEXTS = {"own": rendering.PLAN} | {
    name: (PLANS / f"{name}.txt").read_text(encoding="utf-8") for name in NAMES
}


def printed(text: str, style: str, folder: Path) -> bytes:
    """The text as a page that Chromium printed, with the head and foot it adds."""
    page = rendering.as_html(text, chrome=False).decode().replace("&emsp;", "")
    page = page.replace("</head>", f"<style>{style}</style></head>").replace(
        "<html>", "<html lang='zh-Hans'>"
    )
    (folder / "page.html").write_text(page, encoding="utf-8")
    subprocess.run(
        [
            str(CHROMIUM),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={folder / 'profile'}",
            f"--print-to-pdf={folder / 'page.pdf'}",
            str(folder / "page.html"),
        ],
        check=True,
        capture_output=True,
        timeout=60,
    )
    return (folder / "page.pdf").read_bytes()


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")
@pytest.mark.parametrize("style", [OFFICIAL, BROWSER], ids=["official", "browser"])
@pytest.mark.parametrize("name", TEXTS)
def test_a_printed_page_reads_like_its_text(name: str, style: str, tmp_path: Path) -> None:
    found = read_plan(printed(TEXTS[name], style, tmp_path), "x.pdf")
    assert promises(found) == promises(read_plan(TEXTS[name].encode(), "x.txt"))
