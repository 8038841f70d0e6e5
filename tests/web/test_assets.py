"""Assets: exactly the icons in use, one line each, and a clear word about what is missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.web.tools import TOOLS, tool

assets = tool("assets")
SVG = """<!--
tags: [alarm]
-->
<svg
  xmlns="http://www.w3.org/2000/svg"
  class="icon icon-tabler"
>
  <path stroke="none" d="M0 0h24v24H0z" fill="none" />
  <path d="M9 17v1" />
</svg>"""


@pytest.fixture
def tree(tmp_path: Path, monkeypatch) -> Path:
    """A product with one template and a node_modules folder with two icons."""
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.html").write_text('{% icon "bell" %}{% icon name %}', encoding="utf-8")
    outline = tmp_path / "node_modules" / "@tabler" / "icons" / "icons" / "outline"
    outline.mkdir(parents=True)
    for name in ("bell", "bolt"):
        (outline / f"{name}.svg").write_text(SVG, encoding="utf-8")
    for origin in assets.FILES.values():
        path = tmp_path / "node_modules" / origin
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"js")
    for name, folder in {"ROOT": "", "SOURCE": "src", "MODULES": "node_modules"}.items():
        monkeypatch.setattr(assets, name, tmp_path / folder)
    monkeypatch.setattr(assets, "VENDOR", tmp_path / "src" / "vendor")
    monkeypatch.setattr(assets, "ICONS", tmp_path / "src" / "icons")
    return tmp_path


def test_an_icon_becomes_one_line_without_class_and_frame():
    assert assets.icon_text(SVG) == '<svg xmlns="http://www.w3.org/2000/svg"><path d="M9 17v1"/></svg>'


def test_exactly_the_icons_in_use_are_copied(tree):
    (tree / "src" / "b.py").write_text('Room("x", icon="bolt")', encoding="utf-8")
    assert assets.copy_icons() == 2
    (tree / "src" / "b.py").unlink()
    assert assets.copy_icons() == 1
    assert [path.name for path in (tree / "src" / "icons").iterdir()] == ["bell.svg"]


def test_a_missing_icon_is_named_with_the_file_that_uses_it(tree):
    (tree / "src" / "c.html").write_text("{% icon 'no-such' %}", encoding="utf-8")
    with pytest.raises(assets.AssetError, match=r"图标 no-such 不在 @tabler/icons 里（src/c\.html 用到它）"):
        assets.copy_icons()


def test_a_missing_package_file_is_named(tree):
    (tree / "node_modules" / "htmx.org" / "dist" / "htmx.min.js").unlink()
    with pytest.raises(assets.AssetError, match=r"没有 htmx\.org/dist/htmx\.min\.js"):
        assets.copy_files(assets.VENDOR, assets.FILES)


def test_check_says_what_a_page_would_miss(tree):
    assert [entry.split("（")[0] for entry in assets.missing()] == [
        "static/vendor/htmx.min.js",
        "static/vendor/echarts.min.js",
        "icons/bell.svg",
    ]


def test_packages_are_installed_only_when_the_lock_changed(tree, monkeypatch):
    calls = []
    monkeypatch.setattr(assets, "INSTALLED", tree / "node_modules" / ".zhichan-lock")
    monkeypatch.setattr(assets, "run", lambda command, environment: calls.append(command[-3:]))
    monkeypatch.setattr(assets, "node_command", lambda: (["npm"], {}))
    (tree / "package-lock.json").write_text("{}", encoding="utf-8")
    assets.install()
    assets.install()
    assert calls == [["ci", "--ignore-scripts", "--no-progress"]]
    (tree / "package-lock.json").write_text('{"a": 1}', encoding="utf-8")
    assets.install()
    assert len(calls) == 2


def test_without_npm_the_wheel_is_taken_by_its_hashes(tree, monkeypatch):
    calls = []
    monkeypatch.setattr(assets.shutil, "which", lambda name: None)
    monkeypatch.setattr(assets, "NODE", tree / "node")
    monkeypatch.setattr(assets, "run", lambda command, environment: calls.append(command))
    command, environment = assets.node_command()
    assert "--require-hashes" in calls[0]
    assert command[0].endswith("node")
    assert command[1].endswith("npm-cli.js")
    assert environment["PATH"].startswith(str(tree / "node"))


def test_the_lock_files_name_no_registry():
    root = TOOLS.parent
    lock = json.loads((root / "package-lock.json").read_text(encoding="utf-8"))
    assert not [name for name, package in lock["packages"].items() if "resolved" in package]
    assert all("integrity" in package for name, package in lock["packages"].items() if name)
    assert "http" not in (TOOLS / "node.lock").read_text(encoding="utf-8")


def test_every_icon_of_the_product_has_been_fetched():
    from importlib import reload

    fresh = reload(assets)
    assert fresh.missing() == []
