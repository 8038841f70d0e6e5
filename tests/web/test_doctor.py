"""What the shell adds to the health check."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhichan.core.upkeep.checks import CheckContext
from zhichan.web import doctor


@pytest.fixture
def said(now):
    return lambda: [remark.text for remark in doctor.assets_are_there(CheckContext(now, thorough=True))]


def test_what_templates_name_is_there_after_set_up(said) -> None:
    assert said() == []


def test_missing_icons_and_files_are_told(said, monkeypatch, tmp_path: Path) -> None:
    folder = tmp_path / "web" / "templates"
    folder.mkdir(parents=True)
    (folder / "page.html").write_text(
        """{% icon "bell" %}{% icon "absent" %}{% static 'vendor/absent.js' %}"""
    )
    monkeypatch.setattr(doctor, "PACKAGE", tmp_path)
    monkeypatch.setattr(doctor, "ICONS", tmp_path)
    (tmp_path / "bell.svg").write_text("<svg/>")
    assert said() == [
        "缺少界面文件 absent.svg，请重新运行 make setup。",
        "缺少界面文件 vendor/absent.js，请重新运行 make setup。",
    ]
