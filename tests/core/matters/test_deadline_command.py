"""``zhichan deadline``: what it prints and what it refuses."""

from __future__ import annotations

import json

import pytest

from zhichan.cli import main
from zhichan.core.calendar.actions import set_day

pytestmark = pytest.mark.django_db
SPRING = ("deadline", "--limit", "5", "--unit", "working_day", "--from", "2026-02-10")


def printed(capsys, *arguments: str) -> dict[str, object]:
    assert main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_it_prints_the_end_and_every_step(capsys) -> None:
    found = printed(capsys, *SPRING)
    assert (found["due"], found["provisional"]) == ("2026-02-24", False)
    assert [step["day"] for step in found["steps"] if step["counted"]] == [
        "2026-02-11",
        "2026-02-12",
        "2026-02-13",
        "2026-02-14",
        "2026-02-24",
    ]
    assert found["steps"][0] == {"day": "2026-02-10", "counted": False, "why": "起算当日不计入"}


def test_a_day_that_the_office_has_set_counts_as_set(capsys, system, now) -> None:
    from datetime import date

    set_day(date(2026, 2, 12), is_working=False, reason="大雪停工", by=system, at=now)
    assert printed(capsys, *SPRING)["due"] == "2026-02-25"


def test_beyond_the_announced_years_the_end_is_provisional(capsys) -> None:
    found = printed(capsys, "deadline", "--limit", "5", "--unit", "working_day", "--from", "2026-12-29")
    assert (found["due"], found["provisional"]) == ("2027-01-05", True)
    fixed = printed(
        capsys,
        "deadline",
        "--limit",
        "90",
        "--unit",
        "calendar_day",
        "--from",
        "2026-12-29",
        "--roll",
        "none",
    )
    assert (fixed["due"], fixed["provisional"]) == ("2027-03-29", False)


def test_exclusions_hours_and_counting_backwards(capsys) -> None:
    paused = printed(
        capsys, *SPRING, "--excluded", "2026-02-11..2026-02-12", "--excluded", "2026-02-24..2026-02-24"
    )
    assert paused["due"] == "2026-02-27"
    hours = printed(capsys, "deadline", "--limit", "24", "--unit", "hour", "--from", "2026-02-16T17:00")
    assert hours["due"] == "2026-02-17T17:00:00+08:00"
    back = printed(
        capsys, "deadline", "--limit", "7", "--unit", "working_day", "--from", "2026-10-12", "--backwards"
    )
    assert back["due"] == "2026-09-24"


def test_for_people_it_is_a_table(capsys) -> None:
    assert main(SPRING) == 0
    shown = capsys.readouterr().out
    assert "届满：2026-02-24" in shown
    assert "春节" in shown
    assert "暂定" not in shown
    assert main(["deadline", "--limit", "1", "--unit", "month", "--from", "2026-12-29"]) == 0
    assert "暂定" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"--from": "2026-02-30"}, "不是日期"),
        ({"--from": "昨天"}, "不是日期"),
        ({"--limit": "0"}, "期限要在"),
        ({"--limit": "五"}, "参数值不对"),
        ({"--unit": "week"}, "参数值不对"),
        ({"--roll": "back"}, "参数值不对"),
        ({"--excluded": "2026-02-11"}, "不是期间"),
        ({"--excluded": "2026-02-12..2026-02-11"}, "早于"),
        ({"--unit": "hour", "--from": "不知"}, "不是时刻"),
        ({"--unit": "year", "--limit": "60", "--from": "9990-01-01"}, "年份"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(capsys, change: dict[str, str], words: str) -> None:
    given = {"--limit": "5", "--unit": "working_day", "--from": "2026-02-10", **change}
    assert main(["deadline", *(word for pair in given.items() for word in pair)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert words in told.err
    assert told.err.count("\n") == 1


class TestOfAProcedure:
    def test_the_limit_of_a_move_with_its_basis(self, capsys) -> None:
        found = printed(capsys, "deadline", "lead", "file", "--from", "2026-02-10")
        assert found["due"] == "2026-03-09"
        assert found["since"] == "opened"
        assert found["basis"]["mark"] == "verified-part"
        assert "鉴定" in found["excludes"]

    def test_excluded_days_move_it(self, capsys) -> None:
        found = printed(
            capsys, "deadline", "lead", "file", "--from", "2026-02-10", "--excluded", "2026-03-02..2026-03-04"
        )
        assert found["due"] == "2026-03-12"

    def test_for_people_the_basis_and_its_mark_are_named(self, capsys) -> None:
        assert main(["deadline", "complaint_mediation", "accept", "--from", "2026-02-10"]) == 0
        shown = capsys.readouterr().out
        assert "届满：2026-02-26" in shown
        assert "已核对" in shown

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["lead", "--from", "2026-02-10"], "还缺动作"),
            (["leads", "file", "--from", "2026-02-10"], "没有程序"),
            (["lead", "fly", "--from", "2026-02-10"], "没有动作"),
            (["lead", "assign", "--from", "2026-02-10"], "没有期限"),
            (["lead", "file", "--from", "2019-02-10"], "施行"),
            (["lead", "file", "--from", "2026-02-10", "--roll", "none"], "由程序规定"),
            (["lead", "file", "--from", "2026-02-10", "--limit", "5"], "二者取一"),
            (["--from", "2026-02-10"], "二者取一"),
            (["--from", "2026-02-10", "--limit", "5"], "--unit"),
        ],
    )
    def test_what_cannot_be_told_is_refused_in_one_line(
        self, capsys, arguments: list[str], words: str
    ) -> None:
        assert main(["deadline", *arguments]) == 2
        told = capsys.readouterr()
        assert told.out == ""
        assert words in told.err
        assert told.err.count("\n") == 1
