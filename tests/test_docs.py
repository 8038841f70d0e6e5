"""Documentation that the code can contradict is checked against the code."""

from __future__ import annotations

import re
from pathlib import Path

from django.apps import apps

from zhichan.cli import VERBS

ROOT = Path(__file__).resolve().parent.parent


def test_every_table_of_the_product_stands_in_the_glossary() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    known = set(re.findall(r"^\| (\w[\w ]*?) \|", text, flags=re.MULTILINE))
    ours = {model.__name__ for model in apps.get_models() if model.__module__.startswith("zhichan.")}
    assert ours - known == set()


def test_every_command_of_the_makefile_is_listed_by_help() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.+)$", text, flags=re.MULTILINE)
    assert phony is not None
    described = set(re.findall(r"^([a-z-]+):[^\n]*## ", text, flags=re.MULTILINE))
    assert set(phony[1].split()) == described


def test_every_decision_is_numbered_once() -> None:
    names = [path.name for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md")]
    numbers = [name[:4] for name in names]
    assert names
    assert len(numbers) == len(set(numbers))


PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


def test_every_command_that_pages_name_is_there() -> None:
    """``make x`` is a target, ``zhichan x`` a verb."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    known = {
        "make": set(re.findall(r"^([a-z-]+):[^\n]*## ", makefile, flags=re.MULTILINE)),
        "zhichan": {verb.name for verb in VERBS},
    }
    named = re.compile(r"(?<![\w/-])(?:\.venv/bin/)?(make|zhichan) ([a-z][a-z-]*)")
    for page in PAGES:
        codes = re.findall(r"`[^`\n]+`|^    .+$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
        for program, word in named.findall("\n".join(codes)):
            assert word in known[program], f"{page.name}: {program} {word}"


def test_every_link_between_pages_leads_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
            assert "://" in target or (page.parent / target).exists(), f"{page.name}: {target}"
