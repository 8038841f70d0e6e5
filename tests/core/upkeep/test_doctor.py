"""What ``doctor`` notices: each fault on its own, and nothing on a sound installation."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core.checks import Info, Warning
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils.module_loading import autodiscover_modules
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from tests.core.jobs.sample_tasks import fail
from tests.core.upkeep.sites import NewSite, Site
from zhichan.core import append_only
from zhichan.core.access.actor import Actor
from zhichan.core.audit.actions import record
from zhichan.core.audit.models import AuditHead
from zhichan.core.audit.subjects import SubjectKey
from zhichan.core.by_name import ByName
from zhichan.core.calendar.models import CalendarDay
from zhichan.core.errors import Conflict
from zhichan.core.files import storage
from zhichan.core.files.actions import store_file
from zhichan.core.jobs.models import Heartbeat, SweepRun
from zhichan.core.jobs.sweep import run_sweep
from zhichan.core.jobs.worker import SILENT_AFTER, beat
from zhichan.core.upkeep import checks, checks_database, checks_machine, checks_records, doctor
from zhichan.core.upkeep.checks import CheckContext, Level, Remark, check, note, problem
from zhichan.core.upkeep.doctor import examine

A = SubjectKey("demo.matter", "1")


Remarks = Callable[..., list[str]]


def at_work(by: Actor, at: datetime) -> None:
    """Something recorded, swept, and a worker alive."""
    store_file("材料".encode(), name="a.txt", by=by, at=at)
    beat("w1", at)
    run_sweep(at)


@pytest.fixture
def healthy(db, system: Actor, now, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        at_work(system, now)


@pytest.fixture
def own_site(new_site: NewSite, system: Actor, now) -> Iterator[Site]:
    """A database of one's own, for faults that no transaction could undo."""
    site = new_site()
    with site.here():
        at_work(system, now)
        yield site


@pytest.fixture
def remarks(now) -> Remarks:
    """``remarks("files.intact")``: what one check says now, problems and notes alike."""

    def of(name: str, *, thorough: bool = True, at=now) -> list[str]:
        found = next(o for o in examine(at, thorough=thorough) if o.check.name == name)
        return [f"{remark.level}: {remark.text}" for remark in found.remarks]

    return of


def test_a_sound_installation_has_no_problem(own_site: Site, now) -> None:
    bad = {outcome.check.name for outcome in examine(now) if not outcome.is_good}
    # The test server of PostgreSQL runs without fsync, and its clock is not the test's.
    told = {"database.settings", "database.clock"}
    assert bad == (set() if connection.vendor == "sqlite" else told)


def test_every_check_has_a_chinese_label(healthy, now) -> None:
    labels = [str(outcome.check.label) for outcome in examine(now, thorough=False)]
    assert len(labels) == len(set(labels)) >= 13
    assert all("一" <= label[0] <= "鿿" for label in labels)


def test_unsafe_settings_of_sqlite_are_told(own_site: Site, remarks: Remarks) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("settings of SQLite")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.execute("PRAGMA foreign_keys=OFF")
    connection.transaction_mode = None
    try:
        assert remarks("database.settings") == [
            "problem: SQLite 的 foreign_keys 是 0，应为 1。",
            "problem: SQLite 的 synchronous 是 1，应为 2。",
            "problem: SQLite 的事务方式不是 IMMEDIATE，并发写入会失败。",
        ]
    finally:
        connection.transaction_mode = "IMMEDIATE"


def test_unsafe_settings_of_postgresql_are_told(healthy, remarks: Remarks, monkeypatch) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("settings of PostgreSQL")
    assert remarks("database.settings") == [
        "problem: PostgreSQL 的 fsync 是 off，应为 on。",
        "problem: PostgreSQL 的 full_page_writes 是 off，应为 on。",
        "problem: PostgreSQL 的 synchronous_commit 已关闭，断电时会丢失已确认的写入。",
    ]
    safe = {
        "SHOW server_version_num": "140011",
        "SHOW synchronous_commit": "on",
        "SHOW server_encoding": "UTF8",
    }
    monkeypatch.setattr(checks_database, "_value", lambda statement: safe.get(statement, "on"))
    assert remarks("database.settings") == ["problem: PostgreSQL 版本低于 15，请升级。"]


def test_pending_and_unknown_migrations_are_told(healthy, remarks: Remarks) -> None:
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("plan", "0001_initial")
    recorder.record_applied("audit", "0999_later")
    assert remarks("database.migrations") == [
        "problem: 有 1 个数据表升级尚未执行，请运行 zhichan manage migrate。",
        "problem: 数据库由更新的版本升级过（audit.0999_later），请换用该版本的程序。",
    ]


def test_broken_references_are_told(own_site: Site, remarks: Remarks) -> None:
    if connection.vendor != "sqlite":
        assert remarks("database.integrity") == []
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys=OFF")
        cursor.execute(
            "INSERT INTO people_unitname (unit_id, name, key, kind, source) VALUES (9, 'x', 'x', 'short', '')"
        )
        cursor.execute("PRAGMA foreign_keys=ON")
    assert remarks("database.integrity") == [
        "problem: 数据表 people_unitname 中有记录指向不存在的记录，共 1 处。"
    ]


def test_a_damaged_database_file_is_told(healthy, remarks: Remarks, monkeypatch) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("a file of SQLite")
    monkeypatch.setattr(checks_database, "_value", lambda _statement: "row 7 missing from index x")
    assert remarks("database.integrity") == [
        "problem: 数据库文件已损坏：row 7 missing from index x。请停止服务并从备份恢复。"
    ]
    assert remarks("database.integrity", thorough=False) == []


def test_a_clock_behind_the_record_is_told(healthy, remarks: Remarks, system: Actor, now) -> None:
    record("demo.matter.moved", subject=A, by=system, at=now + timedelta(minutes=6))
    found = remarks("database.clock")
    assert found[0] == "problem: 系统时钟早于最近一条审计记录（2026-11-20T02:06:00+00:00），请校准时钟。"


def test_a_clock_apart_from_the_servers_is_told(healthy, remarks: Remarks, now) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no clock of its own")
    found = remarks("database.clock", at=now - timedelta(days=1))
    assert any("数据库服务器与本机时钟相差" in text for text in found)


def test_missing_triggers_are_told(healthy, remarks: Remarks) -> None:
    append_only.drop()
    found = remarks("audit.protection")
    assert len(found) == len(append_only.names())
    assert found[0] == "problem: 缺少触发器 audit_auditevent_no_delete，请运行 zhichan manage migrate 补建。"


def test_a_tampered_record_is_told_by_a_thorough_look(healthy, remarks: Remarks, monkeypatch) -> None:
    monkeypatch.setattr(checks_records, "SHOWN", 1)
    chains = AuditHead.objects.count()
    with connection.cursor() as cursor:
        append_only.drop()
        cursor.execute("UPDATE audit_auditevent SET kind = 'x'")
        cursor.execute("DELETE FROM audit_audithead")
    found = remarks("audit.chain")
    assert len(found) == 2
    assert (
        found[1] == f"problem: 另有 {2 * chains - 1} 处发现。"
    )  # each is tampered with, each lacks its head
    assert remarks("audit.chain", thorough=False) == [
        "note: 快速检查不校验审计链，请运行 zhichan audit verify。"
    ]


def test_unwitnessed_events_are_a_note(healthy, remarks: Remarks, system: Actor, now) -> None:
    record("demo.matter.moved", subject=A, by=system, at=now)  # its commit, and so its line, is still to come
    assert remarks("audit.chain") == ["note: 有 1 条事件未写入流水文件（通常因当时断电）。"]


def test_a_late_seal_is_told(healthy, remarks: Remarks, now) -> None:
    assert remarks("audit.seal", at=now + timedelta(days=1)) == []
    assert remarks("audit.seal", at=now + timedelta(days=2)) == [
        "problem: 最近一次日封存是 2026-11-19，之后未再封存。请检查后台进程。"
    ]


def test_no_seal_yet_is_a_note(db, now) -> None:
    (outcome,) = (o for o in examine(now, thorough=False) if o.check.name == "audit.seal")
    assert [remark.level for remark in outcome.remarks] == [Level.NOTE]
    assert outcome.is_good


def test_missing_damaged_and_orphaned_files_are_told(
    healthy, remarks: Remarks, system: Actor, now, monkeypatch
) -> None:
    stored = [store_file(f"第{n}份".encode(), name="a.txt", by=system, at=now) for n in range(3)]
    storage.path_of(stored[0].sha256).unlink()
    storage.path_of(stored[1].sha256).write_bytes("第9份".encode())
    orphan = storage.files_dir() / "00" / "11" / ("0011" + "0" * 60)
    orphan.parent.mkdir(parents=True)
    orphan.write_bytes(b"x")
    said = {
        f"problem: 文件 {stored[0].sha256} 缺失，请从备份中找回。",
        f"problem: 文件 {stored[1].sha256} 内容已损坏，请从备份中找回。",
        f"note: 有 1 个文件没有记录指向（如 {orphan.name}），通常是写入中断留下的。",
    }
    assert set(remarks("files.intact")) == said
    assert len(remarks("files.intact", thorough=False)) == 2
    monkeypatch.setattr(checks_records, "SHOWN", 1)
    assert "problem: 另有 1 个文件缺失或损坏。" in remarks("files.intact")


def test_an_unknown_year_is_told(healthy, remarks: Remarks, now) -> None:
    assert remarks("calendar.coverage") == []
    assert remarks("calendar.coverage", at=now + timedelta(days=30)) == [
        "note: 明年的放假安排尚未收录，明年的期限计算为暂定。"
    ]
    unknown = ["problem: 工作日历没有今年的放假安排，期限计算为暂定。请升级程序或逐日设定。"]
    assert remarks("calendar.coverage", at=now + timedelta(days=60)) == unknown
    CalendarDay.objects.all().delete()
    assert remarks("calendar.coverage") == unknown


def test_an_open_folder_and_an_unfinished_restore_are_told(
    healthy, remarks: Remarks, settings, monkeypatch
) -> None:
    secret, marker = settings.DATA_DIR / "secret_key", settings.DATA_DIR / "restoring"
    secret.write_text("secret")
    secret.chmod(0o644)
    marker.touch()
    assert remarks("machine.folder") == [
        f"problem: 密钥文件 {secret} 可被他人读取，请执行 chmod 600。",
        f"problem: 有一次恢复没有完成。请在空的位置重新恢复，或确认数据完整后删除 {marker}。",
    ]
    secret.chmod(0o600)
    marker.unlink()
    assert remarks("machine.folder") == []
    monkeypatch.setattr(checks_machine.os, "access", lambda *_: False)
    assert remarks("machine.folder") == [f"problem: 数据目录 {settings.DATA_DIR} 不可写。"]


def test_warnings_of_djangos_own_checks_are_told(healthy, remarks: Remarks, monkeypatch) -> None:
    assert remarks("machine.settings") == []
    messages = [Warning("two of a name", id="urls.W003"), Info("as you like", id="x.I001")]
    monkeypatch.setattr(checks_machine, "run_checks", lambda: messages)
    assert remarks("machine.settings") == ["problem: urls.W003: two of a name"]


def test_a_full_disk_is_told(healthy, remarks: Remarks, monkeypatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=5 * 1024 * 1024))
    assert remarks("machine.disk") == ["problem: 数据目录所在磁盘仅剩 5 MB，请清理或扩容。"]


def test_a_dead_worker_and_failed_jobs_are_told(healthy, remarks: Remarks, now) -> None:
    assert remarks("jobs.worker") == []
    dead = "problem: 后台进程没有运行，到期提醒、日封存等不会执行。请运行 zhichan worker。"
    assert remarks("jobs.worker", at=now + SILENT_AFTER) == [dead]
    row = DBTaskResult.objects.get(pk=fail.enqueue().id)
    row.status, row.finished_at, row.exception_class_path = (
        TaskResultStatus.FAILED,
        now,
        "builtins.LookupError",
    )
    row.save()
    failed = "problem: 近 7 天有 1 个后台任务失败，最近的是 fail（builtins.LookupError）。"
    assert remarks("jobs.worker") == [failed]
    Heartbeat.objects.all().delete()
    assert remarks("jobs.worker") == [dead, failed]
    assert remarks("jobs.worker", at=now + timedelta(days=8)) == [dead]


def test_sweeps_that_fail_stand_still_or_never_ran_are_told(healthy, remarks: Remarks, now) -> None:
    assert remarks("jobs.sweep") == []
    SweepRun.objects.filter(name="jobs.lost").update(error="LookupError")
    SweepRun.objects.filter(name="jobs.prune").update(started_at=None)
    assert remarks("jobs.sweep", at=now + timedelta(hours=2))[:3] == [
        "problem: 定时任务 audit.seal 自 2026-11-20T02:00+00:00 起没有再运行。",
        "problem: 定时任务 jobs.lost 上次失败（LookupError），详见日志。",
        "problem: 定时任务 jobs.prune 从未运行。",
    ]


@pytest.fixture
def registry(monkeypatch) -> None:
    autodiscover_modules("doctor")  # else the first look of a process adds them to the empty one
    monkeypatch.setattr(checks, "_CHECKS", ByName("check"))


def test_a_check_that_cannot_be_carried_out_is_a_problem_and_stops_no_other(registry, now, caplog) -> None:
    @check("demo.broken", "坏的")
    def broken(_context: CheckContext) -> Iterator[Remark]:
        yield note("说了一半")
        raise LookupError("no such thing")

    @check("demo.refused", "拒绝的")
    def refused(_context: CheckContext) -> Iterator[Remark]:
        raise Conflict("正在写入，稍后再试。")

    @check("demo.sound", "好的")
    def sound(context: CheckContext) -> list[Remark]:
        return [] if context.thorough else [problem("不全")]

    said = {o.check.name: [remark.text for remark in o.remarks] for o in doctor.examine(now)}
    assert said == {
        "demo.broken": ["此项检查未能完成（LookupError），详见日志。"],
        "demo.refused": ["正在写入，稍后再试。"],
        "demo.sound": [],
    }
    assert "no such thing" in caplog.text
    with pytest.raises(ValueError, match=r"demo\.sound registered twice"):
        check("demo.sound", "又一个")(sound)
