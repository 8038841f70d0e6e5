"""Files from outside: real bytes are taken, and what is dangerous, too large or too much is refused whole."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO

import pytest

from tests.core.matters.conftest import House
from tests.core.matters.outside.conftest import submitted, ticket_of
from tests.core.matters.outside.test_own_steps import LATER, answered
from tests.everything import everything
from zhichan.core.access.actor import ANONYMOUS, Actor
from zhichan.core.errors import InvalidInput, NotFound, WrongState
from zhichan.core.files import storage
from zhichan.core.files.models import StoredFile
from zhichan.core.matters.actions import outside
from zhichan.core.matters.actions.outside import MEGABYTE, HandedIn, hand_in_files
from zhichan.core.matters.models import MatterEvent, MatterFile
from zhichan.core.matters.outside.tickets import Ticket
from zhichan.core.notices.models import Notice

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n"
PROGRAM = b"MZ\x90\x00" + bytes(60)


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), b"x")
    return buffer.getvalue()


def handed(name: str, content: bytes) -> HandedIn:
    return HandedIn(name, io.BytesIO(content), len(content))


def kept() -> list[Path]:
    return [path for path in storage.files_dir().rglob("*") if path.is_file()]


def test_files_are_put_into_the_matter_and_the_office_is_told(house: House) -> None:
    done = submitted()
    files = [handed("证书.pdf", PDF), handed("照片.jpg", b"\xff\xd8\xff\xe0....")]
    added = hand_in_files(ticket_of(done), files, by=ANONYMOUS, at=LATER)
    assert [(one.name, one.from_outside, one.is_secret, one.source) for one in added] == [
        ("证书.pdf", True, False, "anonymous:"),
        ("照片.jpg", True, False, "anonymous:"),
    ]
    events = MatterEvent.objects.filter(kind="filed").order_by("seq")
    assert [one.values for one in events] == [{"file": one.pk, "is_secret": False} for one in added]
    assert {one.part for one in events} == {"requester"}
    told = Notice.objects.filter(kind="matters.filed").values_list("text", flat=True)
    assert set(told) == {"当事人交来 2 份材料：示援〔2026〕1号"}


def test_what_was_handed_in_before_is_not_added_again(house: House) -> None:
    done = submitted()
    files = [handed("证书.pdf", PDF), handed("再来.pdf", PDF)]
    assert len(hand_in_files(ticket_of(done), files, by=ANONYMOUS, at=LATER)) == 1
    assert hand_in_files(ticket_of(done), [handed("证书.pdf", PDF)], by=ANONYMOUS, at=LATER) == []
    assert (MatterFile.objects.count(), StoredFile.objects.count(), len(kept())) == (1, 1, 1)


def test_the_files_of_a_secret_person_are_for_the_case_team_alone(house: House, firm: Actor) -> None:
    done = submitted(firm, "tip")
    [added] = hand_in_files(Ticket(done.matter.pk), [handed("赵某.pdf", PDF)], by=firm, at=LATER)
    assert (added.is_secret, added.source, added.file.source) == (True, "anonymous:", "anonymous:")
    assert "赵某" not in repr(list(MatterEvent.objects.values()))


REFUSED = [
    ("报告.pdf", PROGRAM, "程序、脚本或带宏"),
    ("setup.exe", PROGRAM, "程序、脚本或带宏"),
    ("台账.docx", zipped("word/document.xml", "word/vbaProject.bin"), "程序、脚本或带宏"),
    ("台账.xlsm", zipped("xl/workbook.xml"), "程序、脚本或带宏"),
    ("打包.zip", zipped("证书.txt"), "格式不收"),
    ("网页.html", b"<html><script>1</script>", "格式不收"),
    ("动图.gif", b"GIF89a....", "格式不收"),
    ("证书.pdf", zipped("word/document.xml"), "不是 pdf 格式"),
    ("空.pdf", b"", "空文件"),
    ("乱.bin", bytes(range(256)), "无法识别"),
]


@pytest.mark.parametrize(("name", "content", "words"), REFUSED, ids=[one[0] for one in REFUSED])
def test_one_bad_file_refuses_all_and_nothing_is_kept(
    house: House, name: str, content: bytes, words: str
) -> None:
    done = submitted()
    before = everything()
    files = [handed("证书.pdf", PDF), handed(name, content)]
    with pytest.raises(InvalidInput, match=words):
        hand_in_files(ticket_of(done), files, by=ANONYMOUS, at=LATER)
    assert everything() == before
    assert kept() == []


class Endless(io.RawIOBase):
    """Two gigabytes that nobody should read."""

    was_read = False

    def read(self, *_size: int) -> bytes:
        self.was_read = True
        return b"%PDF-1.7" + bytes(1 << 20)


def test_two_gigabytes_are_refused_unread(house: House) -> None:
    done, endless = submitted(), Endless()
    before = everything()
    content: BinaryIO = endless  # type: ignore[assignment]
    with pytest.raises(InvalidInput, match="超过 20 MB，请压缩"):
        hand_in_files(ticket_of(done), [HandedIn("片.pdf", content, 2048 * MEGABYTE)], by=ANONYMOUS, at=LATER)
    assert not endless.was_read
    assert everything() == before


def test_a_file_that_is_longer_than_it_says_is_not_kept(house: House) -> None:
    done = submitted()
    content = io.BytesIO(PDF + bytes(20 * MEGABYTE))
    with pytest.raises(InvalidInput, match="20 MB"):
        hand_in_files(ticket_of(done), [HandedIn("片.pdf", content, 10)], by=ANONYMOUS, at=LATER)
    assert kept() == []


@pytest.mark.parametrize(("number", "words"), [(0, "请选择文件"), (7, "一次最多 6 个")])
def test_none_and_too_many_at_once_are_refused(house: House, number: int, words: str) -> None:
    done = submitted()
    files = [handed(f"{n}.pdf", PDF + bytes([n])) for n in range(number)]
    with pytest.raises(InvalidInput, match=words):
        hand_in_files(ticket_of(done), files, by=ANONYMOUS, at=LATER)
    assert kept() == []


def test_a_matter_takes_so_many_files_and_no_more(
    house: House,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    monkeypatch.setattr(outside, "MOST_FILES", 3)
    done = submitted()
    hand_in_files(
        ticket_of(done), [handed("1.pdf", PDF), handed("2.pdf", PDF + b"2")], by=ANONYMOUS, at=LATER
    )
    before = everything()
    files = [handed("1.pdf", PDF), handed("3.pdf", PDF + b"3"), handed("4.pdf", PDF + b"4")]
    with (
        django_capture_on_commit_callbacks(execute=True),
        pytest.raises(InvalidInput, match="已经交了 2 个"),
    ):
        hand_in_files(ticket_of(done), files, by=ANONYMOUS, at=LATER.replace(hour=12))
    after = everything()
    assert {name for name in after if after[name] != before[name]} <= {
        "audit.AuditEvent",
        "audit.AuditHead",
    }
    assert len(kept()) == 2


def test_a_closed_matter_takes_none(house: House) -> None:
    done = answered(house)
    with pytest.raises(WrongState, match="不再收材料"):
        hand_in_files(ticket_of(done), [handed("证书.pdf", PDF)], by=ANONYMOUS, at=LATER)
    assert kept() == []


def test_without_the_code_nothing_is_taken(house: House) -> None:
    done = submitted()
    with pytest.raises(NotFound):
        hand_in_files(Ticket(done.matter.pk), [handed("证书.pdf", PDF)], by=ANONYMOUS, at=LATER)
    assert kept() == []
