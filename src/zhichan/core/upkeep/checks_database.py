"""Health of the database: its settings, its tables, its own consistency."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core import append_only
from zhichan.core.audit.models import AuditEvent
from zhichan.core.upkeep.checks import CheckContext, Remark, check, problem

OLDEST_POSTGRESQL = 150000
CLOCK_TOLERANCE = timedelta(minutes=5)

# What each setting must be, and why: the reason stands in docs/decisions/0003-writes-survive-power-loss.md.
_SQLITE_PRAGMAS = {"journal_mode": "wal", "foreign_keys": "1", "synchronous": "2"}
_POSTGRESQL_SETTINGS = {"fsync": "on", "full_page_writes": "on", "server_encoding": "UTF8"}


def _value(statement: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return str(cursor.fetchone()[0])


@check("database.settings", gettext_lazy("数据库设置"))
def settings_are_safe(_context: CheckContext) -> Iterator[Remark]:
    """An acknowledged write must survive the process and the power being cut."""
    if connection.vendor == "postgresql":
        yield from _postgresql_settings()
    else:
        yield from _sqlite_settings()


def _sqlite_settings() -> Iterator[Remark]:
    for name, expected in _SQLITE_PRAGMAS.items():
        found = _value(f"PRAGMA {name}").lower()
        if found != expected:
            yield problem(
                _("SQLite 的 %(name)s 是 %(found)s，应为 %(expected)s。")
                % {"name": name, "found": found, "expected": expected}
            )
    if connection.transaction_mode != "IMMEDIATE":  # type: ignore[attr-defined]
        yield problem(_("SQLite 的事务方式不是 IMMEDIATE，并发写入会失败。"))


def _postgresql_settings() -> Iterator[Remark]:
    if int(_value("SHOW server_version_num")) < OLDEST_POSTGRESQL:
        yield problem(_("PostgreSQL 版本低于 15，请升级。"))
    for name, expected in _POSTGRESQL_SETTINGS.items():
        found = _value(f"SHOW {name}")
        if found != expected:
            yield problem(
                _("PostgreSQL 的 %(name)s 是 %(found)s，应为 %(expected)s。")
                % {"name": name, "found": found, "expected": expected}
            )
    if _value("SHOW synchronous_commit") == "off":
        yield problem(_("PostgreSQL 的 synchronous_commit 已关闭，断电时会丢失已确认的写入。"))


@check("database.migrations", gettext_lazy("数据表结构"))
def migrations_are_applied(_context: CheckContext) -> Iterator[Remark]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        yield problem(
            _("有 %(count)d 个数据表升级尚未执行，请运行 zhichan manage migrate。") % {"count": len(plan)}
        )
    if unknown := set(executor.loader.applied_migrations) - set(executor.loader.graph.nodes):
        name = ".".join(sorted(unknown)[0])
        yield problem(_("数据库由更新的版本升级过（%(name)s），请换用该版本的程序。") % {"name": name})


@check("database.integrity", gettext_lazy("数据库完整性"))
def database_is_whole(context: CheckContext) -> Iterator[Remark]:
    """SQLite looks through its own pages and references; PostgreSQL checks references on every write."""
    if connection.vendor != "sqlite":
        return
    if context.thorough and (found := _value("PRAGMA quick_check(1)")) != "ok":
        yield problem(_("数据库文件已损坏：%(found)s。请停止服务并从备份恢复。") % {"found": found})
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_key_check")
        broken = cursor.fetchall()
    if broken:
        yield problem(
            _("数据表 %(table)s 中有记录指向不存在的记录，共 %(count)d 处。")
            % {"table": broken[0][0], "count": len(broken)}
        )


@check("database.clock", gettext_lazy("系统时钟"))
def clock_is_right(context: CheckContext) -> Iterator[Remark]:
    """The clock must not run behind what is recorded, nor apart from the database server's."""
    last = AuditEvent.objects.order_by("-pk").values_list("at", flat=True).first()
    if last is not None and last > context.at + CLOCK_TOLERANCE:
        yield problem(
            _("系统时钟早于最近一条审计记录（%(last)s），请校准时钟。") % {"last": last.isoformat()}
        )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            apart = abs(cursor.fetchone()[0] - context.at)
        if apart > CLOCK_TOLERANCE:
            yield problem(_("数据库服务器与本机时钟相差 %(apart)s，请校准时钟。") % {"apart": apart})


@check("audit.protection", gettext_lazy("只增不改的表"))
def history_is_protected(_context: CheckContext) -> Iterator[Remark]:
    for name in append_only.missing():
        yield problem(_("缺少触发器 %(name)s，请运行 zhichan manage migrate 补建。") % {"name": name})
