"""Public copies: identity numbers, home addresses, phones, accounts, reporters and witnesses never stay."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.core.documents.making import VALUES, read
from zhichan.core.documents.fields import PERSONAL, FieldType, Whose
from zhichan.core.documents.filling import fill
from zhichan.core.documents.loading import all_definitions
from zhichan.core.documents.masking.copies import mask_docx
from zhichan.core.documents.masking.masking import mask_text, mask_values, survivors
from zhichan.core.documents.masking.patterns import is_card_number, is_identity_number, patterns_in
from zhichan.core.documents.masking.profiles import (
    Circumstance,
    Treatment,
    all_profiles,
    profile_of,
    profiles_in,
    refuse_publication,
)
from zhichan.core.documents.masking.secrets import Secret, secrets_of, secrets_of_seat
from zhichan.core.documents.masking.treating import is_person_name, treated
from zhichan.core.documents.package import parts_of
from zhichan.core.documents.text import text_of
from zhichan.core.errors import NotAllowed, NotFound

NOTICE = read()
ID_NO, PHONE, CARD = "11010119900307002X", "13800138000", "6222021234567890128"
ISSUED = {**VALUES, "issued_on": date(2026, 1, 5)}
CASE: dict[str, object] = {
    **ISSUED,
    "credit_code": "91120118MA05X1234Y",
    "address": "示例区示例路1号",
    "id_no": ID_NO,
    "reporter": "李举报",
    "facts": (
        "甲商贸有限公司（91120118MA05X1234Y）由李 举 报举报。身份证１１０１０１-1990-0307-００２Ｘ，"
        "电话138 0013 8000，卡号6222 0212 3456 7890 128，邮箱 a.b@example.cn，家住示例区某路2号。"
    ),
    "goods": [{"name": "李举报 提供的手袋", "owner": "张三", "price": 100}],
    "grounds": ["张三指认", "主动改正"],
}


def test_a_penalty_keeps_the_punished_and_loses_everybody_else() -> None:
    masked = mask_values(NOTICE, CASE, "penalty")
    text = text_of(fill(NOTICE, masked.values))
    for stays in ("甲商贸有限公司", "91120118MA05X1234Y", "示例区示例路1号", "主动改正", "示例市知识产权局"):
        assert stays in text
    for gone in (ID_NO, PHONE, CARD, "李举报", "张三", "a.b@example.cn", "某路2号", "0028", "8000"):
        assert gone not in text
    assert masked.values["facts"] == (
        "甲商贸有限公司（91120118MA05X1234Y）由某某举报。身份证***，电话***，卡号***，邮箱 ***，家住***。"
    )
    assert masked.values["goods"] == [{"name": "某某 提供的手袋", "owner": "某某", "price": 100}]
    assert masked.values["reporter"] == "某某"
    assert survivors(text, masked.secrets, masked.kept) == []


def test_a_person_who_was_punished_keeps_the_name_and_loses_the_home() -> None:
    person = {**ISSUED, "party": "王某某丙", "address": "示例区示例里3号楼201", "id_no": ID_NO}
    masked = mask_values(NOTICE, person, "penalty").values
    assert (masked["party"], masked["address"], masked["id_no"]) == ("王某某丙", "***", "***")


def test_the_log_tells_what_was_covered_and_never_the_value() -> None:
    masked = mask_values(NOTICE, CASE, "penalty")
    assert (masked.profile, masked.profile_version) == ("penalty", 1)
    told = {(entry.where, entry.type.value, entry.found_by) for entry in masked.log}
    for expected in (
        ("身份证号码", "id_no", "field"),
        ("举报人", "name", "field"),
        ("违法事实", "name", "value"),
        ("违法事实", "id_no", "value"),
        ("违法事实", "phone", "pattern"),
        ("违法事实", "bank_no", "pattern"),
        ("物品·名称", "name", "value"),
        ("理由", "person", "value"),
    ):
        assert expected in told
    for value in (ID_NO, PHONE, CARD, "李举报", "张三"):
        assert value not in repr(masked.log)


def test_what_else_the_matter_knows_is_looked_for_too() -> None:
    others = secrets_of_seat(
        "witness", {"name": "赵六", "phone": "022-81234567", "address": "示例区某里"}, is_person=True
    )
    assert [one.whose for one in others] == [Whose.WITNESS] * 3
    masked = mask_values(
        NOTICE, {**ISSUED, "facts": "赵六（02281234567）住示例区 某里。"}, "penalty", others=others
    )
    assert masked.values["facts"] == "某某（***）住***。"


@pytest.mark.parametrize(
    ("seat", "is_secret", "whose"),
    [
        ("party", False, Whose.PARTY),
        ("respondent", False, Whose.PARTY),
        ("complainant", False, Whose.REPORTER),
        ("witness", True, Whose.WITNESS),
        ("party_agent", False, Whose.AGENT),
        ("right_holder", False, Whose.OTHER),
        ("right_holder", True, Whose.REPORTER),
    ],
)
def test_a_seat_says_of_whom_it_speaks(seat: str, is_secret: bool, whose: Whose) -> None:
    secrets = secrets_of_seat(seat, {"name": "赵六", "phone": ""}, is_person=True, is_secret=is_secret)
    assert [(one.value, one.whose) for one in secrets] == [("赵六", whose)]


def test_a_name_inside_one_that_stays_is_left_and_asked_about() -> None:
    values = {**ISSUED, "party": "李举报商行", "reporter": "李举报", "facts": "李举报商行被李举报举报。"}
    masked = mask_values(NOTICE, values, "penalty")
    assert masked.values["facts"] == "李举报商行被某某举报。"
    assert masked.doubts == ("“举报人”的字样也在应当公开的名称里，公开的名称没有改动，请核对。",)
    assert survivors(str(masked.values["facts"]), masked.secrets, masked.kept) == []


def test_a_value_too_short_to_look_for_is_told() -> None:
    masked = mask_values(NOTICE, {**ISSUED, "reporter": "李", "facts": "李子园"}, "penalty")
    assert masked.values["facts"] == "李子园"
    assert masked.values["reporter"] == "某某"
    assert masked.doubts == ("“举报人”太短，没有在正文里逐字查找，请通读。",)


def test_a_number_behind_a_name_that_stays_is_covered() -> None:
    masked = mask_values(
        NOTICE, {**CASE, "party": f"甲商贸有限公司 {PHONE}", "address": f"示例路1号 {PHONE}"}, "penalty"
    )
    assert masked.values["party"] == "甲商贸有限公司 ***"
    assert masked.values["address"] == "示例路1号 ***"


@pytest.mark.parametrize(
    ("profile", "party", "expected"),
    [
        ("penalty", "王小丙", "王小丙"),
        ("case_story", "王小丙", "某某"),
        ("case_story", "甲商贸有限公司", "某公司"),
        ("adjudication", "王小丙", "王某"),
        ("adjudication", "欧阳小丙", "欧阳某"),
        ("adjudication", "甲商贸有限公司", "甲商贸有限公司"),
        ("announcement", "王小丙", "王小丙"),
    ],
)
def test_names_by_profile(profile: str, party: str, expected: str) -> None:
    assert mask_values(NOTICE, {**ISSUED, "party": party}, profile).values["party"] == expected


def test_an_announcement_covers_half_of_an_identity_number_and_a_home_to_its_district() -> None:
    values = {**ISSUED, "party": "王小丙", "id_no": ID_NO, "address": "天津市静海区静海镇某里1号"}
    masked = mask_values(NOTICE, values, "announcement").values
    assert (masked["id_no"], masked["address"]) == ("1101011990********", "天津市静海区***")


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("天津市静海区静海镇某里1号", "天津市静海区***"),
        ("示例省示例县某村", "示例省示例县***"),
        ("江苏省昆山市某路2号", "江苏省昆山市***"),
        ("天津市幸福小区3号楼", "天津市***"),
        ("某路9号", "***"),
    ],
)
def test_a_home_is_told_to_its_district(address: str, shown: str) -> None:
    assert treated(address, FieldType.ADDRESS, Treatment.DISTRICT) == shown


@pytest.mark.parametrize("profile", all_profiles(), ids=lambda one: one.id)
@pytest.mark.parametrize("whose", [Whose.REPORTER, Whose.WITNESS])
def test_no_profile_keeps_anything_of_a_reporter_or_witness(profile, whose: Whose) -> None:
    for kind in PERSONAL:
        for is_person in (True, False):
            assert profile.treatment(kind, whose, is_person=is_person) is Treatment.REMOVE


@pytest.mark.parametrize("profile", all_profiles(), ids=lambda one: one.id)
def test_identity_numbers_accounts_and_phones_of_people_stay_in_no_profile(profile) -> None:
    for kind in (FieldType.ID_NO, FieldType.BANK_NO, FieldType.PHONE, FieldType.EMAIL):
        for whose in set(Whose) - {Whose.OFFICE}:
            assert profile.treatment(kind, whose, is_person=True) is not Treatment.KEEP


def test_a_profile_that_would_keep_a_reporter_stops_the_start() -> None:
    with pytest.raises(ValueError, match="会留下reporter"):
        profiles_in(
            '[[profile]]\nid = "x"\nlabel = "x"\nversion = 1\nrules = [{ treatment = "keep" }]\n'
            'basis = [{ title = "x", article = "", mark = "memory" }]\n'
        )
    with pytest.raises(NotFound):
        profile_of("nothing")


@pytest.mark.parametrize(
    ("profile", "circumstance", "told"),
    [
        ("none", None, "内部文书"),
        ("penalty", Circumstance.MINOR, "未成年人"),
        ("penalty", Circumstance.WARNING_ONLY, "警告"),
        ("adjudication", Circumstance.NOT_FINAL, "没有生效"),
    ],
)
def test_what_may_not_be_published_at_all(profile: str, circumstance: Circumstance | None, told: str) -> None:
    circumstances = frozenset({circumstance} if circumstance else ())
    with pytest.raises(NotAllowed, match=told):
        refuse_publication(profile_of(profile), circumstances)
    refuse_publication(profile_of("penalty"), frozenset({Circumstance.NOT_FINAL}))


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        (f"证号{ID_NO}。", "证号***。"),
        ("证号110101199003070011，", "证号***，"),
        ("旧证110101900307001。", "旧证***。"),
        ("１３８００１３８０００", "***"),
        ("138-0013-8000", "***"),
        ("1 3 8 0 0 1 3 8 0 0 0", "***"),
        ("(022)81234567", "***"),
        ("022－8123 4567", "***"),
        (f"付至{CARD}", "付至***"),
        ("账号：020012345678901", "账号：***"),
        ("微信号：wx_abc123", "微信号：***"),
        ("护照号码：E12345678", "护照号码：***"),
        ("住址为示例区某里2号，", "住址为***，"),
        ("zhang.san@mail.example.com", "***"),
        ("旧证120223850914201的", "旧证***的"),
        ("身份证号：120223********2013", "身份证号：***"),
        ("电话022-68861234转8012", "电话***"),
        ("座机(022)6886 1234-801，", "座机***，"),
        ("银行卡6228 4800 1234 5678 910", "银行卡***"),
        ("汇入6217000010001234567账户", "汇入***账户"),
        ("+8613912345678", "***"),
        ("139.1234.5678", "***"),
        ("幺三九一二三四五六七八", "***"),
        ("zhang.san(at)163.com", "***"),
        ("QQ群12345678", "QQ群***"),
        ("支付宝账号abc_12345", "支付宝账号***"),
        ("台胞证号码12345678", "台胞证号码***"),
        ("军官证号海字第1234567号", "军官证号***"),
        ("驾驶津A·D12345的货车", "驾驶***的货车"),
        ("津AD12345", "***"),
        ("租住在静海区大邱庄镇尧舜里5排3号", "租住在***"),
        ("王某的住处位于静海区团泊新城12号楼1门302", "王某的住处位于***"),
        ("在静海区幸福里小区3号楼2单元501室查获", "在***查获"),
        ("户籍地：河北省青县某村12号", "户籍地：***"),
        ("证人李建国陈述", "证人某某陈述"),
        ("证人张三、李四和王五证实", "证人某某证实"),
        ("举报人张伟于2025年举报", "举报人某某于2025年举报"),
        ("投诉人欧阳小丙称", "投诉人某某称"),
        ("店员陈静称", "店员某某称"),
        # What is no such thing stays.
        ("证人陈述一致，举报人于当日到场", "证人陈述一致，举报人于当日到场"),
        ("举报人向本局反映，员工高度配合", "举报人向本局反映，员工高度配合"),
        ("经营场所静海区幸福里3号楼2单元501室", "经营场所静海区幸福里3号楼2单元501室"),
        ("住所：静海区幸福里3号楼2单元501室", "住所：静海区幸福里3号楼2单元501室"),
        ("通过微信120000元转账，手机12000部", "通过微信120000元转账，手机12000部"),
        ("订单号6901234567890123", "订单号6901234567890123"),
        ("二〇二六年一月五日", "二〇二六年一月五日"),
        ("川A级旅游景区", "川A级旅游景区"),
        ("于2026年1月5日罚款12000元", "于2026年1月5日罚款12000元"),
        ("2026-01-05 2026-02-10 2026-03-15", "2026-01-05 2026-02-10 2026-03-15"),
        ("专利号ZL202610000000.0", "专利号ZL202610000000.0"),
        ("共10 000 000件", "共10 000 000件"),
        ("第12345678号", "第12345678号"),
        ("订单110101199013450011", "订单110101199013450011"),
    ],
)
def test_personal_data_is_known_by_its_shape(text: str, covered: str) -> None:
    assert mask_text(text, "penalty").text == covered


def test_check_characters() -> None:
    assert is_identity_number(ID_NO)
    assert is_identity_number(ID_NO.lower())
    assert not is_identity_number("110101199003070021")
    assert not is_identity_number("11010119900231002X")
    assert is_card_number(CARD)
    assert not is_card_number("6222021234567890127")


@pytest.mark.parametrize(
    ("name", "is_person"),
    [
        ("张三", True),
        ("买买提·艾力", True),
        ("John Smith", True),
        ("欧阳小丙", True),
        ("甲商贸有限公司", False),
        ("张三百货店", False),
        ("某市知识产权局", False),
    ],
)
def test_whether_a_name_is_a_persons(name: str, is_person: bool) -> None:
    assert is_person_name(name) is is_person


def test_a_finished_copy_is_masked_with_its_properties() -> None:
    content = fill(NOTICE, CASE)
    secrets = secrets_of(NOTICE, CASE)
    masked, log = mask_docx(content, "penalty", secrets)
    text = text_of(masked)
    for gone in (ID_NO, "李举报", "李 举 报", "张三", "138 0013 8000"):
        assert gone not in text
    assert "甲商贸有限公司" in text
    assert {entry.type for entry in log} >= {FieldType.ID_NO, FieldType.NAME, FieldType.PERSON}
    assert "creator" not in parts_of(masked)["docProps/core.xml"].decode()
    assert masked == mask_docx(content, "penalty", secrets)[0]


FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")
READ_BACK = {full: code for code, full in FULL_WIDTH.items()} | {full: code for code, full in CHINESE.items()}
BETWEEN = ("", " ", "\u3000", "\u00a0", "-", "－", "—", "\u200b", "\n", "·")


@st.composite
def spellings(draw: st.DrawFn, value: str) -> str:
    """A value as somebody might write it to slip past a search."""
    signs = []
    for sign in value:
        width = draw(st.sampled_from(("plain", "full", "chinese")))
        if width == "full":
            sign = sign.translate(FULL_WIDTH)
        elif width == "chinese" and sign.isdigit() and value.isalnum():
            sign = sign.translate(CHINESE)
        signs.append(sign + draw(st.sampled_from(BETWEEN)))
    return "".join(signs)


NUMBERS = st.one_of(
    st.from_regex(r"[1-6][0-9]{5}(19|20)[0-9]{9}[0-9X]", fullmatch=True).map(
        lambda value: (value, FieldType.ID_NO)
    ),
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True).map(lambda value: (value, FieldType.PHONE)),
    st.from_regex(r"[1-9][0-9]{11,20}", fullmatch=True).map(lambda value: (value, FieldType.BANK_NO)),
)
NAMES = st.text("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", min_size=2, max_size=4).map(
    lambda value: (value, FieldType.PERSON)
)
PROSE = st.text("的了在是有和人这中大为上个国我以要他时来用们，。：（）0123456789 -", max_size=30)
OTHERS = sorted(set(Whose) - {Whose.OFFICE, Whose.PARTY})


@settings(max_examples=150)
@given(st.data())
def test_no_planted_secret_survives_in_any_spelling(data: st.DataObject) -> None:
    planted = data.draw(st.lists(st.one_of(NUMBERS, NAMES), min_size=1, max_size=4))
    whose = data.draw(st.sampled_from(OTHERS))
    profile = data.draw(st.sampled_from([one.id for one in all_profiles()]))
    secrets = [Secret(value, kind, whose) for value, kind in planted]
    text = "".join(data.draw(PROSE) + data.draw(spellings(value)) for value, _kind in planted) + data.draw(
        PROSE
    )
    values = {**ISSUED, "facts": f"甲{text}", "grounds": [text]}
    masked = mask_values(NOTICE, values, profile, others=secrets)
    for shown in (str(masked.values["facts"]), str(masked.values["grounds"])):
        assert survivors(shown, secrets) == []
        plain = "".join(sign for sign in shown.translate(READ_BACK) if sign.isalnum())
        for value, _kind in planted:
            assert value not in plain


@settings(max_examples=60)
@given(st.data())
def test_personal_numbers_that_nobody_typed_as_such_are_covered_too(data: st.DataObject) -> None:
    month, day = data.draw(st.integers(1, 12)), data.draw(st.integers(1, 28))
    number = f"1201{data.draw(st.integers(10, 99))}1985{month:02}{day:02}{data.draw(st.integers(100, 999))}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    number += "10X98765432"[sum(w * int(f) for w, f in zip(weights, number, strict=True)) % 11]
    assert is_identity_number(number)
    between = data.draw(st.sampled_from(("", " ", "-", "\u3000")))
    at = data.draw(st.sets(st.integers(1, 17), max_size=4))
    spelled = "".join((between if place in at else "") + sign for place, sign in enumerate(number))
    if data.draw(st.booleans()):
        spelled = spelled.translate(FULL_WIDTH)
    assert mask_text(f"证号：{spelled}，", "penalty").text == "证号：***，"


@settings(max_examples=60)
@given(st.text("甲乙丙丁，。0123456789年月日元号-", max_size=60))
def test_a_text_without_personal_data_is_not_touched(text: str) -> None:
    assume(not list(patterns_in(text)))
    assert mask_text(text, "penalty").text == text
    assert mask_text(text, "penalty").log == ()


SENTENCES = (
    "证人李建国（电话022-68861234转8012）证实，",
    "举报人张伟驾驶津A·D12345到场，",
    "货款汇入6217 0000 1000 1234 567，",
    "加微信zhang_san1985或幺三九一二三四五六七八联系，",
    "旧身份证120223850914201，",
    "租住在静海区大邱庄镇尧舜里5排3号，",
)
PLANTED = (
    "李建国",
    "张伟",
    "68861234",
    "8012",
    "D12345",
    "6217",
    "zhang_san",
    "三九一二三",
    "120223850914201",
    "尧舜里",
)


def test_sentences_that_name_people_are_covered_in_every_text_of_a_public_document() -> None:
    for definition in all_definitions():
        if definition.masking in ("", "none"):
            continue
        for one in definition.fields:
            if one.type not in (FieldType.TEXT, FieldType.LONG_TEXT, FieldType.LIST):
                continue
            text = "".join(SENTENCES)
            value = [text] if one.type is FieldType.LIST else text
            masked = mask_values(definition, {one.key: value}, definition.masking)
            shown = repr(masked.values[one.key])
            assert [word for word in PLANTED if word in shown] == [], (definition.id, one.key)
            assert any("通读" in doubt for doubt in masked.doubts)


def test_the_premises_of_an_organisation_stay_though_they_look_like_a_home() -> None:
    address = "静海区幸福里小区3号楼2单元501室"
    values = {**CASE, "address": address, "facts": f"当日到{address}检查。"}
    masked = mask_values(NOTICE, values, "penalty").values
    assert (masked["address"], masked["facts"]) == (address, f"当日到{address}检查。")
