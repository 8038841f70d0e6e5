"""The office's own templates: checked, confirmed, used by the day a document bears, withdrawn; refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.core.documents.making import changed, with_part
from tests.core.matters.conftest import House, at
from tests.core.matters.pages.conftest import browser as browser
from tests.core.matters.pages.conftest import clock as clock
from tests.rooms.protection.conftest import Way
from tests.rooms.protection.test_issued_documents import case as case
from tests.rooms.protection.test_issued_documents import typed, wanted
from zhichan.core.audit.models import AuditEvent
from zhichan.core.documents.filling import own_template
from zhichan.core.documents.loading import definition_of
from zhichan.core.documents.package import BODY
from zhichan.core.documents.text import text_of
from zhichan.core.errors import InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.core.files.models import StoredFile
from zhichan.core.files.storage import path_of
from zhichan.core.matters.actions.documents import issue_document
from zhichan.core.matters.actions.templates import (
    LARGEST_TEMPLATE_BYTES,
    NewTemplate,
    abandon_template,
    confirm_template,
    hand_in_template,
    withdraw_template,
)
from zhichan.core.matters.models import Document, OfficeTemplate

pytestmark = pytest.mark.django_db
NOW, TODAY = at("2026-03-02 09:30"), date(2026, 3, 2)
NOTICE = "penalty_notice"
OURS = own_template(definition_of(NOTICE))


def edited(words: str) -> bytes:
    """Our template with an office's own words under the title."""
    return changed(
        OURS, BODY, "行政处罚告知书</w:t></w:r>", f"行政处罚告知书</w:t></w:r><w:r><w:t>{words}</w:t></w:r>"
    )


def in_use(house: House, words: str, valid_from: date = TODAY) -> OfficeTemplate:
    new = NewTemplate(NOTICE, "本局告知书.docx", edited(words))
    made = hand_in_template(new, by=house.leader, at=NOW)
    return confirm_template(made.pk, valid_from, by=house.leader, at=NOW)


def issued(case: Way, on: date | None = None, when: Any = NOW) -> tuple[Document, str]:
    one = wanted(case)
    made = issue_document(case.matter.pk, one.pk, typed(NOTICE), issued_on=on, by=case.house.officer, at=when)
    assert made.file is not None
    return made, text_of(path_of(made.file.sha256).read_bytes())


def test_a_document_is_made_out_with_the_template_of_the_day_it_bears(case: Way) -> None:
    house = case.house
    first, second = in_use(house, "甲版"), in_use(house, "乙版", TODAY + timedelta(days=3))
    assert (first.version, second.version) == (1, 2)
    later = at("2026-03-06 09:00")
    for on, words, template in (
        (date(2026, 3, 1), "", None),
        (date(2026, 3, 4), "甲版", first),
        (date(2026, 3, 5), "乙版", second),
    ):
        document, text = issued(case, on, later)
        assert [one for one in ("甲版", "乙版") if one in text] == ([words] if words else [])
        assert document.office_template == template
        assert document.template_sha256 == sha256(edited(words) if words else OURS).hexdigest()


def test_a_template_is_not_used_before_it_is_confirmed(case: Way) -> None:
    hand_in_template(NewTemplate(NOTICE, "a.docx", edited("甲版")), by=case.house.leader, at=NOW)
    document, text = issued(case)
    assert "甲版" not in text
    assert document.office_template is None


def test_a_withdrawn_template_is_not_used_again_and_what_was_made_with_it_stays(case: Way) -> None:
    house = case.house
    in_use(house, "甲版")
    second = in_use(house, "乙版")
    made, text = issued(case)
    assert "乙版" in text
    withdraw_template(second.pk, "版式有误", by=house.leader, at=NOW)
    assert "甲版" in issued(case)[1]
    made.refresh_from_db()
    assert made.office_template == second
    with pytest.raises(WrongState, match="已停用"):
        withdraw_template(second.pk, "再停", by=house.leader, at=NOW)


def test_what_happens_to_a_template_is_told_in_the_audit(house: House) -> None:
    made = in_use(house, "甲版")
    withdraw_template(made.pk, "版式有误", by=house.leader, at=NOW)
    waiting = hand_in_template(NewTemplate(NOTICE, "b.docx", edited("乙版")), by=house.leader, at=NOW)
    abandon_template(waiting.pk, by=house.leader, at=NOW)
    told = AuditEvent.objects.filter(kind__startswith="matters.template.").order_by("pk")
    words = ["handed_in", "confirmed", "withdrawn", "handed_in", "abandoned"]
    assert [one.kind.rpartition(".")[2] for one in told] == words
    assert told[0].details["sha256"] == sha256(edited("甲版")).hexdigest()


def test_an_abandoned_template_leaves_nothing_behind(house: House) -> None:
    waiting = hand_in_template(NewTemplate(NOTICE, "b.docx", edited("乙版")), by=house.leader, at=NOW)
    with pytest.raises(WrongState, match="待确认"):
        hand_in_template(NewTemplate(NOTICE, "c.docx", edited("丙版")), by=house.leader, at=NOW)
    abandon_template(waiting.pk, by=house.leader, at=NOW)
    assert not OfficeTemplate.objects.exists()
    assert not StoredFile.objects.exists()
    with pytest.raises(NotFound):
        abandon_template(waiting.pk, by=house.leader, at=NOW)


def test_a_day_gone_by_and_a_withdrawal_without_reason_are_refused(house: House) -> None:
    waiting = hand_in_template(NewTemplate(NOTICE, "b.docx", edited("乙版")), by=house.leader, at=NOW)
    with pytest.raises(InvalidInput, match="不能早于今天"):
        confirm_template(waiting.pk, TODAY - timedelta(days=1), by=house.leader, at=NOW)
    with pytest.raises(WrongState, match="待确认"):
        withdraw_template(waiting.pk, "停", by=house.leader, at=NOW)
    confirm_template(waiting.pk, TODAY, by=house.leader, at=NOW)
    with pytest.raises(InvalidInput, match="理由"):
        withdraw_template(waiting.pk, " ", by=house.leader, at=NOW)
    with pytest.raises(WrongState, match="已启用"):
        confirm_template(waiting.pk, TODAY, by=house.leader, at=NOW)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.valid_from) == ("confirmed", TODAY)


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(BODY, b"\0" * (30 * 1024 * 1024))
    return file.getvalue()


FACTS = "{{ facts }}"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("告知书.docx", b"MZ\x90\x00" + b"\0" * 99, "程序、脚本或带宏"),
        ("告知书.exe", OURS, "程序、脚本或带宏"),
        ("告知书.docm", OURS, "程序、脚本或带宏"),
        ("告知书.docx", with_part(OURS, "word/vbaProject.bin", b"macro"), "程序、脚本或带宏"),
        ("告知书.docx", b"%PDF-1.4 ", "不是 docx 格式"),
        ("告知书.pdf", b"%PDF-1.4 ", "不是 docx。"),
        ("告知书.docx", b"", "空文件"),
        ("告知书.docx", OURS[:2000], "已损坏"),
        ("告知书.docx", bomb(), "解开后过大"),
        ("告知书.docx", b"PK\x03\x04" + b"\0" * LARGEST_TEMPLATE_BYTES, "超过 5 MB"),
        (
            "告知书.docx",
            changed(OURS, BODY, FACTS, FACTS + "{{ fact }}"),
            r"第 \d+ 段“{{ facts }}{{ fact }}”：没有这个填写项：fact",
        ),
        ("告知书.docx", changed(OURS, BODY, FACTS, FACTS + "{% if facts"), r"第 \d+ 段：占位符没有写完整"),
        ("告知书.docx", changed(OURS, BODY, FACTS, "见附件"), "没有用到必填的填写项"),
        ("告知书.docx", own_template(definition_of("hearing_notice")), "这个模板不能用于《行政处罚告知书》"),
    ],
)
def test_what_is_no_template_is_refused_and_nothing_kept(
    house: House, name: str, content: bytes, told: str
) -> None:
    with pytest.raises(InvalidInput, match=told):
        hand_in_template(NewTemplate(NOTICE, name, content), by=house.leader, at=NOW)
    assert not OfficeTemplate.objects.exists()
    assert not StoredFile.objects.exists()
    assert not AuditEvent.objects.filter(kind__startswith="matters.template.").exists()


def test_only_who_keeps_templates_may(house: House) -> None:
    made = in_use(house, "甲版")
    for who in (house.officer, house.reviewer, house.stranger):
        with pytest.raises(NotAllowed):
            hand_in_template(NewTemplate(NOTICE, "b.docx", edited("乙版")), by=who, at=NOW)
        with pytest.raises(NotAllowed):
            withdraw_template(made.pk, "停", by=who, at=NOW)
    made.refresh_from_db()
    assert made.state == "confirmed"


LIST, ONE = "/system/templates/", f"/system/templates/{NOTICE}/"


def upload(client: Client, content: bytes, name: str = "本局告知书.docx") -> Any:
    return client.post(ONE, {"file": SimpleUploadedFile(name, content)})


def test_a_template_is_handed_in_looked_at_and_confirmed_in_two_steps(
    house: House, browser: Callable[[Any], Client], clock: Callable[[Any], None]
) -> None:
    clock(NOW)
    client = browser(house.leader)
    ours = client.get(f"{ONE}ours/")
    assert ours.content == OURS
    assert "attachment" in ours["Content-Disposition"]
    sent = upload(client, edited("甲版"))
    assert (sent.status_code, sent["Location"]) == (302, f"{ONE}1/")
    page = client.get(f"{ONE}1/").content.decode()
    assert "待确认" in page
    assert "查明的事实" in page
    assert "有待确认的模板" in client.get(LIST).content.decode()
    assert "甲版" in text_of(client.get(f"{ONE}1/sample/").content)
    refused = client.post(f"{ONE}1/", {"valid_from": "2026-03-01"})
    assert refused.status_code == 422
    assert "启用日期不能早于今天" in refused.content.decode()
    assert client.post(f"{ONE}1/", {"valid_from": "2026-03-02"}).status_code == 302
    assert "本单位模板第 1 版" in client.get(LIST).content.decode()
    assert b"".join(client.get(f"{ONE}1/file/").streaming_content) == edited("甲版")
    assert client.post(f"{ONE}1/", {"reason": "版式有误"}).status_code == 302
    assert "版式有误" in client.get(f"{ONE}1/").content.decode()
    assert "本单位模板第 1 版" not in client.get(LIST).content.decode()


def test_a_refused_upload_is_told_line_by_line_with_places(
    house: House, browser: Callable[[Any], Client], clock: Callable[[Any], None]
) -> None:
    clock(NOW)
    wrong = changed(changed(OURS, BODY, FACTS, FACTS + "{{ fact }}"), "word/footer1.xml", "— ", "{{ numbr }}")
    reply = upload(browser(house.leader), wrong)
    assert reply.status_code == 422
    html = reply.content.decode()
    assert "有 2 处不合要求，没有保存" in html
    assert "段“{{ facts }}{{ fact }}”：没有这个填写项：fact" in html
    assert "页脚“{{ numbr }} —”：没有这个填写项：numbr" in html
    assert not OfficeTemplate.objects.exists()


def test_a_file_that_is_far_too_large_is_refused_before_it_is_read(
    house: House, browser: Callable[[Any], Client]
) -> None:
    reply = browser(house.leader).post(
        ONE, b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(2 * 1024**3)
    )
    assert reply.status_code == 413
    assert not OfficeTemplate.objects.exists()


def test_an_abandoned_upload_is_gone(
    house: House, browser: Callable[[Any], Client], clock: Callable[[Any], None]
) -> None:
    clock(NOW)
    client = browser(house.leader)
    upload(client, edited("甲版"))
    assert client.post(f"{ONE}1/", {"abandon": "1"}).status_code == 302
    assert client.get(f"{ONE}1/").status_code == 404
    assert not StoredFile.objects.exists()


def test_the_page_of_a_document_says_which_template_it_was_made_with(
    case: Way, browser: Callable[[Any], Client], clock: Callable[[Any], None]
) -> None:
    clock(NOW)
    in_use(case.house, "甲版")
    document, _text = issued(case)
    page = browser(case.house.officer).get(f"/matters/{case.matter.pk}/documents/{document.pk}/")
    html = page.content.decode()
    assert "本单位模板第 1 版" in html
    assert document.template_sha256[:16] in html
