"""The verbs as typed: exit codes, one clear line on standard error, JSON."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.core.upkeep.sites import NewSite, Site
from zhichan import cli
from zhichan.core import append_only
from zhichan.core.access.actor import Actor
from zhichan.core.audit import journal
from zhichan.core.audit.actions import record
from zhichan.core.audit.subjects import SubjectKey
from zhichan.core.jobs import commands as jobs_commands
from zhichan.core.jobs import sweep

A = SubjectKey("demo.matter", "1")


@pytest.fixture
def recorded(db, system: Actor, now, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        record("demo.matter.moved", subject=A, by=system, at=now)


@pytest.fixture
def site(new_site: NewSite) -> Iterator[Site]:
    """A database of its own, for verbs that need one outside a test's transaction."""
    made = new_site()
    with made.here():
        yield made


@pytest.fixture
def said(capsys):
    """Runs a verb: the exit code, standard output, standard error."""

    def run(*words: object) -> tuple[int, str, str]:
        code = cli.main([str(word) for word in words])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def tamper() -> None:
    append_only.drop()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_auditevent SET kind = 'x'")


def test_verify_says_that_the_record_is_sound(recorded, said) -> None:
    assert said("audit", "verify") == (0, "审计链完整。\n对象 1 个，事件 1 条，日封存 0 次。\n", "")
    code, out, _err = said("audit", "verify", "--json")
    assert (code, json.loads(out)) == (
        0,
        {"sound": True, "subjects": 1, "events": 1, "seals": 0, "unwitnessed": 0, "findings": []},
    )


def test_verify_exits_with_1_and_names_what_was_tampered_with(recorded, said) -> None:
    tamper()
    code, out, err = said("audit", "verify")
    assert (code, err) == (1, "")
    assert out.splitlines()[:2] == ["发现 1 处问题：", "  demo.matter:1 #1 事件内容被改动"]
    code, out, _err = said("audit", "verify", "--json")
    assert code == 1
    assert json.loads(out)["findings"] == [
        {
            "problem": "changed",
            "subject": ["demo.matter", "1"],
            "seq": 1,
            "day": None,
            "text": "demo.matter:1 #1 事件内容被改动",
        }
    ]


def test_verify_tells_of_events_the_journal_misses(recorded, said) -> None:
    journal.journal_path().write_text("demo.other\t1\t1\t" + "0" * 64 + "\n")
    code, out, _err = said("audit", "verify")
    assert code == 1
    assert "demo.other:1 整个对象的记录被删除" in out
    assert "其中 1 条未写入流水文件" in out


def test_a_root_handed_outside_is_printed_and_checked(recorded, said, tmp_path: Path) -> None:
    code, out, _err = said("audit", "root", "--json")
    assert (code, json.loads(out)["day"], json.loads(out)["events"]) == (0, None, 1)
    said("sweep", "--name", "audit.seal")
    code, out, _err = said("audit", "root", "--json")
    kept = tmp_path / "kept.json"
    kept.write_text(out)
    assert said("audit", "verify", "--root", kept)[0] == 0
    assert "root: " + json.loads(out)["root"] in said("audit", "root")[1]
    tamper()
    assert said("audit", "verify", "--root", kept)[0] == 1


def test_a_root_file_that_is_none_is_bad_input(recorded, said, tmp_path: Path) -> None:
    code, out, err = said("audit", "verify", "--root", tmp_path / "absent.json")
    assert (code, out) == (2, "")
    assert err == "zhichan: “absent.json”不是审计封存文件（zhichan audit root 的输出）。\n"


def test_backup_and_restore_tell_what_was_kept(site: Site, said, tmp_path: Path, new_site: NewSite) -> None:
    archive = tmp_path / "office.zip"
    code, out, err = said("backup", archive, "--json")
    told = json.loads(out)
    assert (code, err, told["files"], told["audit_events"]) == (0, "", 0, 1)
    with new_site().here():
        code, out, err = said("restore", archive)
        assert (code, err) == (0, "")
        assert out == f"已恢复并核对 {archive}：{told['rows']} 行，0 个文件，审计事件 1 条。\n"
        assert said("audit", "verify")[0] == 0


def test_a_backup_onto_a_file_and_a_restore_onto_rows_are_bad_input(recorded, said, tmp_path: Path) -> None:
    archive = tmp_path / "office.zip"
    assert said("backup", archive)[0] == 0
    assert said("backup", archive) == (2, "", f"zhichan: “{archive}”已存在，不会覆盖。请换一个文件名。\n")
    code, out, err = said("restore", archive)
    assert (code, out) == (2, "")
    assert err.startswith("zhichan: 只能恢复到空的位置：")
    assert err.count("\n") == 1


def test_doctor_exits_with_1_while_no_worker_runs(recorded, said) -> None:
    code, out, err = said("doctor", "--json")
    found = {item["name"]: item for item in json.loads(out)["checks"]}
    assert (code, err) == (1, "")
    assert found["jobs.worker"] == {
        "name": "jobs.worker",
        "label": "后台进程",
        "good": False,
        "remarks": [
            {
                "level": "problem",
                "text": "后台进程没有运行，到期提醒、日封存等不会执行。请运行 zhichan worker。",
            }
        ],
    }
    assert found["audit.chain"]["good"] is True
    code, out, err = said("doctor", "--quick")
    assert (code, err) == (1, "")
    assert "后台进程" in out
    assert "有问题" in out


def test_doctor_exits_with_0_on_a_healthy_installation(recorded, said, monkeypatch) -> None:
    monkeypatch.setattr("zhichan.core.upkeep.doctor.examine", lambda _at, thorough: [])
    assert json.loads(said("doctor", "--json")[1]) == {"sound": True, "checks": []}
    assert said("doctor")[0] == 0


def test_sweep_tells_how_each_sweeper_went(recorded, said, monkeypatch) -> None:
    kept = {"audit.seal": sweep._SWEEPERS["audit.seal"]}
    monkeypatch.setattr(sweep, "_SWEEPERS", kept)
    assert said("sweep") == (0, "audit.seal\t完成\t1\n", "")
    code, out, _err = said("sweep", "--json")
    assert (code, json.loads(out)) == (
        0,
        [{"name": "audit.seal", "outcome": "not_due", "count": 0, "error": ""}],
    )


def test_sweep_exits_with_1_when_one_failed(recorded, said, monkeypatch, caplog) -> None:
    def broken(_at: object) -> int:
        raise LookupError

    kept = sweep._SWEEPERS["audit.seal"]
    monkeypatch.setattr(sweep, "_SWEEPERS", {"audit.seal": sweep.Sweeper(kept.name, kept.every, broken)})
    code, out, err = said("sweep")
    assert (code, out) == (1, "audit.seal\t失败（LookupError），详见日志\t0\n")
    assert "sweeper audit.seal failed" in err  # the log, for whoever looks after the machine


def test_an_unknown_sweeper_is_bad_input(recorded, said) -> None:
    code, out, err = said("sweep", "--name", "demo.other")
    assert (code, out) == (2, "")
    assert err.startswith("zhichan: 没有名为“demo.other”的定时任务。现有：")


def test_sweep_every_goes_on_until_it_is_told_to_stop(recorded, said, monkeypatch) -> None:
    kept = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)]
    rounds: list[object] = []

    def once(names: object) -> list[object]:
        rounds.append(names)
        if len(rounds) == 3:
            signal.raise_signal(signal.SIGTERM)
        return []

    monkeypatch.setattr(jobs_commands, "_once", once)
    try:
        assert said("sweep", "--every", "0.001") == (0, "", "")
    finally:
        signal.signal(signal.SIGTERM, kept[0])
        signal.signal(signal.SIGINT, kept[1])
    assert rounds == [None] * 3


def test_the_worker_empties_the_queue(site: Site, said) -> None:
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)
    kept = [signal.getsignal(number) for number in numbers]
    try:
        assert said("worker", "--batch") == (0, "", "")
    finally:
        for number, handler in zip(numbers, kept, strict=True):
            signal.signal(number, handler)


def test_tables_of_another_version_are_bad_input(recorded, said) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'audit'")
    assert said("audit", "verify") == (
        2,
        "",
        "zhichan: 数据表结构与程序版本不符，请先运行 zhichan manage migrate。\n",
    )


def test_a_database_that_cannot_be_opened_is_bad_input(site: Site, said) -> None:
    connection.close()
    name = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = "/nowhere/zhichan.sqlite3"
    try:
        code, out, err = said("audit", "verify")
    finally:
        connection.settings_dict["NAME"] = name
    assert (code, out) == (2, "")
    assert err.startswith("zhichan: 无法打开数据库：")
    assert err.count("\n") == 1


def test_a_moving_line_is_shown_only_on_a_terminal(recorded, said, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    code, out, _err = said("backup", tmp_path / "office.zip")
    assert code == 0
    assert out.startswith("已备份到")
