"""Marks like one are found as the register has them, within what the asker may see, with their reasons."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import openpyxl
import pytest

from tests.rooms.registry.taking import JUNE, MAY, take_in
from tests.rooms.registry.test_trademark_imports import marks
from zhichan.core.access.roles import Role
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from zhichan.core.marks.keys import keys_of
from zhichan.core.marks.scoring import compare
from zhichan.core.marks.ways import Way
from zhichan.core.registers.actions import Entry, change_row, end_row
from zhichan.core.registers.actions.undo import undo_batch
from zhichan.core.search.collection import EVERYTHING
from zhichan.core.search.indexing import bring_up_to_date, searcher_of
from zhichan.core.search.tree import OneOf
from zhichan.rooms.registry.collections import TRADEMARK_COLLECTION
from zhichan.rooms.registry.face import Narrowing
from zhichan.rooms.registry.models import TrademarkItem
from zhichan.rooms.registry.models.trademark import TRADEMARKS
from zhichan.rooms.search.actions.mark_words import NewWord, add_mark_word, remove_mark_word
from zhichan.rooms.search.models import MarkWord
from zhichan.rooms.search.queries.marks import MarkQuestion, close_marks, marks_like

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
TITLES = (
    "云川", "川云", "耘穿", "云云川川", "Yunchuan", "云川大米", "芸川天下", "海城", "大白兔", "太白兔",
    "LUMOS", "LUNOS",
)  # fmt: skip


@pytest.fixture
def searched() -> tuple[str, ...]:
    return ("trademark",)


@pytest.fixture
def register(officer):
    """The titles, the last two in class 35, each in a register of its own holder."""
    lines = [
        {
            "商标名称": title,
            "注册号": f"第{90000001 + place}号",
            "国际分类": "35" if place >= len(TITLES) - 2 else "9",
            "注册人": f"云川示例{title}有限公司",
        }
        for place, title in enumerate(TITLES)
    ]
    return take_in(marks(*lines), officer)


def like(name: str, actor, *ways: Way, narrowing: Narrowing | None = None, least: int = 60) -> list[str]:
    bring_up_to_date(wait=True)
    asked = MarkQuestion(name, frozenset(ways), narrowing or Narrowing(), least)
    return [hit.mark.title for hit in marks_like(asked, actor).marks]


def word(kind: str, text: str, other: str, by) -> MarkWord:
    return add_mark_word(NewWord(kind, text, other, "本局约定"), by=by, at=AT)


def test_marks_alike_in_every_way_come_best_first(officer, register) -> None:
    found = like("雲川", officer)
    assert found[0] == "云川"
    assert set(found) == {"云川", "川云", "耘穿", "云云川川", "Yunchuan", "云川大米"}
    asked = MarkQuestion("雲川")
    scores = [hit.likeness.score for hit in marks_like(asked, officer).marks]
    assert scores == sorted(scores, reverse=True)


def test_each_way_can_be_asked_for_alone(officer, register) -> None:
    assert like("云川", officer, Way.EXACT) == ["云川"]
    assert set(like("云川", officer, Way.HELD)) == {"云川", "云云川川", "云川大米"}
    assert "耘穿" in like("云川", officer, Way.SOUND)
    assert like("云川", officer, Way.ORDER) == ["川云"]
    assert like("云川", officer, Way.REPEATED) == ["云云川川"]
    assert set(like("大百兔", officer, Way.SHAPE)) == {"大白兔", "太白兔"}
    assert like("LUMOS", officer, Way.SHAPE) == ["LUMOS", "LUNOS"]
    assert like("云川", officer, Way.MEANING) == ["云川"]


def test_the_lists_of_the_office_count_at_once(officer, register) -> None:
    assert "海城" not in like("Seatown", officer)
    pair = word(MarkWord.Kind.SAME, "Sea Town", "海城", officer)
    assert like("Seatown", officer, Way.MEANING) == ["海城"]
    assert "云川" not in like("云川饮品", officer) or compare("云川", "云川饮品").score < 85
    word(MarkWord.Kind.GENERIC, "饮品", "", officer)
    word(MarkWord.Kind.GENERIC, "大米", "", officer)
    asked = marks_like(MarkQuestion("云川饮品"), officer).marks
    scored = {hit.mark.title: hit.likeness.score for hit in asked}
    assert scored["云川"] >= 90
    assert scored["云川大米"] >= 90
    remove_mark_word(pair.pk, by=officer, at=AT)
    assert like("Seatown", officer) == []


def test_class_group_standing_and_owner_narrow_the_list(officer, register) -> None:
    assert like("LUMOS", officer, narrowing=Narrowing(classes=("09",))) == []
    assert like("LUMOS", officer, narrowing=Narrowing(classes=("35",))) == ["LUMOS", "LUNOS"]
    assert like("LUMOS", officer, narrowing=Narrowing(owner="LUNOS")) == ["LUNOS"]
    assert like("LUMOS", officer, narrowing=Narrowing(public_classes=("ended",))) == []
    item = TrademarkItem.objects.get(title="LUNOS")
    entry = Entry({"groups": "3501;3503"}, date(2026, 5, 1), "公告")
    change_row(TRADEMARKS, item.pk, entry, by=officer, at=MAY)
    assert like("LUMOS", officer, narrowing=Narrowing(groups=("3503",))) == ["LUNOS"]
    assert like("LUMOS", officer, narrowing=Narrowing(groups=("35",))) == ["LUNOS"]
    assert close_marks("LUMOS", ["35"], officer)[0][1] == 100
    assert close_marks("LUMOS", ["09"], officer) == []
    assert [mark.title for mark, _score in close_marks("lumos", [], officer, 90)] == ["LUMOS"]


def keys_are_those_of_the_register() -> None:
    """By the index against by the titles, for every key of every title that ever was."""
    shown = dict(TrademarkItem.objects.filter(is_shown=True).values_list("pk", "title"))
    searcher = searcher_of(TRADEMARK_COLLECTION)
    every = {key for title in [*shown.values(), *TITLES, "青禾"] for key in keys_of(title)}
    for key in every:
        expected = {pk for pk, title in shown.items() if key in keys_of(title)}
        assert set(searcher.ids(OneOf("keys", (key,)), EVERYTHING)) == expected, key


def test_keys_stay_right_after_import_change_end_and_undo(officer, register) -> None:
    assert "青禾" not in like("青禾", officer)
    item = TrademarkItem.objects.get(title="海城")
    change_row(TRADEMARKS, item.pk, Entry({"title": "青禾"}, date(2026, 5, 1), "来函"), by=officer, at=MAY)
    assert like("清禾", officer) == ["青禾"]
    assert like("海城", officer) == []
    keys_are_those_of_the_register()
    end_row(TRADEMARKS, item.pk, Entry({}, date(2026, 5, 2), "来函"), by=officer, at=MAY)
    assert like("清禾", officer) == []
    later = take_in(marks({"商标名称": "清禾", "注册号": "第90000077号"}), officer, MAY)
    assert like("青禾", officer) == ["清禾"]
    keys_are_those_of_the_register()
    undo_batch(later.pk, by=officer, at=JUNE)
    assert like("青禾", officer) == []
    assert like("云川", officer, Way.EXACT) == ["云川"]
    keys_are_those_of_the_register()


def test_nobody_sees_marks_they_may_not_see(officer, register, actor, unit) -> None:
    assert like("云川", actor(Role.FIRM_USER, unit("云川示例企业"))) == []
    assert close_marks("云川", [], actor(Role.SYSTEM_ADMIN, unit("云川示例企业"))) == []


def test_nothing_to_read_finds_nothing(officer, register) -> None:
    for name in ("", "…", "  ", "★"):
        assert like(name, officer) == []


def test_words_are_refused_where_they_make_no_sense(officer, actor, office) -> None:
    same, generic = MarkWord.Kind.SAME, MarkWord.Kind.GENERIC
    for kind, text, other in (
        (same, "云川", ""),
        (same, "云川", "雲川"),
        (same, "…", "云"),
        (generic, "饮品", "饮料"),
        (generic, "饮" * 61, ""),
        ("other", "云", "川"),
    ):
        with pytest.raises(InvalidInput):
            word(kind, text, other, officer)
    with pytest.raises(InvalidInput):
        add_mark_word(NewWord(generic, "饮品", "", " "), by=officer, at=AT)
    word(same, "云川", "Cloud River", officer)
    with pytest.raises(Conflict):
        word(same, "cloudriver", "雲川", officer)
    with pytest.raises(NotAllowed):
        word(generic, "饮品", "", actor(Role.UNIT_CONTACT, office))
    with pytest.raises(NotFound):
        remove_mark_word(2**40, by=officer, at=AT)
    assert MarkWord.objects.count() == 1


def test_the_page_lists_reasons_rules_and_the_way_to_each_mark(signed_in, office, officer, register) -> None:
    client = signed_in(Role.CASE_OFFICER, office)
    bring_up_to_date(wait=True)
    text = client.get("/search/marks/", {"q": "雲川", "class": "9"}).content.decode()
    for said in (
        "云云川川",
        "规则 8</span>",
        "规则 14</span>",
        "由另一商标的字重叠而成",
        "部分核对",
        "云川示例耘穿有限公司",
        "读音相同",
        "图形近似检索这里没有",
    ):
        assert said in text
    item = TrademarkItem.objects.get(title="耘穿")
    assert f"/{item.pk}/" in text
    assert "LUMOS" not in text
    empty = client.get("/search/marks/", {"q": "骉驫"}).content.decode()
    assert "没有近似的商标" in empty
    for odd in ({"q": "云川", "page": "99"}, {"q": "云川", "page": "x"}, {}):
        assert client.get("/search/marks/", odd).status_code == 200


def test_the_file_has_what_the_list_has(signed_in, office, officer, register) -> None:
    client = signed_in(Role.CASE_OFFICER, office)
    bring_up_to_date(wait=True)
    reply = client.get("/search/marks/", {"q": "云川", "format": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(reply.streaming_content))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == like("云川", officer)
    by_title = {row[0]: row for row in rows[1:]}
    assert by_title["云云川川"][2] == compare("云川", "云云川川").score
    assert "由另一商标的字重叠而成" in by_title["云云川川"][7]


def test_words_are_kept_on_their_page(signed_in, office) -> None:
    keeper, reader = signed_in(Role.LEGAL_REVIEWER, office), signed_in(Role.CASE_OFFICER, office)
    sent = {"kind": "same", "word": "雪", "other": "Snow", "source": "词典"}
    assert keeper.post("/search/marks/words/", sent).status_code == 302
    assert keeper.post("/search/marks/words/", sent).status_code == 422
    assert reader.post("/search/marks/words/", {**sent, "word": "霜"}).status_code == 200
    assert [str(one) for one in MarkWord.objects.all()] == ["snow 雪"]
    assert "snow" in reader.get("/search/marks/words/").content.decode()
    assert "删去" not in reader.get("/search/marks/words/").content.decode()
    pk = MarkWord.objects.get().pk
    assert keeper.post(f"/search/marks/words/{pk}/remove/").status_code == 302
    assert not MarkWord.objects.exists()
