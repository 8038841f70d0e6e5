"""Retention classes (保管期限类别): how long what is in a file is kept, as data with its basis."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from zhichan.core.matters.procedure import Mark, Source

Years = int | Literal["permanent"] | None


@dataclass(frozen=True)
class RetentionClass:
    """``years``: for the general file; ``important_years``: for one judged important, as ``years`` where none
    is said. None: it follows the file it lies in, or is not kept at all."""

    id: str
    label: str
    years: Years
    important_years: Years
    basis: Source


@cache
def all_retention_classes() -> tuple[RetentionClass, ...]:
    """In the order of the file."""
    text = files("zhichan.core.documents").joinpath("retention.toml").read_text(encoding="utf-8")
    return tuple(_class(entry) for entry in tomllib.loads(text)["class"])


def _class(entry: dict[str, object]) -> RetentionClass:
    basis: dict[str, str] = entry["basis"]  # type: ignore[assignment]
    years: Years = entry.get("years")  # type: ignore[assignment]
    return RetentionClass(
        id=str(entry["id"]),
        label=str(entry["label"]),
        years=years,
        important_years=entry.get("important_years", years),  # type: ignore[arg-type]
        basis=Source(basis["title"], basis["article"], Mark(basis["mark"])),
    )
