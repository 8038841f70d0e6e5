"""``zhichan rules``: what it prints, and what it refuses with one line."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from zhichan.cli import main

pytestmark = pytest.mark.django_db
CASE = {"act": "tm_infringement", "act_on": "2026-12-20", "turnover_fen": 8_000_000}


@pytest.fixture
def case(tmp_path: Path) -> str:
    path = tmp_path / "case.json"
    path.write_text(json.dumps(CASE), encoding="utf-8")
    return str(path)


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_it_lists_the_sets(capsys: pytest.CaptureFixture[str]) -> None:
    found = {one["name"]: one for one in printed(capsys, "rules", "list")}
    assert set(found) >= {"hearing_threshold", "penalty_range", "criminal_threshold", "triage"}
    hearing = found["hearing_threshold"]
    assert (hearing["label"], hearing["parameter_count"], hearing["unsettled_count"]) == ("听证告知", 9, 4)
    assert main(["rules", "list"]) == 0
    assert "hearing_threshold\t听证告知（9 项参数，4 项依据待核）" in capsys.readouterr().out


def test_it_explains_a_case_over_a_change_of_law(capsys: pytest.CaptureFixture[str], case: str) -> None:
    found = printed(capsys, "rules", "explain", "penalty_range", case, "--on", "2027-01-10")
    assert (found["rule_set"], found["on"]) == ("penalty_range", "2027-01-10")
    assert found["result"]["asks_which_is_lighter"] is True
    titles = [band["source"]["title"] for key in ("at_act", "at_decision") for band in found["result"][key]]
    assert titles == ["商标法（2019年修正）"] * 2 + ["商标法（2026年修订）"] * 2
    assert found["unsettled"] == []
    assert found["reasons"][0]["sources"][0]["article"] == "第六十条"


def test_it_explains_in_words(capsys: pytest.CaptureFixture[str], case: str) -> None:
    assert main(["rules", "explain", "penalty_range", case, "--on", "2027-01-10"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("行为之后规定有变，两部都列出：请比较哪一部处罚较轻")
    assert "80,000 元 × 5 倍 = 400,000 元" in out
    assert "商标法（2026年修订）第七十四条（已核对）" in out


def test_what_is_not_checked_is_said_at_the_end(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    path.write_text('{"party": "person", "fine_fen": 1000000}', encoding="utf-8")
    assert main(["rules", "explain", "hearing_threshold", str(path), "--on", "2026-03-02"]) == 0
    assert "依据待核：市场监督管理行政处罚听证办法第五条。结果只供参考。" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nothing", "CASE"), "没有规则集“nothing”"),
        (("penalty_range", "absent.json"), "读不了"),
        (("penalty_range", "TEXT"), "不是 JSON"),
        (("penalty_range", "LIST"), "JSON 对象"),
        (("penalty_range", "CASE", "--on", "2026-13-01"), "参数值不对"),
        (("penalty_range", "CASE", "--on", "2026-12-19"), "决定日早于行为日"),
        (("penalty_range",), "缺少参数"),
    ],
)
def test_what_it_cannot_do_is_one_line_and_code_two(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, case: str, arguments: tuple[str, ...], words: str
) -> None:
    (tmp_path / "text").write_text("{", encoding="utf-8")
    (tmp_path / "list").write_text("[1]", encoding="utf-8")
    places = {"CASE": case, "TEXT": str(tmp_path / "text"), "LIST": str(tmp_path / "list")}
    assert main(["rules", "explain", *(places.get(one, one) for one in arguments)]) == 2
    told = capsys.readouterr().err
    assert words in told
    assert told.count("\n") == 1


def test_a_table_is_put_through_row_by_row(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(
        "number,party,fine_fen,confiscated_fen,measure,on\n"
        "甲1,person,1000000,0,none,2026-03-02\n"
        "甲2,person,abc,0,none,\n"
        "=1+1,organisation,0,0,ban,2026-03-02\n"
        "甲4,person,1,0,none,2020-01-01\n",
        encoding="utf-8-sig",
    )
    arguments = ["rules", "simulate", "hearing_threshold", "--input", str(source), "--on", "2026-03-02"]
    assert main([*arguments, "--output", str(target)]) == 1
    assert "4 行，2 行读不了" in capsys.readouterr().err
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["number"] for row in rows] == ["甲1", "甲2", "'=1+1", "甲4"]
    assert [row["result_is_due"] for row in rows] == ["yes", "", "yes", ""]
    assert [bool(row["error"]) for row in rows] == [False, True, False, True]
    assert "2021-07-15" in rows[3]["error"]
    assert rows[0]["unsettled"] == "市场监督管理行政处罚听证办法第五条"
    assert main([*arguments, "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert [one["error"] is None for one in found] == [True, False, True, False]
    assert found[0]["row"]["number"] == "甲1"
    assert found[0]["result"]["is_due"] is True


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "第一行要写列名"),
        (b"fine_fen\n1\n", "缺少一列 party"),
        ("party\n自然人\n".encode("gb18030"), "不是 UTF-8"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes(content)
    assert main(["rules", "simulate", "hearing_threshold", "--input", str(path)]) == 2
    assert words in capsys.readouterr().err
    assert main(["rules", "simulate", "hearing_threshold", "--input", str(tmp_path / "absent")]) == 2
