"""The public pages: submitting, following, acting and rating in a browser, and what they never show."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.conftest import NOW
from tests.core.matters.conftest import House
from tests.core.matters.outside.conftest import NAME, PHONE, submitted
from tests.core.matters.outside.test_files import PDF, PROGRAM, kept
from tests.core.matters.outside.test_own_steps import answered, sent_back
from tests.everything import everything
from zhichan.core.access.actor import Actor
from zhichan.core.access.roles import Role
from zhichan.core.matters.actions.submit import Submitted
from zhichan.core.matters.models import Document, Matter, MatterFile, Rating, Service
from zhichan.core.matters.pages.once import is_being_sent
from zhichan.core.matters.pages.public import session
from zhichan.core.matters.writing.seats import NewParticipant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("house", "frozen_now")]
FORM = {
    "title": "有人仿冒我们的钢构节点",
    "facts": "展会上看到仿冒品",
    "right_kind": "patent",
    "amount": "12000.50",
    "seen_on": "2026-11-01",
    "applicant.kind": "organisation",
    "applicant.name": NAME,
    "applicant.phone": PHONE,
    "applicant.accepts_electronic": "no",
    "opponent.kind": "organisation",
    "once": "one-form",
}


def page(client: Client, address: str, **more: Any) -> str:
    return client.get(address, **more).content.decode()


def opened(done: Submitted) -> Client:
    """A browser that has opened a matter with its number and code."""
    client = Client()
    given = {"number": done.matter.number, "code": done.code}
    assert client.post("/public/follow/", given)["Location"] == f"/public/matters/{done.matter.pk}/"
    return client


def address(done: Submitted, tail: str = "") -> str:
    return f"/public/matters/{done.matter.pk}/{tail}"


def own_client(firm: Actor, signed_in: Any) -> Client:
    from zhichan.core.people.models import Person

    person = Person.objects.get(pk=firm.id)
    return signed_in(Role.FIRM_USER, person.posts.get().unit)


def test_the_first_page_lists_what_may_be_asked_for_and_how_long_it_takes() -> None:
    html = page(Client(), "/public/")
    assert "/public/submit/asking/" in html
    assert "受理：7 个工作日内 · 承诺 3 个工作日" in html
    assert "内部事项" not in html
    assert " style=" not in html


def test_a_form_asks_for_what_is_public_and_no_more() -> None:
    html = page(Client(), "/public/submit/asking/")
    names = set(re.findall(r'name="([^"]+)"', html)) - {"csrfmiddlewaretoken", "next", "size", "language"}
    own = ("kind", "name", "identifier", "phone", "address", "email", "accepts_electronic")
    other = ("kind", "name", "phone", "address")
    assert names == {
        *("title", "facts", "right_kind", "amount", "seen_on", "once", "viewport", "htmx-config"),
        *(f"applicant.{name}" for name in own),
        *(f"opponent.{name}" for name in other),
    } - {"htmx-config"}
    for name in ("inside", "no-such"):
        assert Client().get(f"/public/submit/{name}/").status_code == 404


def test_submitting_gives_number_and_code_once_and_opens_the_matter_in_this_browser() -> None:
    client = Client()
    html = client.post("/public/submit/asking/", FORM).content.decode()
    matter = Matter.objects.get()
    code = re.search(r'id="code" class="mono">([^<]+)<', html)[1]
    assert matter.number in html
    assert len(code.replace(" ", "")) == 8
    assert code.replace(" ", "") not in repr(dict(client.session))
    assert (matter.title, matter.opened_at) == (FORM["title"], NOW)
    assert matter.participants.get().name == NAME  # nobody was written down as the other side
    assert client.get(f"/public/matters/{matter.pk}/").status_code == 200
    again = client.post("/public/submit/asking/", FORM)
    assert (again.status_code, again["Location"]) == (302, f"/public/matters/{matter.pk}/")
    assert Matter.objects.count() == 1
    assert opened(Submitted(matter, code)).get(f"/public/matters/{matter.pk}/").status_code == 200


def test_two_presses_in_one_moment_submit_once() -> None:
    assert not is_being_sent("one-form")
    response = Client().post("/public/submit/asking/", FORM)
    assert response.status_code == 409
    assert "刚才已经提交" in response.content.decode()
    assert not Matter.objects.exists()


def test_a_wrong_form_keeps_what_was_typed_and_says_what_is_wrong_beside_each_field() -> None:
    before = everything()
    given = {**FORM, "facts": " ", "amount": "很多", "applicant.phone": "无", "opponent.phone": "13"}
    response = Client().post("/public/submit/asking/", given)
    html = response.content.decode()
    assert response.status_code == 422
    assert "有 5 处要改" in html
    for name, words in (
        ("facts", "请填写。"),
        ("amount", "请写以元为单位的金额"),
        ("applicant.phone", "电话只写数字"),
        ("opponent.name", "请填写名称或姓名"),
        ("opponent.phone", "电话只写数字"),
    ):
        assert re.search(rf'id="id_{name}_error">.*?{words}', html), name
    assert f'value="{NAME}"' in html
    assert 'value="很多"' in html
    assert re.search(r'value="patent"[^>]* checked', html)
    after = everything()
    assert {name for name in after if after[name] != before[name]} <= {"sessions.Session"}
    fixed = Client().post("/public/submit/asking/", FORM)
    assert fixed.status_code == 200
    assert Matter.objects.count() == 1


def test_too_many_from_one_address_are_put_off_and_nothing_is_lost() -> None:
    for number in range(session.SUBMITTED.most):
        response = Client().post("/public/submit/asking/", {**FORM, "once": f"form-{number}"})
        assert response.status_code == 200
    response = Client().post("/public/submit/asking/", {**FORM, "once": "one-more"})
    assert response.status_code == 429
    assert "您填的内容还在" in response.content.decode()
    assert FORM["facts"] in response.content.decode()
    assert Matter.objects.count() == session.SUBMITTED.most


WRONG = [("示援〔2026〕1号", "AAAA2222"), ("示援〔2026〕9号", "AAAA2222"), ("乱写", "乱写"), ("\x00", "\x00")]


@pytest.mark.parametrize(("number", "code"), WRONG)
def test_a_wrong_code_is_answered_as_an_unknown_number(number: str, code: str) -> None:
    done = submitted()
    client = Client()
    response = client.post("/public/follow/", {"number": number, "code": code})
    html = response.content.decode()
    assert response.status_code == 422
    assert "受理号或查询码不对" in html or "请填写" in html or "不能" in html or "空字符" in html
    assert client.get(address(done)).status_code == 404


def test_wrong_and_unknown_differ_in_nothing_but_what_was_typed() -> None:
    submitted()

    def answer(number: str) -> str:
        html = Client().post("/public/follow/", {"number": number, "code": "AAAA2222"}).content.decode()
        html = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", html)
        return html.replace(number, "")

    with CaptureQueriesContext(connection) as known:
        first = answer("示援〔2026〕1号")
    with CaptureQueriesContext(connection) as unknown:
        second = answer("示援〔2026〕7号")
    assert first == second
    assert len(known) == len(unknown)


def test_whoever_guesses_is_stopped_even_from_the_right_code() -> None:
    done = submitted()
    for _ in range(session.FROM_ONE_ADDRESS.most):
        assert Client().post("/public/follow/", {"number": "示援2026-1", "code": "x"}).status_code == 422
    given = {"number": done.matter.number, "code": done.code}
    response = Client().post("/public/follow/", given)
    assert response.status_code == 429
    assert "过 15 分钟再试" in response.content.decode()
    elsewhere = Client().post("/public/follow/", given, REMOTE_ADDR="10.0.0.9")
    assert elsewhere.status_code == 302


def test_one_number_is_guarded_from_many_addresses() -> None:
    done = submitted()
    for n in range(session.OF_ONE_NUMBER.most):
        Client().post("/public/follow/", {"number": "示援2026-1", "code": "x"}, REMOTE_ADDR=f"10.0.1.{n}")
    given = {"number": done.matter.number, "code": done.code}
    assert Client().post("/public/follow/", given, REMOTE_ADDR="10.0.2.1").status_code == 429


def test_right_codes_are_not_counted() -> None:
    done = submitted()
    for _ in range(session.FROM_ONE_ADDRESS.most + 2):
        opened(done)


def test_following_shows_steps_and_days_in_public_words_and_nothing_else(house: House) -> None:
    done = sent_back(house)
    html = page(opened(done), address(done))
    assert re.findall(r"<time[^>]*>([\d-]+)</time>([^<]+)", html) == [
        ("2026-11-02", "已收到"),
        ("2026-11-03", "等您补正"),
    ]
    assert "等您办：补正" in html
    assert "缺专利证书" in html
    assert "2026-11-17" in html
    for inner in ("退回补正", "收件登记", "材料太少", "办案人员", "局领导", PHONE, NAME, "示例仿冒商行"):
        assert inner not in html
    assert done.matter.title not in html
    assert " style=" not in html


def test_steps_within_the_office_are_one_to_the_outside_and_its_answer_is_told(house: House) -> None:
    done = answered(house)
    html = page(opened(done), address(done))
    assert re.findall(r"<time[^>]*>([\d-]+)</time>([^<]+)", html) == [
        ("2026-11-02", "已收到"),
        ("2026-11-03", "审查中"),
        ("2026-11-03", "已答复"),
    ]
    assert "构成近似，可以请求裁决" in html
    assert "评价这次办理" in html


def test_a_reporter_shows_on_no_public_page(house: House, firm: Actor, signed_in: Any) -> None:
    who = NewParticipant(
        "reporter", "赵保密", kind="person", identifier="110101199003070011", phone="13900005678"
    )
    given = {"procedure": "tip", "participants": (who,)}
    done = submitted(firm, **given)
    client = opened(done)
    client.post(address(done, "files/"), {"papers": SimpleUploadedFile("赵保密的材料.pdf", PDF)})
    pages = [
        page(one, where)
        for one in (client, own_client(firm, signed_in), Client())
        for where in (
            "/public/",
            "/public/follow/",
            "/public/submit/tip/",
            "/public/matters/",
            address(done),
            address(done, "files/"),
            address(done, "steps/withdraw/"),
            address(done, "rate/"),
        )
    ]
    assert sum("示举〔2026〕1号" in html for html in pages) >= 8
    assert MatterFile.objects.get().name == "赵保密的材料.pdf"
    for secret in ("赵保密", "110101199003070011", "13900005678"):
        assert not any(secret in html for html in pages)


@pytest.mark.parametrize("tail", ["", "files/", "steps/correct/", "rate/", "documents/1/"])
def test_without_number_and_code_there_is_no_page(house: House, signed_in: Any, tail: str) -> None:
    done = sent_back(house)
    stranger = opened(submitted())
    for client in (Client(), stranger, signed_in(Role.OFFICE_LEADER, house.unit)):
        response = client.get(address(done, tail))
        assert response.status_code == 404
        assert "重新查询" in response.content.decode()
        assert 'class="pnav"' in response.content.decode()


def test_completing_moves_the_matter_on(house: House) -> None:
    done = sent_back(house)
    client = opened(done)
    html = page(client, address(done, "steps/correct/"))
    seen = re.search(r'name="seen" value="(\d+)"', html)[1]
    refused = client.post(address(done, "steps/correct/"), {"corrected": "", "seen": seen})
    assert (refused.status_code, "请填写。" in refused.content.decode()) == (422, True)
    response = client.post(
        address(done, "steps/correct/"), {"corrected": "已补证书", "seen": seen}, follow=True
    )
    assert response.redirect_chain == [(address(done), 302)]
    assert "已提交，办件有了新的进展。" in response.content.decode()
    done.matter.refresh_from_db()
    assert done.matter.state == "received"
    late = client.post(address(done, "steps/correct/"), {"corrected": "再补", "seen": seen})
    assert late.status_code == 409
    assert "再补" in late.content.decode()


def test_what_was_typed_on_an_older_page_is_kept_and_may_be_sent_again(house: House) -> None:
    done = sent_back(house)
    client = opened(done)
    old = client.post(address(done, "steps/correct/"), {"corrected": "已补证书", "seen": "1"})
    html = old.content.decode()
    assert old.status_code == 409
    assert "办件有了新的进展。什么都没有改动" in html
    assert "已补证书" in html
    seen = re.search(r'name="seen" value="(\d+)"', html)[1]
    again = client.post(address(done, "steps/correct/"), {"corrected": "已补证书", "seen": seen})
    assert again.status_code == 302


def test_withdrawing_asks_and_ends_the_matter(house: House) -> None:
    done = submitted()
    client = opened(done)
    html = page(client, address(done, "steps/withdraw/"))
    assert "到此结束" in html
    client.post(address(done, "steps/withdraw/"), {"reason": "已和解"})
    done.matter.refresh_from_db()
    assert (done.matter.state, done.matter.is_open) == ("withdrawn", False)
    assert client.get(address(done, "steps/withdraw/")).status_code == 409


def test_files_are_handed_in_and_refused_by_their_content(house: House) -> None:
    done = submitted()
    client = opened(done)
    bad = SimpleUploadedFile("证书.pdf", PROGRAM, content_type="application/pdf")
    refused = client.post(address(done, "files/"), {"papers": [SimpleUploadedFile("a.pdf", PDF), bad]})
    assert refused.status_code == 422
    assert "程序、脚本或带宏" in refused.content.decode()
    assert kept() == []
    given = {"papers": [SimpleUploadedFile("证书.pdf", PDF), SimpleUploadedFile("说明.txt", "好".encode())]}
    html = client.post(address(done, "files/"), given, follow=True).content.decode()
    assert "收到材料：2 份。" in html
    assert "证书.pdf" in html
    html = client.post(address(done, "files/"), {"papers": SimpleUploadedFile("证书.pdf", PDF)}, follow=True)
    assert "没有重复收" in html.content.decode()


@pytest.mark.parametrize(
    ("has_code", "megabytes", "status"),
    [(False, 1, 413), (True, 1, 422), (True, 119, 422), (True, 2048, 413)],
)
def test_only_who_has_opened_a_matter_sends_files_and_never_two_gigabytes(
    house: House, has_code: bool, megabytes: int, status: int
) -> None:
    done = submitted()
    client = opened(done) if has_code else Client()
    from tests.web.test_errors import Unreadable

    body = Unreadable(megabytes * 1024 * 1024)
    response = client.generic(
        "POST",
        address(done, "files/"),
        content_type="multipart/form-data; boundary=x",
        **{"CONTENT_LENGTH": str(body.size), "wsgi.input": body},
    )
    assert response.status_code == status
    assert not (status == 413 and body.was_read)


def test_rating_once(house: House) -> None:
    done = answered(house)
    client = opened(done)
    refused = client.post(address(done, "rate/"), {"words": "好"})
    assert (refused.status_code, "请选一个评价" in refused.content.decode()) == (422, True)
    html = client.post(address(done, "rate/"), {"grade": "5", "words": "答复快"}, follow=True)
    assert "谢谢您的评价" in html.content.decode()
    assert "非常满意" in html.content.decode()
    assert client.post(address(done, "rate/"), {"grade": "1", "words": ""}).status_code == 409
    assert list(Rating.objects.values_list("grade", "words")) == [(5, "答复快")]


def test_a_new_code_is_shown_once_and_the_browser_keeps_the_matter_open(house: House) -> None:
    done = submitted()
    client, other = opened(done), opened(done)
    html = client.post(address(done, "code/")).content.decode()
    code = re.search(r'id="code" class="mono">([^<]+)<', html)[1]
    assert client.get(address(done)).status_code == 200
    assert other.get(address(done)).status_code == 404
    assert opened(Submitted(done.matter, code)).get(address(done)).status_code == 200


def test_what_shows_a_matter_or_a_code_is_kept_in_no_cache(house: House) -> None:
    receipt = Client().post("/public/submit/asking/", FORM)
    done = submitted()
    client = opened(done)
    for response in (receipt, client.get(address(done)), client.post(address(done, "code/"))):
        assert "no-store" in response["Cache-Control"]
    assert (
        "no-store" not in client.get("/public/submit/asking/")["Cache-Control"]
    )  # back keeps what was typed


def test_forms_without_their_mark_are_not_taken_for_one_another() -> None:
    client = Client()
    for number in (1, 2):
        assert client.post("/public/submit/asking/", {**FORM, "once": ""}).status_code == 200
        assert Matter.objects.count() == number


def test_closing_forgets_the_matter(house: House) -> None:
    done = submitted()
    client = opened(done)
    assert "已关闭" in client.post("/public/leave/", follow=True).content.decode()
    assert client.get(address(done)).status_code == 404


def test_a_served_document_is_there_for_whom_it_was_served_on(house: House, system: Actor) -> None:
    from zhichan.core.files.actions import store_file

    done = submitted()
    own, other = done.matter.participants.order_by("pk")
    for number, to in (("示知〔2026〕1号", own), ("示知〔2026〕2号", other)):
        document = Document.objects.create(
            matter=done.matter,
            template="notice",
            event_seq=1,
            state="issued",
            number=number,
            issued_on=NOW.date(),
            entered_at=NOW,
            file=store_file(PDF, name="a.pdf", by=system, at=NOW),
            source="test",
        )
        Service.objects.create(
            document=document,
            participant=to,
            method="electronic",
            served_on=NOW.date(),
            recorded_at=NOW,
            source="test",
        )
    client = opened(done)
    html = page(client, address(done))
    assert ("示知〔2026〕1号" in html, "示知〔2026〕2号" in html) == (True, False)
    first, second = Document.objects.order_by("pk")
    response = client.get(address(done, f"documents/{first.pk}/"))
    assert b"".join(response.streaming_content) == PDF
    assert client.get(address(done, f"documents/{second.pk}/")).status_code == 404


def test_a_firm_sees_its_matters_and_first_what_waits_for_it(
    house: House, firm: Actor, signed_in: Any
) -> None:
    waiting = sent_back(house, firm)
    submitted(firm)
    submitted()
    client = own_client(firm, signed_in)
    with CaptureQueriesContext(connection) as queries:
        html = page(client, "/public/matters/")
    assert len(queries) <= 12
    assert re.findall(r"示援〔2026〕\d号", html) == ["示援〔2026〕1号", "示援〔2026〕2号"]
    assert "等您处理：1 件" in html
    assert NAME not in html
    assert client.get(address(waiting)).status_code == 200


def test_the_list_goes_on_without_growing_queries(house: House, firm: Actor, signed_in: Any) -> None:
    for _ in range(22):
        submitted(firm)
    client = own_client(firm, signed_in)
    with CaptureQueriesContext(connection) as queries:
        html = page(client, "/public/matters/")
    assert len(queries) <= 12
    assert len(re.findall(r'class="matter"', html)) == 20
    [older] = re.findall(r'href="\?before=(\d+)"', html)
    rest = page(client, f"/public/matters/?before={older}")
    assert len(re.findall(r'class="matter"', rest)) == 2


def test_a_firm_without_matters_is_told_what_to_do_on_its_first_page(firm: Actor, signed_in: Any) -> None:
    client = own_client(firm, signed_in)
    for where in ("/public/matters/", "/"):
        assert "还没有办件" in page(client, where)
        assert 'class="pnav"' in page(client, where)


def test_forms_need_the_token_of_this_site(house: House) -> None:
    client = Client(enforce_csrf_checks=True)
    for where in ("/public/submit/asking/", "/public/follow/", "/public/leave/"):
        assert client.post(where, FORM).status_code == 403
    assert not Matter.objects.exists()
