"""The JSON is what the schema says, in its order, and the same for the same reading."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from tests.rooms.plan.reading import rendering
from zhichan.rooms.plan.reading.model import (
    Baseline,
    Box,
    BoxItem,
    Conflict,
    Deadline,
    Goal,
    Instrument,
    Lint,
    MoneyRule,
    PlanReading,
    Target,
    Task,
)
from zhichan.rooms.plan.reading.read import read_plan
from zhichan.rooms.plan.reading.schema import SCHEMA, as_json, json_text

VALIDATOR = jsonschema_rs.validator_for(SCHEMA)
KEYS = ["schema", "document", "targets", "tasks", "boxes", "money_rules", "instruments", "conflicts", "lints"]


@pytest.fixture(scope="module")
def reading() -> PlanReading:
    return read_plan(rendering.PLAN.encode(), "规划.txt")


def errors(value: Any) -> list[str]:
    return [f"{error.instance_path}: {error.message}" for error in VALIDATOR.iter_errors(value)]


def only(reading: PlanReading, **items: Any) -> dict[str, Any]:
    """The JSON of a reading with only the given items in it."""
    empty = dict.fromkeys(KEYS[2:], ())
    return as_json(replace(reading, **(empty | items)))


def test_a_reading_is_valid_and_in_the_order_of_the_schema(reading: PlanReading) -> None:
    found = as_json(reading)
    assert errors(found) == []
    assert list(found) == KEYS
    assert list(found["document"]) == list(SCHEMA["properties"]["document"]["properties"])
    assert found["schema"] == "zhichan-plan/1"


def test_the_text_comes_last_and_only_when_asked_for(reading: PlanReading) -> None:
    found = as_json(reading, with_text=True)
    assert list(found) == [*KEYS, "text"]
    assert errors(found) == []
    assert found["text"] == rendering.PLAN
    assert "text" not in as_json(reading)


def test_every_span_is_evidence_in_the_text(reading: PlanReading) -> None:
    found = as_json(reading, with_text=True)
    for name in ("targets", "tasks", "boxes", "money_rules", "instruments"):
        assert found[name], name
        for item in found[name]:
            start, end = item["span"]
            assert 0 <= start < end <= len(found["text"])


def test_the_same_bytes_give_the_same_json(reading: PlanReading) -> None:
    again = read_plan(rendering.PLAN.encode(), "另一个名字.txt")
    assert json_text(as_json(again)) == json_text(as_json(reading))
    assert json.loads(json_text(as_json(reading))) == as_json(reading)


def test_chinese_is_printed_as_it_is(reading: PlanReading) -> None:
    printed = json_text(as_json(reading))
    assert "青禾区" in printed
    assert "\\u" not in printed
    assert printed.endswith("}\n")


TARGET = Target(
    span=(0, 5),
    confidence=0.9,
    id="target-1",
    name="有效发明\n专利拥有量",
    unit="万件",
    baseline=Baseline(Decimal("4.370"), 2020),
    target=Goal(">=", 2025, Decimal("1.2E+1")),
    nature="预期性",
    source="table",
    growth_rate_pct=Decimal("12.22"),
    evidence="达到 12 万件",
)


def test_a_target_in_full(reading: PlanReading) -> None:
    found = only(reading, targets=(TARGET,))
    assert errors(found) == []
    assert found["targets"] == [
        {
            "id": "target-1",
            "name": "有效发明专利拥有量",
            "unit": "万件",
            "baseline": {"value": 4.37, "year": 2020},
            "target": {"value": 12, "year": 2025, "op": ">="},
            "nature": "预期性",
            "source": "table",
            "same_as": None,
            "growth_rate_pct": 12.22,
            "box": None,
            "evidence": "达到 12 万件",
            "span": [0, 5],
            "confidence": 0.9,
        }
    ]
    assert '"value": 12,' in json_text(found)
    assert '"value": 4.37,' in json_text(found)


def test_a_range_and_an_unread_goal(reading: PlanReading) -> None:
    ranged = replace(TARGET, target=Goal("range", None, value_min=Decimal(2), value_max=Decimal("3.5")))
    open_ended = replace(TARGET, target=Goal("range", 2025, value_min=Decimal(2)), baseline=None)
    unread = replace(TARGET, target=None, baseline=Baseline(Decimal(0), None), growth_rate_pct=None)
    found = only(reading, targets=(ranged, open_ended, unread))
    assert errors(found) == []
    assert [item["target"] for item in found["targets"]] == [
        {"value_min": 2, "value_max": 3.5, "year": None, "op": "range"},
        {"value_min": 2, "value_max": None, "year": 2025, "op": "range"},
        None,
    ]
    assert found["targets"][2]["baseline"] == {"value": 0, "year": None}


def test_a_task_in_full(reading: PlanReading) -> None:
    task = Task(
        span=(3, 9),
        confidence=1.0,
        repairs=("补全了右括号",),
        id="task-1",
        path=("三、主要任务",),
        number="1.",
        title="培育高价值专利",
        text="培育高价值专利。\n  组建中心 PCT\nABC",
        mode="lead+participants",
        lead=("区科技局",),
        participants=("区财政局",),
        unit_text="区科技局牵头,区财政局配合",
        deadline=Deadline("2023年12月底前", "by-date", date(2023, 12, 31)),
    )
    found = only(
        reading, tasks=(task, replace(task, repairs=(), deadline=Deadline("持续推进", "ongoing", None)))
    )
    assert errors(found) == []
    first, second = found["tasks"]
    assert first["text"] == "培育高价值专利。组建中心 PCT ABC"
    assert first["deadline"] == {"text": "2023年12月底前", "kind": "by-date", "date": "2023-12-31"}
    assert list(first)[-3:] == ["span", "confidence", "repairs"]
    assert first["repairs"] == ["补全了右括号"]
    assert second["deadline"] == {"text": "持续推进", "kind": "ongoing", "date": None}
    assert "repairs" not in second
    assert only(reading, tasks=(replace(task, deadline=None),))["tasks"][0]["deadline"] is None


def test_boxes_money_instruments_conflicts_and_lints_in_full(reading: PlanReading) -> None:
    box = Box(
        span=(0, 9), confidence=1, number="1", title="工程", items=(BoxItem("——", "甲"), BoxItem("1.", "乙"))
    )
    rule = MoneyRule(
        span=(0, 9), confidence=1, amount=Decimal(5), unit="万元", per="件", kind="奖励", object="企业"
    )
    ranged = replace(rule, amount=None, amount_min=Decimal(10), amount_max=Decimal(30))
    upper = replace(ranged, amount_min=None)
    found = only(
        reading,
        boxes=(box, replace(box, items=())),
        money_rules=(rule, ranged, upper, replace(rule, amount=None)),
        instruments=(Instrument(span=(0, 9), confidence=1, title="管理办法", verb="制定出台"),),
        conflicts=(Conflict(("target-1", (3, 9)), "两处不同", "请核对"),),
        lints=(
            Lint("damaged-date", "warn", "日期残缺", (1, 2)),
            Lint("no-issue-date", "info", "没有日期", None),
        ),
    )
    assert errors(found) == []
    assert [item["item_count"] for item in found["boxes"]] == [2, 0]
    assert found["boxes"][0]["items"][0] == {"marker": "——", "text": "甲"}
    amounts = [
        {key: value for key, value in item.items() if "amount" in key} for item in found["money_rules"]
    ]
    assert amounts == [
        {"amount": 5},
        {"amount_min": 10, "amount_max": 30},
        {"amount_min": None, "amount_max": 30},
        {"amount": None},
    ]
    assert found["instruments"][0]["verb"] == "制定出台"
    assert found["conflicts"] == [{"items": ["target-1", [3, 9]], "what": "两处不同", "reading": "请核对"}]
    assert [lint["span"] for lint in found["lints"]] == [[1, 2], None]


def test_a_document_without_facts_is_valid(reading: PlanReading) -> None:
    bare = read_plan("没有标题的一段话。\n".encode(), "x.txt")
    found = as_json(bare)
    assert errors(found) == []
    assert found["document"]["title"] is None
    assert found["document"]["period"] is None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"schema": "zhichan-plan/2"}, "zhichan-plan/1"),
        ({"extra": 1}, "extra"),
        ({"targets": [{}]}, "required"),
        ({"lints": [{"code": "x", "severity": "fatal", "message": "", "span": None}]}, "fatal"),
        ({"conflicts": [{"items": [], "what": "", "reading": ""}]}, "[]"),
        ({"conflicts": [{"items": [[1, 2, 3]], "what": "", "reading": ""}]}, "[1,2,3]"),
    ],
)
def test_the_schema_refuses_what_is_not_so(
    reading: PlanReading, change: dict[str, Any], message: str
) -> None:
    assert any(message in error for error in errors(as_json(reading) | change))


def test_real_documents_are_valid(seeds: list[Path]) -> None:
    for path in seeds:
        found = as_json(read_plan(path.read_bytes(), path.name), with_text=True)
        assert errors(found) == [], path.name
