"""Marks like one are found as the register has them, within what the asker may see, with their reasons."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, date, datetime

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.everything import everything
from tests.rooms.registry.taking import JUNE, MAY, take_in
from tests.rooms.registry.test_trademark_imports import marks
from zhichan.core.access.roles import Role
from zhichan.core.audit.models import AuditEvent
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from zhichan.core.marks.elements import folded_word, mark_of
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
from zhichan.rooms.search.actions.mark_words import (
    NewWord,
    NewWords,
    WordsAdded,
    add_mark_word,
    add_mark_words,
    remove_mark_word,
    switch_starting_words,
)
from zhichan.rooms.search.models import MarkWord
from zhichan.rooms.search.queries.marks import MarkQuestion, close_marks, marks_like
from zhichan.rooms.search.starting_words import starting_generic, starting_pairs

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
    head = next(place for place, row in enumerate(rows) if row[0] == "商标名称")
    assert [row[0] for row in rows[head + 1 :]] == like("云川", officer)
    by_title = {row[0]: row for row in rows[head + 1 :]}
    assert by_title["云云川川"][2] == compare("云川", "云云川川").score
    assert "由另一商标的字重叠而成" in by_title["云云川川"][7]


def test_the_file_says_which_mark_was_asked_for_and_how(signed_in, office, officer, register) -> None:
    client = signed_in(Role.CASE_OFFICER, office)
    bring_up_to_date(wait=True)
    asked = {"q": "云川", "way": ["held", "repeated"], "standing": "in_force", "least": "70", "format": "csv"}
    answer = client.get("/search/marks/", asked)
    lines = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    head = next(place for place, line in enumerate(lines) if line[:1] == ["商标名称"])
    name, conditions, count, state, advice, written, use = [line[0] for line in lines[:head] if line]
    assert name == "商标：云川"
    assert conditions == "条件：近似方式：包含、重叠；状态：有效；得分不低于：70"
    assert re.fullmatch(rf"近似 {len(lines) - head - 1} 件，比对候选 \d+ 件", count)
    assert re.fullmatch(r"按索引现在所知，快照 \S+", state)
    assert advice == "得分供人判断，不是结论。"
    assert re.search(r" 于 \d{4}-\d\d-\d\d \d\d:\d\d 导出", written)
    assert use.startswith("仅供")
    own = TrademarkItem.objects.get(title="耘穿").pk
    told = client.get("/search/marks/", {"q": "耘穿", "mark": own, "class": "29 30", "format": "csv"})
    assert "类别：29、30；得分不低于：60；不列本件：耘穿 " in b"".join(told.streaming_content).decode(
        "utf-8-sig"
    )


@pytest.mark.parametrize(
    ("address", "label", "field", "button"),
    [
        ("/search/marks/words/add/", 'for="id_lines"', '<textarea[^>]* id="id_lines"', "加入"),
        ("/search/synonyms/", 'for="text"', '<textarea[^>]* id="text"', "存下"),
    ],
)
def test_pasted_words_have_label_hint_field_and_button_in_the_order_of_every_form(
    signed_in, office, address: str, label: str, field: str, button: str
) -> None:
    html = signed_in(Role.LEGAL_REVIEWER, office).get(address).content.decode()
    form = html[html.index(f"<label {label}") :]
    places = [re.search(one, form) for one in (label, 'class="hint"', field, f"<button[^>]*>{button}")]
    assert all(places)
    assert sorted(places, key=lambda found: found.start()) == places


def test_many_words_are_added_on_a_form_one_can_go_back_from(signed_in, office) -> None:
    html = signed_in(Role.LEGAL_REVIEWER, office).get("/search/marks/words/add/").content.decode()
    assert re.search(r'<section class="panel errorpanel"><div class="bd"><form method="post" enctype=', html)
    assert re.search(r'>加入</button><a class="btn" href="/search/marks/words/">返回</a>', html)


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


def test_the_starting_list_counts_until_it_is_switched_off(officer, actor, office, signed_in) -> None:
    titles = ("APPLE", "RED BULL", "HONOR", "苹果汁", "KFC FOOD", "凤牌")
    lines = [
        {"商标名称": title, "注册号": f"第{90000101 + place}号", "注册人": f"云川示例{place}有限公司"}
        for place, title in enumerate(titles)
    ]
    take_in(marks(*lines), officer)
    assert like("苹果", officer)[0] == "APPLE"
    assert like("红牛", officer) == ["RED BULL"]
    assert like("光荣", officer) == ["HONOR"]
    assert (like("KFC", officer), like("凤", officer)) == (["KFC FOOD"], ["凤牌"])
    with pytest.raises(NotAllowed):
        switch_starting_words(False, by=actor(Role.UNIT_CONTACT, office), at=AT)
    keeper = signed_in(Role.LEGAL_REVIEWER, office)
    page = keeper.get("/search/marks/words/").content.decode()
    assert f"{len(starting_pairs())} 对" in page
    assert f"{len(starting_generic())} 个通用词" in page
    assert "不是官方词表" in page
    assert keeper.post("/search/marks/words/starting/", {"on": "no"}).status_code == 302
    assert like("红牛", officer) == like("光荣", officer) == like("凤", officer) == []
    assert "已停用" in keeper.get("/search/marks/words/").content.decode()
    word(MarkWord.Kind.SAME, "光荣", "honor", officer)
    assert like("光荣", officer) == ["HONOR"]  # the office's own go on
    keeper.post("/search/marks/words/starting/", {"on": "yes"})
    assert like("红牛", officer) == ["RED BULL"]
    kinds = AuditEvent.objects.filter(kind="search.mark_word.switched")
    assert [event.details["is_on"] for event in kinds.order_by("pk")] == [False, True]


def test_the_starting_list_holds_pairs_of_chinese_and_english_once() -> None:
    pairs = starting_pairs()
    assert len(pairs) > 300
    assert len({(one, folded_word(other)) for one, other in pairs}) == len(pairs)
    for one, other in pairs:
        assert mark_of(one).han == one
        assert mark_of(other).letters == folded_word(other)
    generic = starting_generic()
    assert len(set(generic)) == len(generic) > 100
    assert all(folded_word(word) == word for word in generic)


def test_many_words_are_added_at_once_or_none_with_every_wrong_line(officer, actor, office) -> None:
    same, generic = MarkWord.Kind.SAME, MarkWord.Kind.GENERIC
    good = [(1, "雪 = snow"), (2, "霜＝Frost"), (4, "雪\tSnow")]
    assert add_mark_words(NewWords(same, good, "词典"), by=officer, at=AT) == WordsAdded(2, 0)
    again = [(1, "雪=snow"), (2, "冰=ice")]
    assert add_mark_words(NewWords(same, again, "词典"), by=officer, at=AT) == WordsAdded(1, 1)
    assert [str(one) for one in MarkWord.objects.order_by("word")] == ["frost 霜", "ice 冰", "snow 雪"]
    before = everything("search", "audit")
    wrong = [(1, "云 = cloud"), (2, "川"), (3, "海 = sea = ocean"), (7, "… = dots"), (8, "山 = 山")]
    with pytest.raises(InvalidInput) as refused:
        add_mark_words(NewWords(same, wrong, "词典"), by=officer, at=AT)
    assert [line[:5] for line in refused.value.message.splitlines()] == [
        "第 2 行", "第 3 行", "第 7 行", "第 8 行",
    ]  # fmt: skip
    for new, by in (
        (NewWords(same, [], "词典"), officer),
        (NewWords(same, [(1, "云 = cloud")], " "), officer),
        (NewWords("other", [(1, "云 = cloud")], "词典"), officer),
        (NewWords(generic, [(1, "饮料 = drink")], "词典"), officer),
        (NewWords(same, [(row, "云 = cloud") for row in range(5_001)], "词典"), officer),
    ):
        with pytest.raises(InvalidInput):
            add_mark_words(new, by=by, at=AT)
    with pytest.raises(NotAllowed):
        add_mark_words(NewWords(same, good, "词典"), by=actor(Role.UNIT_CONTACT, office), at=AT)
    assert everything("search", "audit") == before


def test_a_list_of_words_comes_in_by_paste_or_file(signed_in, office) -> None:
    keeper, address = signed_in(Role.LEGAL_REVIEWER, office), "/search/marks/words/add/"
    assert keeper.get(address).status_code == 200
    sent = {"kind": "same", "lines": "雪 = snow\n\n霜 = frost\n", "source": "词典"}
    assert keeper.post(address, sent).status_code == 302
    refused = keeper.post(address, {**sent, "lines": "云 = cloud\n\n川\n海"})
    assert refused.status_code == 422
    text = refused.content.decode()
    assert "第 3 行“川”" in text
    assert "第 4 行“海”" in text
    assert "云 = cloud" in text  # what was typed is there to be mended
    assert keeper.post(address, {**sent, "lines": ""}).status_code == 422
    book = openpyxl.Workbook()
    for line in (("冰", "ice"), ("雪", "snow"), ("雾", "mist")):
        book.active.append(line)
    content = io.BytesIO()
    book.save(content)
    file = SimpleUploadedFile("words.xlsx", content.getvalue())
    assert keeper.post(address, {**sent, "file": file}).status_code == 422  # both
    file = SimpleUploadedFile("words.xlsx", content.getvalue())
    done = keeper.post(address, {**sent, "lines": "", "file": file}, follow=True)
    assert "加入 2 条，已有 1 条。" in done.content.decode()
    broken = SimpleUploadedFile("words.xlsx", b"%PDF-1.7")
    assert keeper.post(address, {**sent, "lines": "", "file": broken}).status_code == 422
    assert MarkWord.objects.count() == 4
