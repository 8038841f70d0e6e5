"""Storing files: under their hash, once, whole, and only what is safe to keep."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest
from docx import Document

from zhichan.core.access.actor import Actor
from zhichan.core.access.roles import Role
from zhichan.core.audit.models import AuditEvent
from zhichan.core.audit.queries import events_of
from zhichan.core.errors import Conflict, InvalidInput, NotFound
from zhichan.core.files import storage
from zhichan.core.files.actions import discard_file, store_evidence, store_file
from zhichan.core.files.models import StoredFile
from zhichan.core.files.pages import file_response
from zhichan.core.files.queries import open_file
from zhichan.core.files.sniff import DOCX, PPTX, XLSX
from zhichan.core.imports.models import ImportBatch

PDF = b"%PDF-1.7\n1 0 obj\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


def zipped(*names: str, content: bytes = b"x") -> bytes:
    """An archive with a fixed time inside: the bytes name test cases, which two workers must agree on."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


def docx() -> bytes:
    buffer = io.BytesIO()
    document = Document()
    document.add_paragraph("云川区知识产权工作要点")
    document.save(buffer)
    return buffer.getvalue()


def kept_files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def bytes_of(stored: StoredFile) -> bytes:
    with open_file(stored, verify=True) as file:
        return file.read()


def test_bytes_are_kept_under_their_hash(db, system: Actor, now) -> None:
    stored = store_file(PDF, name="规划.pdf", by=system, at=now)
    sha256 = hashlib.sha256(PDF).hexdigest()
    assert (stored.sha256, stored.size_bytes, stored.media_type) == (sha256, len(PDF), "application/pdf")
    assert (stored.stored_at, stored.source, str(stored)) == (now, "system:test", sha256[:16])
    assert storage.path_of(sha256).read_bytes() == PDF
    assert kept_files(storage.incoming_dir()) == []
    event = events_of(stored).get()
    assert (event.kind, event.details) == ("files.file.stored", {"sha256": sha256})


def test_the_same_bytes_give_the_same_row(db, system: Actor, actor, office, now) -> None:
    first = store_file(PDF, name="a.pdf", by=system, at=now)
    again = store_file(io.BytesIO(PDF), name="b.pdf", by=actor(Role.PLAN_OFFICER, office), at=now)
    assert again.pk == first.pk
    assert again.source == "system:test"
    assert StoredFile.objects.count() == 1
    assert AuditEvent.objects.count() == 1
    assert len(kept_files(storage.files_dir())) == 1


def test_a_person_is_named_as_source(db, actor, office, now) -> None:
    by = actor(Role.PLAN_OFFICER, office)
    assert store_file(PDF, name="a.pdf", by=by, at=now).source == f"person:{by.id}"


def test_large_content_is_read_in_pieces(db, system: Actor, now, monkeypatch) -> None:
    monkeypatch.setattr(storage, "PIECE_BYTES", 7)
    content = ("一二三四五六七八九十" * 20).encode()
    stored = store_file(io.BytesIO(content), name="a.txt", by=system, at=now)
    with open_file(stored, verify=True) as file:
        assert file.read() == content


def test_bytes_lost_from_the_disk_come_back_when_stored_again(db, system: Actor, now) -> None:
    stored = store_file(PDF, name="a.pdf", by=system, at=now)
    storage.path_of(stored.sha256).write_bytes(b"damaged")
    assert store_file(PDF, name="a.pdf", by=system, at=now).pk == stored.pk
    with open_file(stored, verify=True) as file:
        assert file.read() == PDF


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (PDF, "a.pdf", "application/pdf"),
        (PDF, "附件", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n....", "a.png", "image/png"),
        (b"\xff\xd8\xff\xe0....", "a.jpeg", "image/jpeg"),
        (b"GIF89a....", "a.gif", "image/gif"),
        (b"II*\x00....", "a.tif", "image/tiff"),
        (zipped("xl/workbook.xml"), "a.xlsx", XLSX),
        (zipped("ppt/presentation.xml"), "a.pptx", PPTX),
        (zipped("OFD.xml"), "公文.ofd", "application/ofd"),
        (zipped("readme.txt"), "a.zip", "application/zip"),
        (zipped(), "a.zip", "application/zip"),
        (OLE + utf16("WordDocument"), "a.doc", "application/msword"),
        (OLE + utf16("WordDocument"), "a.wps", "application/msword"),
        (OLE + utf16("Workbook"), "a.xls", "application/vnd.ms-excel"),
        (OLE + utf16("PowerPoint Document"), "a.ppt", "application/vnd.ms-powerpoint"),
        ("一、总体要求".encode(), "a.txt", "text/plain"),
        ("一、总体要求".encode("gb18030"), "a.txt", "text/plain"),
        ("一、總體要求".encode("big5"), "a.txt", "text/plain"),
        ("一、总体要求".encode("utf-16"), "a.txt", "text/plain"),
        ("序号,任务\n1,宣传".encode(), "台账.csv", "text/csv"),
        (b"<!DOCTYPE html><p>x", "a.html", "text/html"),
        ("<table><tr><td>一".encode(), "a.htm", "text/html"),
        (b"\xef\xbb\xbf<html><body>x", "a.txt", "text/html"),
        (b"<?xml version='1.0'?><patents/>", "a.xml", "application/xml"),
        (b'{"a": 1}', "a.json", "application/json"),
        (b"no json", "a.json", "text/plain"),
    ],
    ids=lambda value: "bytes" if isinstance(value, bytes) else None,
)
def test_the_type_is_told_from_the_content(
    db, system, now, content: bytes, name: str, media_type: str
) -> None:
    assert store_file(content, name=name, by=system, at=now).media_type == media_type


def test_a_real_word_file_is_told(db, system: Actor, now) -> None:
    assert store_file(docx(), name="要点.docx", by=system, at=now).media_type == DOCX


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.txt", "是空文件"),
        (b"MZ\x90\x00" + bytes(60), "a.pdf", "程序、脚本"),
        (b"\x7fELF" + bytes(60), "附件", "程序、脚本"),
        (b"#!/bin/sh\nrm -rf /", "a.txt", "程序、脚本"),
        (PDF, "报告\u202efdp", "文件名含有看不见的控制字符或改变文字方向的字符（第 3 个字，U"),
        (PDF, "a.exe", "程序、脚本"),
        (b"alert(1)", "a.js", "程序、脚本"),
        (b"<svg onload='x()'>", "a.txt", "SVG 图，里面可以带脚本"),
        (b"<?xml version='1.0'?><svg></svg>", "a.xml", "SVG 图，里面可以带脚本"),
        (b"<svg/>", "a.svg", "另存为 png 或 pdf"),
        (b"\x1f\x8b", "a.svgz", "另存为 png 或 pdf"),
        (zipped("xl/workbook.xml", "xl/vbaProject.bin"), "a.xlsx", "程序、脚本"),
        (zipped("setup.EXE"), "a.zip", "程序、脚本"),
        (OLE + utf16("WordDocument") + utf16("_VBA_PROJECT"), "a.doc", "程序、脚本"),
        (OLE + utf16("EncryptedPackage"), "a.docx", "设有密码"),
        (OLE, "a.doc", "无法识别"),
        (bytes(range(256)), "a.dat", "无法识别"),
        (b"\xff\xff\xff\xff", "a.txt", "无法识别"),
        (PDF, "a.docx", "内容不是 docx 格式"),
        ("一、".encode(), "a.pdf", "内容不是 pdf 格式"),
        (zipped("readme.txt"), "a.docx", "内容不是 docx 格式"),
        (zipped("readme.txt")[:60], "a.zip", "已损坏"),
    ],
    ids=lambda value: "bytes" if isinstance(value, bytes) else None,
)
def test_what_is_not_safe_to_keep_is_refused(db, system, now, content: bytes, name: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=said) as refusal:
        store_file(content, name=name, by=system, at=now)
    assert name in refusal.value.message or "\u202e" in name
    assert StoredFile.objects.count() == 0
    assert AuditEvent.objects.count() == 0
    assert kept_files(storage.files_dir()) == []


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<!DOCTYPE html><script>x()</script>", "a.html"),
        (b"<html><script>x()</script>", "a.txt"),
        ("只是文字".encode(), "a.htm"),
        (b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>", "a.xml"),
        (b"<?xml version='1.0'?><a/>", "a.xhtml"),
        (b"MIME-Version: 1.0", "a.mhtml"),
    ],
)
def test_evidence_is_no_web_page(db, system, now, content: bytes, name: str) -> None:
    with pytest.raises(InvalidInput, match="是网页文件，打开时会运行里面的脚本，不能作附件") as refusal:
        store_evidence(content, name=name, by=system, at=now)
    assert refusal.value.specific_code == "active_content"
    assert StoredFile.objects.count() == 0
    assert kept_files(storage.files_dir()) == []


def test_evidence_is_kept_like_any_file(db, system, now) -> None:
    assert store_evidence(PDF, name="a.pdf", by=system, at=now) == store_file(
        PDF, name="b.pdf", by=system, at=now
    )


def test_a_file_above_the_limit_is_refused(db, system: Actor, now, settings) -> None:
    settings.UPLOAD_LIMIT_BYTES = 1024 * 1024
    content = b"%PDF-" + bytes(1024 * 1024 - 5)
    assert store_file(content, name="a.pdf", by=system, at=now).size_bytes == 1024 * 1024
    with pytest.raises(InvalidInput, match="超过 1 MB 的上限"):
        store_file(io.BytesIO(content + b"x"), name="b.pdf", by=system, at=now)
    assert StoredFile.objects.count() == 1
    assert len(kept_files(storage.files_dir())) == 1


@pytest.mark.parametrize(("limit", "value"), [("_UNPACKED_LIMIT_BYTES", 999), ("_MEMBER_LIMIT", 1)])
def test_an_archive_that_unpacks_too_large_is_refused(
    db, system, now, monkeypatch, limit: str, value: int
) -> None:
    monkeypatch.setattr(f"zhichan.core.files.sniff.{limit}", value)
    with pytest.raises(InvalidInput, match="解压后过大"):
        store_file(zipped("a.txt", "b.txt", content=bytes(500)), name="a.zip", by=system, at=now)


def test_a_file_gone_from_the_disk_is_not_found(db, system: Actor, now) -> None:
    stored = store_file(PDF, name="a.pdf", by=system, at=now)
    storage.path_of(stored.sha256).unlink()
    with pytest.raises(NotFound) as refusal:
        open_file(stored)
    assert refusal.value.specific_code == "file_missing"


def test_a_file_changed_on_the_disk_is_told_when_asked(db, system: Actor, now) -> None:
    stored = store_file(PDF, name="a.pdf", by=system, at=now)
    storage.path_of(stored.sha256).write_bytes(b"%PDF-other")
    with open_file(stored) as file:
        assert file.read() == b"%PDF-other"
    with pytest.raises(Conflict) as refusal:
        open_file(stored, verify=True)
    assert refusal.value.specific_code == "file_damaged"


def test_a_file_is_sent_as_a_download_never_shown(db, system: Actor, now) -> None:
    stored = store_file(b"<html><script>x</script>", name="a.html", by=system, at=now)
    response = file_response(stored, "佐证 材料.html")
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Content-Type"] == "text/html"
    assert b"".join(response.streaming_content) == b"<html><script>x</script>"
    response.close()


def test_kept_digests_are_listed_in_order(db, system: Actor, now) -> None:
    assert list(storage.stored_digests()) == []
    shas = sorted(store_file(f"第{n}份".encode(), name="a.txt", by=system, at=now).sha256 for n in range(5))
    assert list(storage.stored_digests()) == shas


def test_a_discarded_file_is_gone_and_said_to_be(db, system, now, django_capture_on_commit_callbacks) -> None:
    stored = store_file(PDF, name="规划.pdf", by=system, at=now)
    with django_capture_on_commit_callbacks(execute=True):
        assert discard_file(stored, by=system, at=now)
    assert not StoredFile.objects.exists()
    assert not storage.path_of(stored.sha256).exists()
    kinds = list(AuditEvent.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["files.file.stored", "files.file.discarded"]


def test_bytes_handed_in_again_while_they_are_discarded_stay(
    db, system, now, django_capture_on_commit_callbacks
) -> None:
    stored = store_file(PDF, name="规划.pdf", by=system, at=now)
    with django_capture_on_commit_callbacks(execute=True):
        discard_file(stored, by=system, at=now)
        again = store_file(PDF, name="规划.pdf", by=system, at=now)
    assert again.pk != stored.pk
    assert bytes_of(again) == PDF


def test_bytes_discarded_while_they_come_in_again_are_kept_anew(db, system, now, monkeypatch) -> None:
    """They lay there when the new ones came, so those were not moved; then they were taken."""
    path = storage.path_of(hashlib.sha256(PDF).hexdigest())
    store_file(PDF, name="规划.pdf", by=system, at=now)
    StoredFile.objects.all().delete()
    monkeypatch.setattr("zhichan.core.files.actions.hold", lambda _subject: path.unlink(missing_ok=True))
    assert bytes_of(store_file(PDF, name="规划.pdf", by=system, at=now)) == PDF


def test_a_file_that_a_row_points_to_is_not_discarded(db, system, now) -> None:
    stored = store_file(PDF, name="规划.pdf", by=system, at=now)
    ImportBatch.objects.create(
        ledger="plan.task",
        state="previewed",
        file=stored,
        file_name="台账.pdf",
        created_at=now,
        source="test",
    )
    assert not discard_file(stored, by=system, at=now)
    assert bytes_of(StoredFile.objects.get()) == PDF
    assert AuditEvent.objects.count() == 1
