"""Invented patents as files: numbers from series nobody uses, with their right check characters."""

from __future__ import annotations

from collections.abc import Sequence

from zhichan.rooms.registry.identifiers.check_characters import application_check

HEADINGS = ("专利名称", "申请号", "申请人", "申请日", "授权公告日", "主分类号", "法律状态")


def number(serial: int, year: int = 2021, kind: int = 2) -> str:
    """A printed application number with its check character."""
    digits = f"{year}{kind}{9_000_000 + serial:07d}"
    return f"{digits}.{application_check(digits)}"


def row(serial: int, **changed: str) -> dict[str, str]:
    given = {
        "专利名称": f"第 {serial} 号示例装置",
        "申请号": number(serial),
        "申请人": "云川示例机械有限公司",
        "申请日": "2021-03-18",
        "授权公告日": "2021-11-02",
        "主分类号": "B23K37/00",
        "法律状态": "",
    }
    return {**given, **changed}


def csv_of(rows: Sequence[dict[str, str]], headings: Sequence[str] = HEADINGS) -> bytes:
    lines = [",".join(headings), *(",".join(one.get(name, "") for name in headings) for one in rows)]
    return "\n".join(lines).encode()
