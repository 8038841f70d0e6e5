"""The page that finds what is like a patent or a text, by who may see what."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.rooms.registry.files import csv_of, number
from tests.rooms.registry.taking import take_in
from zhichan.core.access.roles import Role
from zhichan.core.errors import InvalidInput, NotFound
from zhichan.core.search.asking_alike import LikeQuestion, ask_alike, question_of
from zhichan.core.search.indexing import bring_up_to_date
from zhichan.core.search.language.errors import QueryError
from zhichan.rooms.registry.models import Patent

HEADINGS = ("申请号", "专利名称", "摘要", "申请人", "主分类号", "申请日")
PAGE = "/search/similar/"
COATED = "一种陶瓷涂层的锂电池隔膜，涂层含氧化铝颗粒。"
TEXTS = (
    ("锂电池隔膜", COATED, "云川示例电池有限公司", "H01M10/0525"),
    ("电池隔膜及其制法", "隔膜带有陶瓷涂层，涂层含氧化铝颗粒与粘结剂。", "云川示例电池有限公司", "H01M10/04"),
    ("焊接钢管", "一种焊接钢管，焊缝经热处理。", "云川示例钢管有限公司", "B23K31/02"),
    ("钢管焊缝检测", "检测钢管焊缝的装置。", "云川示例钢管有限公司", "G01N29/04"),
)


@pytest.fixture
def officer(actor, office):
    rows = [
        dict(zip(HEADINGS, (number(at), *told, "2004-03-10"), strict=True))
        for at, told in enumerate(TEXTS, 1)
    ]
    by = actor(Role.PLAN_OFFICER, office)
    take_in(csv_of(rows, HEADINGS), by)
    bring_up_to_date(wait=True)
    return by


@pytest.fixture
def browser(officer, signed_in, office):
    return signed_in(Role.PLAN_OFFICER, office)


def key(title: str) -> int:
    return Patent.objects.get(title=title).pk


def bare(shown: str) -> str:
    """A page without its marks."""
    return re.sub(r"</?mark[^>]*>", "", shown)


@pytest.mark.django_db
def test_the_page_tells_why_a_patent_is_like_another(browser: Client) -> None:
    shown = browser.get(PAGE, {"of": key("锂电池隔膜")}).content.decode()
    assert bare(shown).index("电池隔膜及其制法") < bare(shown).index("焊接钢管")
    assert "同一大组 H01M10" in shown
    assert "同一权利人 云川示例电池有限公司" in shown
    assert "涂层含氧化铝颗粒</mark>" in shown
    assert "不能像检索式那样复现" in shown


@pytest.mark.django_db
def test_a_text_is_sent_as_a_form_and_narrowed_by_a_line(browser: Client) -> None:
    shown = browser.post(PAGE, {"text": "焊接钢管的焊缝经检测和热处理。"}).content.decode()
    told = bare(shown)
    assert told.index("1. <a") < told.index(">焊接钢管</a>") < told.index(">钢管焊缝检测</a>")
    narrowed = browser.post(
        PAGE, {"text": "焊接钢管的焊缝经检测和热处理。", "q": "IPC=G01N"}
    ).content.decode()
    assert "最相似的 1 件" in narrowed
    assert "同一大组" not in narrowed


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"text": "  "}, "请粘贴一段文字"),
        ({"text": "，。"}, "没有可以比较的字"),
        ({"text": "焊接钢管", "q": "TI=("}, "没有配对"),
        ({"text": "焊接钢管", "q": "XX=1"}, "没有字段"),
    ],
)
def test_what_cannot_be_asked_is_said(browser: Client, sent, said) -> None:
    answer = browser.post(PAGE, sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("of", ["0", "999999", "abc", "9" * 18, "9" * 30, "-1"])
def test_a_patent_nobody_has_is_not_found(browser: Client, of: str) -> None:
    assert browser.get(PAGE, {"of": of}).status_code == 404


@pytest.mark.django_db
def test_who_may_not_see_patents_learns_nothing_by_likeness(officer, actor, office) -> None:
    firm = actor(Role.FIRM_USER, office)
    assert ask_alike(LikeQuestion("patent", COATED), firm).found == []
    with pytest.raises(NotFound):
        ask_alike(LikeQuestion("patent", of=key("焊接钢管")), firm)
    with pytest.raises(QueryError):
        ask_alike(LikeQuestion("patent", COATED, line="TI="), officer)


@pytest.mark.django_db
def test_a_record_changed_since_is_compared_as_it_is_today(officer) -> None:
    one = key("焊接钢管")
    Patent.objects.filter(pk=one).update(title="陶瓷涂层隔膜")
    answer = ask_alike(LikeQuestion("patent", of=one), officer)
    assert answer.original is not None
    assert answer.original.title == "陶瓷涂层隔膜"
    assert "涂层" in "".join(part.text for like in answer.found for part in like.shared)
    assert one not in {like.hit.id for like in answer.found}


@pytest.mark.django_db
def test_the_console_asks_by_number_or_file(officer, tmp_path) -> None:
    file = tmp_path / "摘要.txt"
    file.write_text(COATED, encoding="utf-8")
    patent = Patent.objects.get(title="锂电池隔膜")
    by_file = ask_alike(question_of(str(file), "patent", "", 5), officer)
    assert [like.hit.title for like in by_file.found[:2]] == ["锂电池隔膜", "电池隔膜及其制法"]
    by_number = ask_alike(question_of(patent.number, "patent", "IPC=H01M", 5), officer)
    assert [like.hit.title for like in by_number.found] == ["电池隔膜及其制法"]
    with pytest.raises(InvalidInput, match="既不是文件"):
        question_of("CN000000000000", "patent", "", 5)
    (tmp_path / "图.png").write_bytes(b"\x89PNG\xff\xfe")
    with pytest.raises(InvalidInput, match="UTF-8"):
        question_of(str(tmp_path / "图.png"), "patent", "", 5)
