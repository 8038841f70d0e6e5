"""Ways to marks like one: from a mark, from a party, by a dated list, by goods, from the console."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.rooms.registry.taking import take_in
from tests.rooms.registry.test_trademark_imports import marks
from zhichan import cli
from zhichan.core.access.roles import Role
from zhichan.core.registers.actions import Entry, end_row, record_row
from zhichan.core.registers.addresses import row_address
from zhichan.core.search.indexing import bring_up_to_date
from zhichan.rooms.registry.face import Narrowing
from zhichan.rooms.registry.models import ListKind, TrademarkItem
from zhichan.rooms.registry.models.goods import GOODS_ITEMS
from zhichan.rooms.registry.models.list_membership import MEMBERSHIPS
from zhichan.rooms.registry.models.party import PARTIES
from zhichan.rooms.registry.models.trademark import TRADEMARKS
from zhichan.rooms.search.queries.marks import MarkQuestion, marks_like

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
TITLES = ("云川", "耘川", "芸川", "云川", "★")


@pytest.fixture
def searched() -> tuple[str, ...]:
    return ("trademark",)


@pytest.fixture
def register(officer) -> list[TrademarkItem]:
    """The first two of one holder; the fourth, called as the first, in class 35."""
    lines = [
        {
            "商标名称": title,
            "注册号": f"第{90000001 + place}号",
            "国际分类": "35" if place == 3 else "9",
            "注册人": f"云川示例{max(place, 1)}有限公司",
        }
        for place, title in enumerate(TITLES)
    ]
    take_in(marks(*lines), officer)
    bring_up_to_date(wait=True)
    return list(TrademarkItem.objects.order_by("number"))


@pytest.fixture
def client(signed_in, office):
    return signed_in(Role.CASE_OFFICER, office)


def text_of(reply) -> str:
    assert reply.status_code == 200
    return reply.content.decode()


def test_the_page_of_a_mark_leads_to_those_like_it_without_itself(client, register) -> None:
    first = register[0]
    assert f"/search/marks/of/{first.pk}/" in text_of(client.get(row_address(TRADEMARKS.name, first.pk)))
    reply = client.get(f"/search/marks/of/{first.pk}/", follow=True)
    text = text_of(reply)
    assert reply.redirect_chain[0][0].endswith(f"&class=09&mark={first.pk}")
    assert "2 件近似" in text
    assert "不列本件" in text
    with_itself = text_of(client.get("/search/marks/", {"q": "云川", "class": "9"}))
    assert "3 件近似" in with_itself
    assert "不列本件" not in with_itself
    assert client.get("/search/marks/of/999999999/").status_code == 404


def test_the_page_of_a_party_leads_to_its_marks(client, register) -> None:
    party = register[0].holder_id
    assert f"/search/marks/parties/{party}/" in text_of(client.get(row_address(PARTIES.name, party)))
    text = text_of(client.get(f"/search/marks/parties/{party}/"))
    assert "名下商标 2 件" in text
    assert f"class=09&amp;mark={register[0].pk}" in text
    assert f"mark={register[2].pk}" not in text
    assert "没有文字，不比对" in text_of(client.get(f"/search/marks/parties/{register[4].holder_id}/"))
    assert client.get("/search/marks/parties/999999999/").status_code == 404


def test_a_list_keeps_the_marks_of_its_members_alone(client, officer, register, actor, office) -> None:
    kind = ListKind.objects.create(name="驰名商标（示例）", source="示例")
    other = ListKind.objects.create(name="老字号（示例）", source="示例")
    values = {"party": register[0].holder, "list_kind": kind}
    member = record_row(MEMBERSHIPS, Entry(values, date(2026, 1, 1), "公告"), by=officer, at=AT)

    def like(list_id: int) -> set[int]:
        asked = MarkQuestion("云川", narrowing=Narrowing(list_id=list_id))
        return {hit.mark.pk for hit in marks_like(asked, officer).marks}

    assert like(kind.pk) == {register[0].pk, register[1].pk}
    assert like(other.pk) == like(2**40) == set()
    text = text_of(client.get("/search/marks/", {"q": "云川", "list": kind.pk}))
    assert "2 件近似" in text
    assert "驰名商标（示例）</option>" in text
    assert "老字号（示例）" not in text  # nobody is in it
    end_row(MEMBERSHIPS, member.pk, Entry({}, date(2026, 2, 1), "撤销"), by=officer, at=AT)
    assert like(kind.pk) == set()


def test_what_is_left_empty_counts_as_not_said(client, register) -> None:
    for odd in ({"list": ""}, {"mark": ""}, {"group": ["", " "]}, {"page": "x"}, {"way": ""}):
        assert "4 件近似" in text_of(client.get("/search/marks/", {"q": "云川", **odd}))
    assert "没有可以比对的文字" in text_of(client.get("/search/marks/", {"q": "★"}))


def test_goods_lead_to_the_groups_of_a_search(client, officer, register) -> None:
    assert "还没有导入分类表" in text_of(client.get("/search/marks/goods/", {"goods": "芯片"}))
    for words, numbers in (
        ("食品", ["29", "30"]),
        ("30", ["30"]),
        ("05", ["5"]),
        ("调味品 食品", ["30"]),
        ("骉", []),
    ):
        page = client.get("/search/marks/goods/", {"goods": words, "q": "云川"}).content.decode()
        assert re.findall(r'name="class" value="(\d+)"', page) == numbers, words
        assert "具体项目和类似群随导入的分类表而来" in page
        assert ("个类别的简述里没有" in page) == (not numbers), words
    chosen = client.post("/search/marks/goods/?goods=食品", {"q": "云川", "class": ["29", "30"]})
    assert parse_qs(urlsplit(chosen.url).query) == {"q": ["云川"], "class": ["29 30"]}
    assert client.get(chosen.url).status_code == 200
    for group, name in (("0913", "芯片（集成电路）"), ("3501", "广告")):
        values = {"group": group, "group_name": "示例群", "code": "", "name": name}
        record_row(GOODS_ITEMS, Entry(values, date(2026, 1, 1), "区分表"), by=officer, at=AT)
    text = text_of(client.get("/search/marks/goods/", {"goods": "芯片", "q": "云川"}))
    assert 'name="group" value="0913"' in text
    assert 'name="q" value="云川"' in text
    assert "3501" not in text
    assert "没有这样的商品或服务" in text_of(client.get("/search/marks/goods/", {"goods": "骉"}))
    assert "写一种商品或服务" in text_of(client.get("/search/marks/goods/"))
    assert "区分表</a>" in text
    chosen = client.post("/search/marks/goods/?goods=芯片", {"q": "云川", "group": ["0913", "3501"]})
    assert chosen.url == "/search/marks/?q=%E4%BA%91%E5%B7%9D&group=0913+3501"
    several = text_of(client.get(chosen.url))
    assert 'name="group" value="0913 3501"' in several


def test_the_console_tells_scores_and_parts(register, capsys) -> None:
    assert cli.main(["search-marks", "雲川", "--class", "9", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["count"] == len(told["hits"]) == 3
    assert not told["is_cut"]
    assert told["took_ms"] > 0
    first = told["hits"][0]
    assert (first["title"], first["class"], first["score"]) == ("云川", "09", 100)
    assert {"shape", "sound", "meaning", "rules", "reasons", "holder", "number"} <= first.keys()
    assert cli.main(["search-marks", "云川", "--limit", "1", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["count"], len(told["hits"])) == (4, 1)
    assert cli.main(["search-marks", "云川", "--least", "95"]) == 0
    printed = capsys.readouterr().out
    assert "2 件近似" in printed
    assert "云川示例1有限公司" in printed


def test_the_console_prints_reasons_and_holders_whole_into_a_pipe(officer, register, capsys) -> None:
    name = "云川示例知识产权服务与品牌运营管理集团有限责任公司第一分公司"
    line = {"商标名称": "LUMOSTAR", "注册号": "第90000099号", "国际分类": "9", "注册人": name}
    take_in(marks(line), officer)
    assert cli.main(["search-marks", "LUMOSTAN"]) == 0
    found = next(line for line in capsys.readouterr().out.splitlines() if "LUMOSTAR" in line)
    assert name in found
    assert "只差 1 个字母" in found


def test_what_cannot_be_read_in_a_filter_is_told_at_its_field(client, register) -> None:
    for field, wrong, said in (
        ("class", "99", "“99”：类别写 1 到 45。"),
        ("class", "9 abc 46", "“abc”、“46”：类别写 1 到 45。"),
        ("class", "0", "“0”：类别写 1 到 45。"),
        ("group", "x", "“x”：类似群写 2 到 4 位数字，前两位是类别 01 到 45。"),
        ("group", "0913 9999", "“9999”：类似群写 2 到 4 位数字"),
        ("group", "00", "“00”：类似群写 2 到 4 位数字"),
        ("group", ["0913", "9"], "“9”：类似群写 2 到 4 位数字"),
        ("way", "none", "“none”：没有这种近似方式。"),
        ("standing", "none", "“none”：没有这种状态。"),
        ("least", "61", "“61”：得分从列出的里选。"),
        ("list", "x", "“x”：没有这个名录。"),
        ("list", "999", "“999”：没有这个名录。"),
        ("mark", "9" * 30, "：没有这件商标。"),
        ("owner", "示" * 121, "最多 120 个字。"),
        ("group", "0913 " * 101, "最多 100 个。"),
    ):
        reply = client.get("/search/marks/", {"q": "云川", field: wrong})
        text = reply.content.decode()
        assert reply.status_code == 422, field
        assert f'id="{field}-error">' in text
        assert said in text
        assert "件近似" not in text
        assert client.get("/search/marks/", {"q": "云川", field: wrong, "format": "csv"}).status_code == 422
    text = client.get("/search/marks/", {"q": "云川", "class": "9 abc"}).content.decode()
    assert 'name="class" value="9 abc"' in text  # what was typed is there to be mended
    assert client.get("/search/marks/", {"q": "云" * 121}).status_code == 422


def test_classes_and_groups_are_read_as_people_write_them(client, register) -> None:
    for written in ("9", "09", "９", "9、35", "9,35", "35；9"):
        count = 4 if "35" in written else 3
        assert f"{count} 件近似" in text_of(client.get("/search/marks/", {"q": "云川", "class": written}))


def test_a_mark_that_is_held_whole_below_the_score_says_so(client, officer, register) -> None:
    take_in(
        marks({"商标名称": "天云下海川", "注册号": "第90000098号", "注册人": "云川示例9有限公司"}), officer
    )
    bring_up_to_date(wait=True)
    text = text_of(client.get("/search/marks/", {"q": "海", "way": "held"}))
    assert "“海”整个含在“天云下海川”里" in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["★"], "没有可以比对的文字"),
        ([], "缺少参数"),
        (["云川", "--class", "46"], "没有第 46 类"),
        (["云川", "--group", "x9"], "不是类似群"),
        (["云川", "--group", "9999"], "前两位是类别"),
        (["云川", "--group", "00"], "前两位是类别"),
        (["云川", "--least", "20"], "60 到 100"),
    ],
)
def test_the_console_refuses_with_one_line(arguments, said, capsys) -> None:
    assert cli.main(["search-marks", *arguments]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert len(error.strip().splitlines()) == 1


@pytest.mark.django_db
def test_the_console_refuses_as_json_where_json_is_asked_for(capsys) -> None:
    for arguments in (["--class", "99"], ["--group", "9999"], ["--least", "20"]):
        assert cli.main(["search-marks", "云川", *arguments, "--json"]) == 2
        told = json.loads(capsys.readouterr().out)
        assert told["error"]["code"] == "invalid_input"
        assert told["error"]["message"]
