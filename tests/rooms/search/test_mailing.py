"""Digests by mail: what they tell, when a refused one is tried again, and who hears that it never went."""

from __future__ import annotations

from datetime import datetime, timedelta
from email import message_from_bytes, policy

import pytest

from tests.rooms.registry.files import csv_of, row
from tests.rooms.registry.taking import JUNE, take_in
from zhichan.core.people.models import Person
from zhichan.core.upkeep.checks import CheckContext, Level, Remark
from zhichan.rooms.registry.models import Patent
from zhichan.rooms.search.doctor import mails_go
from zhichan.rooms.search.mailing import mail_digests
from zhichan.rooms.search.models import AlertCard, Digest, Subscription

from .alerting import US, brought_in, found, happened, watched
from .mailbox import mailbox as mailbox
from .test_subscriptions import subscribed, swept

pytestmark = pytest.mark.django_db


def addressed(by) -> None:
    Person.objects.filter(pk=by.id).update(email="shili@example.invalid")


@pytest.fixture
def told(officer) -> Digest:
    """A digest of one new hit, which its person wants by mail."""
    addressed(officer)
    take_in(csv_of([row(9, 专利名称="先有的")]), officer)
    subscribed("TI=焊接", officer, is_mailed=True)
    take_in(csv_of([row(3, 专利名称="焊接机器人")]), officer)
    assert swept() == 1
    return Digest.objects.get()


def mail_in(mailbox) -> tuple[str, str]:
    """Subject and text of the one mail that came."""
    [sent] = mailbox.mails
    mail = message_from_bytes(sent, policy=policy.default)
    assert mail["To"] == "shili@example.invalid"
    return str(mail["Subject"]), mail.get_content()


def doctor(at: datetime) -> list[Remark]:
    return list(mails_go(CheckContext(at, thorough=False)))


def test_a_mail_tells_what_is_new_with_its_address(told, settings, mailbox) -> None:
    settings.SITE_ADDRESS = "https://ip.example.gov.cn"
    assert mail_digests(JUNE) == 1
    assert mail_digests(JUNE) == 0
    subject, text = mail_in(mailbox)
    assert subject == "预警订阅：1 项新情况"
    assert "“焊接”：1 项" in text
    new = Patent.objects.get(title="焊接机器人")
    assert text.splitlines()[2:5] == [
        "  新命中  202129000003.8  焊接机器人",
        f"    {US} · 申请日 {new.filed_on} · 有效",
        f"    https://ip.example.gov.cn/registry/registers/patent/{new.pk}/",
    ]
    assert f"https://ip.example.gov.cn/search/digests/{told.pk}/" in text


def test_the_address_of_a_site_is_that_of_its_first_host(settings) -> None:
    assert settings.SITE_ADDRESS == "http://127.0.0.1"


def test_a_refused_mail_is_tried_again_later_each_time(told, mailbox) -> None:
    mailbox.is_full = True
    tried = []
    for minutes in range(0, 40 * 60, 5):
        before = Digest.objects.get().tries
        assert mail_digests(JUNE + timedelta(minutes=minutes)) == 0
        if Digest.objects.get().tries > before:
            tried.append(minutes)
    assert tried == [0, 5, 20, 80, 320, 1040]
    refused = Digest.objects.get()
    assert (refused.refusal, refused.given_up_at) == ("452 no room", None)
    [remark] = doctor(JUNE)
    assert remark.level is Level.PROBLEM
    assert "1 封" in remark.text
    assert "452 no room" in remark.text
    mailbox.is_full = False
    assert mail_digests(JUNE + timedelta(minutes=1040 + 24 * 60)) == 1
    assert len(mailbox.mails) == 1
    assert doctor(JUNE + timedelta(days=2)) == []


def test_a_mail_is_given_up_after_a_week_and_that_is_told(told, browser, settings) -> None:
    assert mail_digests(JUNE) == 0  # no server is known: nothing is tried
    assert Digest.objects.get().tries == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    for hours in range(6 * 24):
        assert mail_digests(JUNE + timedelta(hours=hours)) == 0
    assert Digest.objects.get().given_up_at is None
    page = browser.get("/search/subscriptions/").content.decode()
    assert "待发" in page
    assert "Connection refused" in page
    assert "发信失败" not in page
    for hours in range(6 * 24, 9 * 24):
        assert mail_digests(JUNE + timedelta(hours=hours)) == 0
    digest = Digest.objects.get()
    assert digest.mailed_at is None
    assert digest.given_up_at is not None
    assert digest.given_up_at < digest.made_at + timedelta(days=7)
    page = browser.get("/search/subscriptions/").content.decode()
    assert "发信失败" in page
    assert "Connection refused" in page
    assert "待发" not in page
    [remark] = doctor(digest.given_up_at)
    assert remark.level is Level.NOTE
    assert doctor(digest.given_up_at + timedelta(days=31)) == []


def test_what_nobody_could_send_for_a_week_is_not_sent_later(told, mailbox) -> None:
    assert mail_digests(JUNE + timedelta(days=7, minutes=1)) == 0
    assert Digest.objects.get().given_up_at is not None
    assert mailbox.mails == []


def test_a_mail_lists_and_counts_what_is_wanted_by_mail_alone(officer, mailbox) -> None:
    addressed(officer)
    take_in(csv_of([row(9, 专利名称="先有的")]), officer)
    subscribed("TI=焊接", officer, is_mailed=True)
    quiet = subscribed("TI=机器人", officer, "机器人")
    take_in(csv_of([row(3, 专利名称="焊接机器人"), row(4, 专利名称="机器人手臂")]), officer)
    assert swept() == 3
    assert mail_digests(JUNE) == 1
    subject, text = mail_in(mailbox)
    assert subject == "预警订阅：1 项新情况"
    assert "焊接机器人" in text
    assert "手臂" not in text
    assert f"“{quiet.name}”" not in text


def test_no_mail_goes_where_none_is_wanted_any_more(told, mailbox) -> None:
    Subscription.objects.update(is_mailed=False)
    assert mail_digests(JUNE) == 0
    assert mailbox.mails == []
    assert Digest.objects.get().is_mailed is False


def test_a_mail_tells_the_warnings_of_watches_that_want_mail(officer, mailbox) -> None:
    addressed(officer)
    brought_in(row(1, 专利名称="甲专利"), row(2, 专利名称="乙专利"))
    watched("pledge", officer, is_mailed=True)
    watched("transfer", officer)
    happened("甲专利", "PLEDGED")
    happened("乙专利", "TRANSFERRED")
    assert sorted(found()) == [("pledge", "甲专利"), ("transfer", "乙专利")]
    digest = Digest.objects.get()
    assert mail_digests(digest.made_at) == 1
    subject, text = mail_in(mailbox)
    assert subject == "预警订阅：1 项新情况"
    card = AlertCard.objects.get(watch__kind="pledge")
    assert "乙专利" not in text
    assert f"/search/alerts/{card.pk}/" in text
    assert f"{US} · 申请日 {Patent.objects.get(title='甲专利').filed_on}" in text
