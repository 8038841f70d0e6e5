"""A small rule set of its own, written into a folder, for tests of reading and applying."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from zhichan.core.rules.definition import RuleSet
from zhichan.core.rules.loading import load

PARAMETERS = """label: 小规则
parameters:
  line:
    label: 分档线
    unit: yuan
    local: yes
    values:
      - from: 2020-01-01
        until: 2023-12-31
        value: 100
        source: {title: 某办法, article: 第三条, mark: verified}
        checked: 2026-01-01
      - from: 2024-06-01
        value: 200
        source: {title: 某办法（新）, article: 第四条, mark: memory}
  share:
    label: 比例
    unit: percent
    values:
      - from: 2020-01-01
        value: 12.5
        source: {title: 某办法, article: 第五条, mark: verified}
  bands:
    label: 幅度
    unit: band
    group: rows
    about: {kind: large}
    values:
      - from: 2020-01-01
        value: {base: amount_fen, side: at_least, line: 100, times_most: 2}
        source: {title: 某办法, mark: verified-part}
"""
FORMULAS = """from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from zhichan.core.rules.bands import Band
from zhichan.core.rules.cases import asked, told
from zhichan.core.rules.explaining import AsOf, Explained, Reasons
from zhichan.core.rules.parameters import Valued


@dataclass(frozen=True)
class Parameters:
    line: Valued[int] | None
    share: Valued[Decimal]
    rows: tuple[Valued[Band], ...]


@dataclass(frozen=True, kw_only=True)
class Case:
    amount_fen: int = asked("数额")
    is_old: bool | None = asked("旧案", optional=True)


@dataclass(frozen=True)
class Found:
    version: str = told("版本")
    is_large: bool | None = told("大")


def _decided(law, case, version):
    line, reasons = law.now.line, Reasons()
    if line is None:
        return Explained(Found(version, None), reasons.all, "没有分档线")
    reasons.add(f"分档线 {line.text}", line)
    return Explained(Found(version, case.amount_fen >= line.value), reasons.all, "比过了")


def small(law, case):
    return _decided(law, case, "old")


def small_from_2025(law, case):
    return _decided(law, case, "new")
"""
CASES = """- case: 到线
  on: 2021-01-01
  given: {amount_fen: 10000}
  expect: {is_large: true, version: old}
- case: 差一分
  on: 2021-01-01
  given: {amount_fen: 9999}
  expect: {is_large: false}
- case: 太早
  on: 2019-12-31
  given: {amount_fen: 1}
  refused: rule_day
"""


def small_set(
    folder: Path, parameters: str = PARAMETERS, formulas: str = FORMULAS, cases: str = CASES
) -> RuleSet:
    """The small set from files in ``folder/small``. Raises FaultyRule."""
    place = folder / "small"
    place.mkdir(exist_ok=True)
    (place / "parameters.yaml").write_text(parameters, encoding="utf-8")
    (place / "cases.yaml").write_text(cases, encoding="utf-8")
    (place / "formulas.py").write_text(formulas, encoding="utf-8")
    spec = spec_from_file_location("tests.core.rules.small_formulas", place / "formulas.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return load("protection", place, module)
