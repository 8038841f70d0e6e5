"""Names of our own invention, taken apart."""

from __future__ import annotations

import pytest

from zhichan.rooms.registry.names import Kind, parse_name, region_code


def test_parts_of_a_full_company_name():
    name = parse_name("天津市静海区云岭晨光新材料科技股份有限公司")
    assert (name.regions, name.region_code) == (("天津", "静海区"), "12")
    assert (name.stem, name.industries, name.form) == ("云岭晨光", ("新材料", "科技"), "股份有限公司")
    assert name.kind == Kind.COMPANY
    assert name.sound == "yunlingchenguang"


@pytest.mark.parametrize(
    "printed",
    [
        "晨光网络软件（上海）有限公司",
        "晨光网络软件【上海】有限公司",
        "晨光网络软件上海有限公司",
        "晨光網絡軟件(上海)有限公司",
        "晨 光 网 络 软 件 （ 上 海 ） 有 限 公 司",
        "晨光网络软件(上海)有限责任公司",
        "晨光網路軟體（上海）有限公司",
    ],
)
def test_one_name_in_many_prints(printed):
    assert parse_name(printed).key == "晨光网络软件上海有限公司"


def test_region_in_the_middle_is_read():
    name = parse_name("云岭(天津)医疗科技有限公司")
    assert (name.stem, name.region_code, name.industries) == ("云岭", "12", ("医疗", "科技"))


def test_same_stem_of_two_cities_is_two_names():
    assert parse_name("天津晨光科技有限公司").key != parse_name("北京晨光科技有限公司").key


@pytest.mark.parametrize(
    ("printed", "head", "branch"),
    [
        ("云岭晨光科技有限公司天津分公司", "云岭晨光科技有限公司", "天津分公司"),
        ("云岭大学材料科学与工程学院", "云岭大学", "材料科学与工程学院"),
        ("云岭大学附属医院", "云岭大学", "附属医院"),
        ("云岭银行股份有限公司静海支行", "云岭银行股份有限公司", "静海支行"),
        ("云岭晨光科技有限公司北京研究院", "云岭晨光科技有限公司", "北京研究院"),
    ],
)
def test_branch_is_never_its_head(printed, head, branch):
    name = parse_name(printed)
    assert (name.head, name.branch) == (head, branch)
    assert name.key != parse_name(head).key == name.head_key


@pytest.mark.parametrize(
    ("printed", "kind"),
    [
        ("云岭大学", Kind.UNIVERSITY),
        ("云岭省农业科学研究所", Kind.INSTITUTE),
        ("云岭市第一医院", Kind.HOSPITAL),
        ("云岭市清河区知识产权局", Kind.GOVERNMENT),
        ("清河区人民政府", Kind.GOVERNMENT),
        ("晨光株式会社", Kind.COMPANY),
        ("株式會社晨光", Kind.COMPANY),
        ("University of Yunling", Kind.UNIVERSITY),
        ("Ministry of Yunling Affairs", Kind.GOVERNMENT),
        ("Chenguang GmbH & Co. KG", Kind.COMPANY),
    ],
)
def test_kinds(printed, kind):
    assert parse_name(printed).kind == kind


@pytest.mark.parametrize(
    "printed", ["王小明", "欧阳晓", "张 三", "阿里木·艾山", "Doe, Jane A.", "J. R. Doe", "Dr. Jane Doe"]
)
def test_persons(printed):
    assert parse_name(printed).is_person


@pytest.mark.parametrize(
    "printed", ["晨光厂", "王氏药业", "Doe Systems, Inc.", "Doe University", "云岭液压", "晨光大学"]
)
def test_organisations_of_a_persons_length(printed):
    assert not parse_name(printed).is_person


def test_source_may_say_that_a_short_name_is_a_firm():
    assert parse_name("金三江").is_person
    assert not parse_name("金三江", person=False).is_person


@pytest.mark.parametrize(
    "printed",
    [
        "晨光新材料有限公司（原名：云岭化工有限公司）",
        "晨光新材料有限公司(曾用名:云岭化工有限公司)",
        "晨光新材料有限公司【原云岭化工有限公司】",
        "晨光新材料有限公司，曾用名：云岭化工有限公司",
    ],
)
def test_former_names(printed):
    name = parse_name(printed)
    assert (name.normal, name.former) == ("晨光新材料有限公司", ("云岭化工有限公司",))


@pytest.mark.parametrize(
    ("printed", "normal"),
    [
        ("The Chenguang Company, Limited", "chenguang co ltd"),
        ("CHENGUANG CO.,LTD", "chenguang co ltd"),
        ("Chen- guang Techn.ology Inc", "chenguang techn ology inc"),
        ("Univ. of Yunling", "university of yunling"),
        ("Chen'guang Corporation", "chenguang corp"),
        ("Société Chenguang S.A.", "societe chenguang sa"),
    ],
)
def test_latin_names_in_one_wording(printed, normal):
    assert parse_name(printed).normal == normal


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("Chongqing Yunling Machinery Co., Ltd.", "50"),
        ("Chengdu Yunling Machinery Co., Ltd.", "5101"),
        ("Harbin Yunling Machinery Co., Ltd.", "2301"),
        ("Yunling (Lu'an) Machinery Co., Ltd.", "3415"),
    ],
)
def test_places_are_read_as_they_are_spelled(printed, code):
    assert (parse_name(printed).region_code, parse_name(printed).sound) == (code, "yunling")


def test_english_name_shows_region_stem_and_trade():
    name = parse_name("Tianjin Chenguang New Material Technology Co., Ltd.")
    assert (name.region_code, name.sound[:9], name.form) == ("12", "chenguang", "co ltd")
    assert {"材料", "科技"} <= set(name.concepts)


def test_ownership_prefix():
    assert parse_name("国营第七八〇厂").ownership == "国营"


def test_region_of_an_address():
    assert region_code("广东省深圳市南山区晨光路1号") == "4403"
    assert region_code("辽宁>沈阳市") == "2101"
    assert region_code("海外") == ""


def test_empty_name_has_empty_parts():
    assert parse_name(" ").key == ""
