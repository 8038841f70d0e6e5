"""A backup made while others write is one instant, not a mixture."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest

from tests.core.upkeep.sites import NewSite
from zhichan.core.access.actor import Actor
from zhichan.core.audit.verify import verify_audit
from zhichan.core.errors import InvalidInput
from zhichan.core.numbering.models import NumberSeries
from zhichan.core.upkeep.archive import ArchiveReader
from zhichan.core.upkeep.backup import make_backup
from zhichan.core.upkeep.restore import restore_backup

# One action for each line that comes in: a number, an event about a subject that all actions share, an
# event of its own, and for every fifth a file.
WRITER = """
from zhichan.core.audit.actions import Entry, record_batch
from zhichan.core.audit.subjects import SubjectKey
from zhichan.core.files.actions import store_file
from zhichan.core.numbering.actions import next_number
for _order in sys.stdin:
    with transaction.atomic():
        number = next_number("demo.action", year=2026)
        subjects = [SubjectKey("demo.shared", "1"), SubjectKey("demo.own", str(number))]
        record_batch([Entry("demo.action.done", s, {"number": number}) for s in subjects], by=by, at=at)
    if number % 5 == 0:
        store_file(f"第{number}份".encode(), name="a.txt", by=by, at=at)
    say(number)
"""


def _rows(archive: Path, label: str) -> list[dict[str, object]]:
    with ArchiveReader(archive) as reader:
        table = next(table for table in reader.manifest.tables if table.model == label)
        return [
            dict(zip(table.columns, json.loads(line), strict=True)) for line in reader.lines(table.member)
        ]


def test_a_backup_during_writes_is_consistent(new_site: NewSite, tmp_path: Path, system: Actor, now) -> None:
    site = new_site()
    archives = [tmp_path / f"{n}.zip" for n in range(2)]
    with site.start(WRITER) as writer, site.here():

        def one_more_write() -> int:
            assert writer.stdin is not None
            assert writer.stdout is not None
            writer.stdin.write("write\n")
            writer.stdin.flush()
            return int(writer.stdout.readline())

        begun_after = []
        for archive in archives:
            begun_after.append(one_more_write())
            # Between any two tables another action is committed.
            make_backup(archive, by=system, at=now, progress=lambda _step: one_more_write())
        assert one_more_write() > 100
        writer.kill()

    assert [_number_in(archive) for archive in archives] == begun_after

    with new_site().here():
        restore_backup(archives[1])
        report = verify_audit()
        assert report.is_sound
        assert NumberSeries.objects.get().last == begun_after[1]


@pytest.mark.parametrize("has_links", [True, False])
def test_a_file_that_appears_at_the_name_meanwhile_stays_and_no_half_is_left(
    new_site: NewSite, tmp_path: Path, system: Actor, now, monkeypatch, has_links: bool
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    archive = folder / "office.zip"
    if not has_links:
        monkeypatch.setattr(os, "link", _refused)
    with new_site().here():
        with pytest.raises(InvalidInput, match="已存在，不会覆盖"):
            make_backup(archive, by=system, at=now, progress=lambda _step: archive.write_text("别人的"))
        assert archive.read_text() == "别人的"
        assert list(folder.iterdir()) == [archive]

        archive.unlink()
        make_backup(archive, by=system, at=now)
        assert list(folder.iterdir()) == [archive]
    assert archive.stat().st_mode & 0o777 == 0o600
    with ArchiveReader(archive) as reader:
        reader.check()


def test_a_link_to_nowhere_is_a_name_taken(new_site: NewSite, tmp_path: Path, system: Actor, now) -> None:
    archive = tmp_path / "office.zip"
    archive.symlink_to(tmp_path / "absent.zip")
    with new_site().here(), pytest.raises(InvalidInput, match="已存在，不会覆盖"):
        make_backup(archive, by=system, at=now)
    assert archive.is_symlink()
    assert not (tmp_path / "absent.zip").exists()


def _refused(*_names: object) -> None:
    """As a file system answers that knows no links."""
    raise PermissionError(errno.EPERM, "Operation not permitted")


def _number_in(archive: Path) -> int:
    """The last number given, after checking that everything that goes with it is in the archive."""
    (series,) = _rows(archive, "numbering.numberseries")
    last = series["last"]
    assert isinstance(last, int)
    events = [row for row in _rows(archive, "audit.auditevent") if row["kind"] == "demo.action.done"]
    assert len(events) == 2 * last
    heads = {
        (row["subject_kind"], row["subject_id"]): row["seq"] for row in _rows(archive, "audit.audithead")
    }
    assert heads["demo.shared", "1"] == last
    assert ("demo.own", str(last)) in heads
    with ArchiveReader(archive) as reader:
        reader.check()
        kept = {kept.sha256 for kept in reader.manifest.files}
    assert kept == {row["sha256"] for row in _rows(archive, "files.storedfile")}
    return last
