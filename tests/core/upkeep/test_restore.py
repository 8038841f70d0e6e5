"""Backup, then restore into an empty place: equal, or refused with nothing left behind."""

from __future__ import annotations

import json
import shutil
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from tests.conftest import NOW
from tests.core.jobs.sample_tasks import double
from tests.core.upkeep.schema import schema
from tests.core.upkeep.sites import NewSite, Site
from zhichan.core import append_only
from zhichan.core.access.actor import Actor, system_actor
from zhichan.core.audit.actions import record
from zhichan.core.audit.findings import Report
from zhichan.core.audit.models import AuditEvent
from zhichan.core.audit.seals import seal_day
from zhichan.core.audit.subjects import SubjectKey
from zhichan.core.audit.verify import verify_audit
from zhichan.core.calendar.actions import set_day
from zhichan.core.calendar.queries import calendar_day
from zhichan.core.errors import Conflict, InvalidInput, SourceMissing
from zhichan.core.files import storage
from zhichan.core.files.actions import store_file
from zhichan.core.files.models import StoredFile
from zhichan.core.files.queries import open_file
from zhichan.core.people.models import Person, Unit
from zhichan.core.upkeep.archive import ArchiveReader, Manifest
from zhichan.core.upkeep.backup import make_backup
from zhichan.core.upkeep.restore import restore_backup
from zhichan.core.upkeep.rows import columns_of, kept_models, lines_of
from zhichan.rooms.plan.models import Indicator, IndicatorValue, Plan

A = SubjectKey("demo.matter", "1")
CROSSING = """
from pathlib import Path
from zhichan.core.upkeep.backup import make_backup
from zhichan.core.upkeep.restore import restore_backup
assert connection.vendor == "sqlite"
restore_backup(Path(sys.argv[1]))
make_backup(Path(sys.argv[2]), by=by, at=at)
"""


def fill(system: Actor, now) -> None:
    """Some of everything: rows with every kind of value, files, events, a seal."""
    office = Unit.objects.create(name="云川区知识产权局", kind="office", source="test")
    Unit.objects.create(
        name="云川区法院", kind="court", parent=office, abolished_on=date(2030, 1, 1), source="test"
    )
    Person.objects.create(username="li", name="李“青\n禾”", created_at=now, source="test", is_sample=True)
    plan = Plan.objects.create(title="规划", genre="other", owner_unit=office, created_at=now, source="test")
    indicator = Indicator.objects.create(plan=plan, position=1, name="有效发明专利量", source="test")
    for day, value in ((1, Decimal("12345.6700")), (2, Decimal("-0.0001"))):
        IndicatorValue.objects.create(
            indicator=indicator, effective_on=date(2026, 11, day), known_at=now, value=value, source="test"
        )
    double.enqueue(21)
    store_file("第一份，附件".encode(), name="a.txt", by=system, at=now)
    store_file(b"%PDF-1.7 second", name="b.pdf", by=system, at=now)
    set_day(date(2027, 1, 4), is_working=False, reason="本区统一调休", by=system, at=now)
    seal_day(date(2026, 11, 19), at=now)
    record("demo.matter.moved", subject=A, by=system, at=now, details={"state": "已收件"})


def everything() -> dict[str, bytes]:
    """All rows of all tables, as text."""
    return {
        model._meta.label_lower: b"".join(lines_of(model, columns_of(model))) for model in kept_models(apps)
    }


@pytest.fixture(scope="session")
def source(site_factory: Callable[..., Site], tmp_path_factory, django_db_blocker) -> Site:
    """A filled installation and its backup; tests that change it take a copy."""
    site = site_factory(tmp_path_factory.mktemp("source"))
    with django_db_blocker.unblock(), site.here():
        fill(system_actor("test"), NOW)
        make_backup(site.data_dir / "office.zip", by=system_actor("test"), at=NOW)
    return site


@pytest.fixture
def archive(source: Site, tmp_path: Path, new_site: NewSite) -> Path:
    return Path(shutil.copy(source.data_dir / "office.zip", tmp_path))


def nothing_in(site: Site) -> bool:
    """Whether a bare site holds no file and no table."""
    if any(path.is_file() for path in site.data_dir.rglob("*")):
        return False
    with site.here():
        return not site.url or not connection.introspection.table_names()


@dataclass(frozen=True)
class Restored:
    """What was seen right after restoring, before any test worked on the site."""

    site: Site
    manifest: Manifest
    steps: list[str]
    rows: dict[str, bytes]
    report: Report
    missing_triggers: list[str]


@pytest.fixture(scope="session")
def restored(
    source: Site, site_factory: Callable[..., Site], tmp_path_factory, django_db_blocker
) -> Restored:
    site = site_factory(tmp_path_factory.mktemp("restored"), bare=True)
    steps: list[str] = []
    with django_db_blocker.unblock(), site.here():
        manifest = restore_backup(source.data_dir / "office.zip", progress=steps.append)
        return Restored(site, manifest, steps, everything(), verify_audit(), append_only.missing())


def test_a_restored_installation_equals_the_one_backed_up(
    source: Site, restored: Restored, new_site: NewSite
) -> None:
    with source.here():
        expected, report = everything(), verify_audit()
    assert restored.rows == expected
    assert restored.report == report
    assert report.is_sound
    assert restored.missing_triggers == []
    assert restored.manifest.rows == sum(text.count(b"\n") for text in expected.values())
    assert restored.manifest.audit_events == report.events == 5
    assert "people.person" in restored.steps
    assert not (restored.site.data_dir / "restoring").exists()
    with restored.site.here():
        for stored in StoredFile.objects.all():
            with open_file(stored, verify=True) as file:
                assert file.read()
        assert calendar_day(date(2027, 1, 4)).is_working is False


def test_a_restored_installation_goes_on_numbering_after_the_last_row(
    restored: Restored, new_site: NewSite, system: Actor, now
) -> None:
    with restored.site.here():
        before = AuditEvent.objects.order_by("-pk")[0].pk
        assert record("demo.matter.moved", subject=A, by=system, at=now).pk == before + 1
        highest = max(Unit.objects.values_list("pk", flat=True))
        assert Unit.objects.create(name="云川区财政局", kind="bureau", source="test").pk == highest + 1
        assert verify_audit().is_sound


def test_a_backup_of_a_restored_installation_holds_the_same(
    restored: Restored, new_site: NewSite, tmp_path: Path, system: Actor, now
) -> None:
    with restored.site.here():
        second = make_backup(tmp_path / "again.zip", by=system, at=now)
    first = restored.manifest
    changed = {one.model for one, other in zip(first.tables, second.tables, strict=True) if one != other}
    # That the second backup was begun, and what the test above added.
    assert changed <= {"audit.auditevent", "audit.audithead", "people.unit"}
    assert "audit.auditevent" in changed
    assert first.files == second.files


def test_the_archive_is_readable_by_its_owner_only(source: Site, archive: Path) -> None:
    assert archive.stat().st_mode & 0o777 == 0o600
    assert list(source.data_dir.glob(".office*")) == []


def test_an_existing_file_is_not_overwritten(source: Site, archive: Path, system: Actor, now) -> None:
    before = archive.read_bytes()
    with source.here(), pytest.raises(InvalidInput, match="已存在"):
        make_backup(archive, by=system, at=now)
    assert archive.read_bytes() == before


def test_a_folder_that_is_not_there_is_refused(source: Site, tmp_path: Path, system: Actor, now) -> None:
    with source.here(), pytest.raises(InvalidInput, match="无法写入"):
        make_backup(tmp_path / "nowhere" / "x.zip", by=system, at=now)


@pytest.mark.parametrize("damage", ["missing", "changed"])
def test_a_backup_with_a_lost_file_is_refused_and_not_kept(
    new_site: NewSite, tmp_path: Path, system: Actor, now, damage: str
) -> None:
    with new_site().here():
        store_file("第一份".encode(), name="a.txt", by=system, at=now)
        path = storage.path_of(StoredFile.objects.order_by("pk")[0].sha256)
        path.unlink() if damage == "missing" else path.write_bytes(b"other")
        with pytest.raises(SourceMissing, match="缺失或已损坏"):
            make_backup(tmp_path / "x.zip", by=system, at=now)
    assert list(tmp_path.glob("*x.zip*")) == []


def test_a_used_place_is_refused_and_untouched(source: Site, archive: Path, new_site: NewSite) -> None:
    with source.here():
        before = everything()
        with pytest.raises(Conflict, match="只能恢复到空的位置：数据表"):
            restore_backup(archive)
        assert everything() == before
        assert all(
            storage.path_of(sha).is_file() for sha in StoredFile.objects.values_list("sha256", flat=True)
        )


def test_a_folder_with_files_is_refused_and_untouched(archive: Path, new_site: NewSite) -> None:
    site = new_site(bare=True)
    kept = site.data_dir / "files" / "ab" / "note"
    kept.parent.mkdir(parents=True)
    kept.write_text("mine")
    with site.here(), pytest.raises(Conflict, match="中有文件"):
        restore_backup(archive)
    assert kept.read_text() == "mine"
    kept.unlink()
    assert nothing_in(site)


def test_a_place_that_was_only_seeded_or_half_restored_counts_as_empty(
    archive: Path, new_site: NewSite
) -> None:
    site = new_site()
    (site.data_dir / "restoring").touch()
    left = site.data_dir / "files" / "ab" / "half"
    left.parent.mkdir(parents=True)
    left.write_text("half")
    with site.here():
        restore_backup(archive)
        assert verify_audit().is_sound
        assert Unit.objects.count() == 2
    assert not left.exists()


@pytest.mark.parametrize("kept", [0.0, 0.3, 0.9, 0.999])
def test_a_cut_archive_is_refused_with_nothing_left_behind(archive: Path, bare: Site, kept: float) -> None:
    content = archive.read_bytes()
    archive.write_bytes(content[: int(len(content) * kept)])
    _refused(archive, bare)


@pytest.mark.parametrize("at_share", [0.05, 0.2, 0.4, 0.6, 0.8, 0.97])
def test_a_damaged_archive_is_refused_with_nothing_left_behind(
    archive: Path, bare: Site, at_share: float
) -> None:
    content = bytearray(archive.read_bytes())
    start = int(len(content) * at_share)
    content[start : start + 64] = bytes(64)
    archive.write_bytes(content)
    _refused(archive, bare)


@pytest.fixture(scope="session")
def bare_site(site_factory: Callable[..., Site], tmp_path_factory) -> Site:
    return site_factory(tmp_path_factory.mktemp("bare"), bare=True)


@pytest.fixture
def bare(bare_site: Site, django_db_blocker) -> Iterator[Site]:
    """An empty place that every refused restore leaves as empty as it was."""
    with django_db_blocker.unblock():
        yield bare_site


def _refused(archive: Path, site: Site, match: str = "已损坏或不完整") -> None:
    with site.here(), pytest.raises(InvalidInput, match=match):
        restore_backup(archive)
    assert nothing_in(site)


def test_a_file_that_is_no_archive_is_refused(tmp_path: Path, bare: Site) -> None:
    path = tmp_path / "letter.zip"
    path.write_text("不是备份")
    _refused(path, bare)
    _refused(tmp_path / "absent.zip", bare, "找不到备份文件")
    with zipfile.ZipFile(path, "w") as other:
        other.writestr("readme.txt", "other")
    _refused(path, bare)


def _forged(archive: Path, change: dict[str, object], members: dict[str, bytes] | None = None) -> Path:
    """The archive with another manifest, and other members that fit the manifest's digests."""
    import hashlib

    path = archive.with_name("forged.zip")
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(path, "w") as target:
        manifest = {**json.loads(source.read("manifest.json")), **change}
        for member, content in (members or {}).items():
            for table in manifest["tables"]:
                if member == f"tables/{table['model']}.jsonl":
                    table["sha256"] = hashlib.sha256(content).hexdigest()
        for name in source.namelist():
            if name != "manifest.json":
                target.writestr(name, (members or {}).get(name, source.read(name)))
        target.writestr("manifest.json", json.dumps(manifest))
    return path


def test_a_table_or_manifest_that_does_not_fit_is_refused(archive: Path, bare: Site, monkeypatch) -> None:
    with ArchiveReader(archive) as reader:
        tables = [vars(table) for table in reader.manifest.tables]
    tables[0]["sha256"] = "0" * 64
    _refused(_forged(archive, {"tables": tables}), bare)
    monkeypatch.setattr("zhichan.core.upkeep.archive._MANIFEST_LIMIT_BYTES", 10)
    _refused(archive, bare)


def test_an_archive_whose_events_are_not_those_it_counted_is_refused(
    archive: Path, new_site: NewSite
) -> None:
    site = new_site()
    with site.here(), pytest.raises(InvalidInput, match="audit"):
        restore_backup(_forged(archive, {"audit_events": 4}))
    with site.here():
        assert AuditEvent.objects.count() == 0


def test_an_archive_whose_record_was_tampered_with_is_refused(
    source: Site, new_site: NewSite, tmp_path: Path, system: Actor, now
) -> None:
    with new_site().here():
        record("demo.matter.moved", subject=A, by=system, at=now)
        with append_only.lifted(), connection.cursor() as cursor:
            cursor.execute("UPDATE audit_auditevent SET kind = 'x'")
        make_backup(tmp_path / "tampered.zip", by=system, at=now)
    with new_site().here(), pytest.raises(InvalidInput, match=r"demo\.matter:1 #1 事件内容被改动"):
        restore_backup(tmp_path / "tampered.zip")


def test_an_archive_crosses_to_the_other_database_and_back(
    source: Site, archive: Path, new_site: NewSite, tmp_path: Path
) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("the other database is there when the tests run on PostgreSQL")
    back = tmp_path / "back.zip"
    Site(tmp_path, "").run(CROSSING, archive, back)
    with source.here():
        expected = everything()
    with new_site().here():
        manifest = restore_backup(back)
        restored = everything()
    assert manifest.database == "sqlite"
    differing = {label for label, rows in expected.items() if restored[label] != rows}
    assert differing == {"audit.auditevent", "audit.audithead"}  # that the second backup was begun
    assert restored["audit.auditevent"].startswith(expected["audit.auditevent"])


def test_an_archive_of_another_format_is_refused(archive: Path, bare: Site) -> None:
    _refused(_forged(archive, {"format": 2}), bare, "格式版本 2")


def test_an_archive_of_a_newer_version_is_refused(archive: Path, bare: Site) -> None:
    with ArchiveReader(archive) as reader:
        migrations = [*reader.manifest.migrations, ("people", "0999_later")]
    _refused(_forged(archive, {"migrations": migrations}), bare, r"people\.0999_later")


def test_a_database_ahead_of_the_backup_is_refused(archive: Path, new_site: NewSite) -> None:
    with ArchiveReader(archive) as reader:
        migrations = [node for node in reader.manifest.migrations if node != OLDER_BY]
    path = _forged(archive, {"migrations": migrations})
    with new_site().here(), pytest.raises(InvalidInput, match="表结构比备份新"):
        restore_backup(path)


OLDER_BY = ("auth", "0012_alter_user_first_name_max_length")  # nothing rests on it


def test_an_older_backup_is_brought_up_to_date(archive: Path, new_site: NewSite) -> None:
    """Also: migrations make the tables that the models say, from which every other test has its own."""
    with new_site().here():
        of_models = schema()
    with ArchiveReader(archive) as reader:
        migrations = [node for node in reader.manifest.migrations if node != OLDER_BY]
    with new_site(bare=True).here():
        restore_backup(_forged(archive, {"migrations": migrations}))
        assert verify_audit().is_sound
        assert append_only.missing() == []
        assert schema() == of_models


def test_an_archive_without_one_of_the_tables_is_refused(archive: Path, bare: Site) -> None:
    with ArchiveReader(archive) as reader:
        tables = [vars(table) for table in reader.manifest.tables if table.model != "people.unit"]
    _refused(_forged(archive, {"tables": tables}), bare)


@pytest.mark.parametrize(
    ("member", "content"),
    [
        ("tables/people.unit.jsonl", b"nonsense\n"),
        ("tables/audit.auditevent.jsonl", b""),
        ("tables/people.unit.jsonl", b""),
        ("tables/people.unit.jsonl", b"[" * 100_000),
        ("tables/people.unit.jsonl", b"{}\n"),
        ("tables/people.unit.jsonl", b'[99999999999999999999,"\\u0000","office",null,null,null,false,"x"]\n'),
        ("tables/people.unit.jsonl", b'["x",["y"],{},null,null,null,false,"x"]\n'),
    ],
)
def test_rows_that_do_not_fit_are_refused(
    archive: Path, new_site: NewSite, member: str, content: bytes
) -> None:
    site = new_site()
    with site.here(), pytest.raises(InvalidInput, match="已损坏或不完整"):
        restore_backup(_forged(archive, {}, {member: content}))
    with site.here():
        assert Unit.objects.count() == 0
        assert calendar_day(date(2026, 10, 1)).is_working is False
        assert append_only.missing() == []
    assert not (site.data_dir / "files").exists()
    assert not (site.data_dir / "restoring").exists()


def test_a_member_outside_its_folder_is_refused(archive: Path, bare: Site) -> None:
    with ArchiveReader(archive) as reader:
        journal = vars(reader.manifest.audit[0])
    path = _forged(archive, {"audit": [{**journal, "member": "audit/../../escaped"}]})
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(path, "a") as target:
        target.writestr("audit/../../escaped", source.read("audit/journal.log"))
    _refused(path, bare)


@pytest.mark.parametrize(
    "member",
    [
        "",
        "audit",
        "/etc/passwd",
        "audit/roots/../../x.json",
        "audit/journal.log/x",
        "audit/roots/a.json",
        7,
        None,
    ],
)
def test_an_audit_file_no_backup_has_is_refused(archive: Path, bare: Site, member: object) -> None:
    with ArchiveReader(archive) as reader:
        journal = vars(reader.manifest.audit[0])
    _refused(_forged(archive, {"audit": [{**journal, "member": member}]}), bare)


@pytest.mark.parametrize(
    "change",
    [
        {"migrations": [["people"]]},
        {"migrations": [[["people"], {}]]},
        {"migrations": 7},
        {"tables": [{"model": "people.unit", "columns": "id", "rows": "many", "sha256": "x"}]},
        {"tables": None},
        {"files": [{"member": "files/" + "0" * 64, "size_bytes": "many", "sha256": "0" * 64}]},
        {"files": [{"member": "files/../x", "size_bytes": 1, "sha256": "0" * 64}]},
        {"files": [7]},
        {"unknown": 1},
    ],
)
def test_a_manifest_of_other_things_is_refused(archive: Path, bare: Site, change: dict[str, object]) -> None:
    _refused(_forged(archive, change), bare)


def test_a_manifest_nested_without_end_is_refused(archive: Path, bare: Site) -> None:
    path = archive.with_name("nested.zip")
    with zipfile.ZipFile(path, "w") as target:
        target.writestr("manifest.json", "[" * 200_000)
    _refused(path, bare)


def test_an_archive_with_a_password_is_refused(archive: Path, bare: Site) -> None:
    """The mark of a password on a member, in the member's own head and in the directory."""
    content = bytearray(archive.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.rindex(signature) + offset] |= 1
    archive.write_bytes(content)
    _refused(archive, bare)


def test_a_line_without_end_is_refused_without_being_read(
    archive: Path, new_site: NewSite, monkeypatch
) -> None:
    """The line of 16 MB is refused with less than a quarter of it in memory; the lines alone are measured."""
    monkeypatch.setattr("zhichan.core.upkeep.archive._LINE_LIMIT_BYTES", 1 << 20)
    member = "tables/people.unit.jsonl"
    path = _forged(archive, {}, {member: b"[" + b" " * (16 << 20)})
    with new_site().here():
        with pytest.raises(InvalidInput, match="已损坏或不完整"):
            restore_backup(path)
        assert Unit.objects.count() == 0
    with ArchiveReader(path) as reader:
        tracemalloc.start()
        with pytest.raises(InvalidInput, match="已损坏或不完整"):
            list(reader.lines(member))
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 4 << 20


def test_a_stored_file_under_a_wrong_name_is_refused(archive: Path, bare: Site) -> None:
    with ArchiveReader(archive) as reader:
        first, second = (vars(kept) for kept in reader.manifest.files)
    files = [
        {**first, "member": second["member"], "sha256": second["sha256"]},
        {**second, "member": "files/" + "0" * 64},
    ]
    path = _forged(archive, {"files": files})
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(path, "a") as target:
        target.writestr("files/" + "0" * 64, source.read(second["member"]))
    _refused(path, bare)
