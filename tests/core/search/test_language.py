"""The query language: what lines mean, what is refused and where, and that trees are written as they read."""

from __future__ import annotations

import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.core.search.samples import SAMPLE, refusal
from zhichan.core.search.analysis.atoms import atoms_of
from zhichan.core.search.language.errors import QueryError
from zhichan.core.search.language.reading import read_line, read_query
from zhichan.core.search.language.writing import write_query
from zhichan.core.search.tree import And, Near, Node, Not, OneOf, Or, Pattern, Prefix, Range, Term, Unit

GENERAL = SAMPLE.general
A, B, C = (Term(GENERAL, text) for text in ("锂电池", "隔膜", "涂层"))


def _in_abstract(*texts: str) -> tuple[Term, ...]:
    return tuple(Term(("abstract",), text) for text in texts)


@pytest.mark.parametrize(
    ("line", "tree"),
    [
        ("锂电池", A),
        ("锂电池 隔膜", And((A, B))),
        ("锂电池 and 隔膜 OR 涂层", Or((And((A, B)), C))),
        ("锂电池 AND (隔膜 或 涂层)", And((A, Or((B, C))))),
        ("锂电池 NOT 隔膜", And((A, Not(B)))),
        ("非 隔膜", Not(B)),
        ("TI=锂电池", Term(("title",), "锂电池")),
        ("标题＝（锂电池）", Term(("title",), "锂电池")),
        ("TA=隔膜", B),
        ("TXA=隔膜", Term(("title", "abstract", "applicant"), "隔膜")),
        ("“锂 电池”", Term(GENERAL, "锂 电池")),
        ('"AND"', Term(GENERAL, "AND")),
        ("comput*", Pattern(GENERAL, "comput*")),
        ("电？池", Pattern(GENERAL, "电?池")),
        ('"电?池"', Term(GENERAL, "电?池")),
        ("锂电池 5W 隔膜", Near(GENERAL, (A,), (B,), Unit.CHARACTERS, 5, True)),
        (
            "AB=((锂电池 OR 隔膜) ３ｄ 涂层)",
            Near(("abstract",), _in_abstract("锂电池", "隔膜"), _in_abstract("涂层"), Unit.CHARACTERS, 3),
        ),
        ("锂电池 同句 隔膜", Near(GENERAL, (A,), (B,), Unit.SENTENCE)),
        ("锂电池 /SEN 隔膜", Near(GENERAL, (A,), (B,), Unit.SENTENCE)),
        ("锂电池 同分句 隔膜", Near(GENERAL, (A,), (B,), Unit.CLAUSE)),
        ("锂电池 /2CLA 隔膜", Near(GENERAL, (A,), (B,), Unit.CLAUSE, 2)),
        ("IPC=h01m 10/0525", Prefix("ipc", "H01M10/0525")),
        ("IPC=H01M 电池 10/05", And((Prefix("ipc", "H01M"), Term(GENERAL, "电池"), Term(GENERAL, "10/05")))),
        ("H01M 10/05", And((Term(GENERAL, "H01M"), Term(GENERAL, "10/05")))),
        ("IPC=(H01M 10/05, C08J 5/18)", Or((Prefix("ipc", "H01M10/05"), Prefix("ipc", "C08J5/18")))),
        (
            "IPC=((H01M 10/05 OR C08J) AND B01D)",
            And((Or((Prefix("ipc", "H01M10/05"), Prefix("ipc", "C08J"))), Prefix("ipc", "B01D"))),
        ),
        ("IPC==H01M　10/05", OneOf("ipc", ("H01M10/05",))),
        ('IPC="h01m 10/0525"', Prefix("ipc", "H01M10/0525")),
        ("IPC=H01M*", Prefix("ipc", "H01M")),
        ("IPC=(H01M C08J)", Or((Prefix("ipc", "H01M"), Prefix("ipc", "C08J")))),
        ("IPC=(H01M AND C08J)", And((Prefix("ipc", "H01M"), Prefix("ipc", "C08J")))),
        ("AN=(CN1, CN2)", OneOf("number", ("CN1", "CN2"))),
        ("AN=(CN1\nCN2\tCN1)", OneOf("number", ("CN1", "CN2"))),
        ("AN=CN1*", Prefix("number", "CN1")),
        ("AD=[2015-01-01 TO 2024-09-30]", Range("filed", 20150101, 20240930)),
        ("AD=[2015年 至 *]", Range("filed", 20150101, None)),
        ("AD=2016-02", Range("filed", 20160201, 20160229)),
        ("AD>=2015", Range("filed", 20150101, None)),
        ("AD<2016-03", Range("filed", None, 20160229)),
        ("AD>2015", Range("filed", 20160101, None)),
        ("NC>10", Range("claims", 11, None)),
        ("#1 AND 隔膜", And((C, B))),
        ("PA=尤洛卡（山东）公司", Term(("applicant",), "尤洛卡(山东)公司")),
        ("PA=栈云（山东）OR PA=学院", Or((Term(("applicant",), "栈云(山东)"), Term(("applicant",), "学院")))),
        ("PA=栈云（东）或(PA=学院)", Or((Term(("applicant",), "栈云(东)"), Term(("applicant",), "学院")))),
        ("PA=栈云（山东）或然（学院）", Term(("applicant",), "栈云(山东)或然(学院)")),
        ("PA=甲(乙(丙)丁) 隔膜", And((Term(("applicant",), "甲(乙(丙)丁)"), B))),
        ("PA==(甲（乙）, 丙)", OneOf("applicant", ("甲（乙）", "丙"))),
        ("PA=甲(乙*)", Pattern(("applicant",), "甲(乙*)")),
        ("PA=(甲 OR 乙)", Or((Term(("applicant",), "甲"), Term(("applicant",), "乙")))),
        ("锂电池 AND(隔膜 OR 涂层)", And((A, Or((B, C))))),
        ("公开（公告）号=CN1A", OneOf("documents", ("CN1A",))),
        ("PN=1", OneOf("documents", ("CN1", "CN1A", "CN1U"))),
        ("PN==1", OneOf("documents", ("CN1",))),
        ("PN=20*", Prefix("documents", "CN20")),
        ("TI:锂电池", Term(("title",), "锂电池")),
        ("隔膜 AND（标题：锂电池）", And((B, Term(("title",), "锂电池")))),
        ("AN=TI:3", OneOf("number", ("TI:3",))),
        ('"TI:3"', Term(GENERAL, "TI:3")),
        ("锂电池 （5D） 隔膜", Near(GENERAL, (A,), (B,), Unit.CHARACTERS, 5)),
        ("锂电池（5W）隔膜", Near(GENERAL, (A,), (B,), Unit.CHARACTERS, 5, True)),
        ("锂电池 (同句) 隔膜", Near(GENERAL, (A,), (B,), Unit.SENTENCE)),
        ("AD=2015-01-01:2024-09-30", Range("filed", 20150101, 20240930)),
        ("AD=2015～2016", Range("filed", 20150101, 20161231)),
        ("AD=2015:*", Range("filed", 20150101, None)),
        ("NC=3:5", Range("claims", 3, 5)),
        ("ST=期限届满(推算)", OneOf("status", ("over",))),
        ("ST=OVER", OneOf("status", ("over",))),
        ("ST=(驳回, 有效)", OneOf("status", ("open", "refused", "on"))),
        ("ST=驳回*", OneOf("status", ("open", "refused"))),
        ("ST=授權", OneOf("status", ("on",))),
        ("ST=届满", OneOf("status", ("over",))),
        ("RG=砚湖街道", Prefix("region", "1201")),
        ("RG=砚湖", Or((Prefix("region", "12"), Prefix("region", "1201")))),
        ("RG=99", Prefix("region", "99")),
        ("AN=(CN1, CN2\nCN3,)", OneOf("number", ("CN1", "CN2", "CN3"))),
        ('AN=(CN1 "CN2")', OneOf("number", ("CN1", "CN2"))),
        ("AN:(CN1, CN2)", OneOf("number", ("CN1", "CN2"))),
        ("AN=(CN1*, CN2)", Or((Prefix("number", "CN1"), OneOf("number", ("CN2",))))),
        ("AN=(CN1*)", Prefix("number", "CN1")),
        ("AN=(CN1 OR CN2)", Or((OneOf("number", ("CN1",)), OneOf("number", ("CN2",))))),
        ("IPC=(H01M 10/05 C08J)", Or((Prefix("ipc", "H01M10/05"), Prefix("ipc", "C08J")))),
        ('PA==("甲 乙", 丙)', OneOf("applicant", ("甲 乙", "丙"))),
        ("AD=[2015-2016]", Range("filed", 20150101, 20161231)),
        ("AD=[2015, 2016]", Range("filed", 20150101, 20161231)),
        ("AD=[2015]", Range("filed", 20150101, 20151231)),
        ("AD=2015-2016", Range("filed", 20150101, 20161231)),
        ("AD=20150102-20160304", Range("filed", 20150102, 20160304)),
        ("AD=2015.1.2—2016.3.4", Range("filed", 20150102, 20160304)),
        ("AD=2015年至2016年3月", Range("filed", 20150101, 20160331)),
        ("AD=2015年至今", Range("filed", 20150101, None)),
        ("AD=(2015 TO 2016)", Range("filed", 20150101, 20161231)),
        ("AD=(2015至2016)", Range("filed", 20150101, 20161231)),
        ("NC=3-5", Range("claims", 3, 5)),
        ("標題=鋰電池", Term(("title",), "鋰電池")),
        ("摘要:（鋰電池）", Term(("abstract",), "鋰電池")),
        ("申請日>=2015", Range("filed", 20150101, None)),
        ("‘锂 电池’ AND '隔膜'", And((Term(GENERAL, "锂 电池"), B))),
        ("PA=L'Oréal L’Oréal", And((Term(("applicant",), "L'Oréal"), Term(GENERAL, "L’Oréal")))),
        ('"+" OR "-" OR "$W5"', Or((Term(GENERAL, "+"), Term(GENERAL, "-"), Term(GENERAL, "$W5")))),
    ],
)  # fmt: skip
def test_a_line_means_this_tree(line: str, tree: Node) -> None:
    assert read_query(line, SAMPLE, {1: C}) == tree
    assert read_query(write_query(tree, SAMPLE), SAMPLE) == tree


@pytest.mark.parametrize(
    ("line", "place", "words"),
    [
        ("", "", "空的"),
        ("TI=(锂 AND", "(", "没有配对"),
        ("锂)", ")", "多出一个右括号"),
        ("[锂)", ")", "多出一个右括号"),
        ("“锂", "“", "引号没有成对"),
        ("AND 锂", "AND", "前面缺少词"),
        ("锂 AND OR 钠", "OR", "前面缺少词"),
        ("锂 OR", "OR", "没有写完"),
        ("()", ")", "缺少词"),
        ("TX=锂", "TX", "没有字段“TX”"),
        ("TI=(AB=锂)", "AB=锂", "不能再写字段"),
        ("锂, 钠", ",", "逗号"),
        ("=锂", "=", "前面没有字段"),
        ("锂 5W 钠 3W 钾", "3W", "一次只能连接两个词"),
        ("(锂 AND 钠) 5W 钾", "锂 AND 钠", "两边只能是词"),
        ("电*池 5W 钾", "电*池", "不能代替汉字"),
        ("IPC=(H01M 5W C08J)", "5W", "不能用邻近运算"),
        ("*", "*", "不能单独使用"),
        ("TI=?", "?", "不能单独使用"),
        ("。", "。", "没有可以检索的字"),
        ("IPC=H?1M", "H?1M", "不能用“?”"),
        ("AN=C*1", "C*1", "只能在末尾"),
        (
            "AN=(CN1, 坏, 坏)",
            "坏",
            "2 个号码有问题：坏（不是号码）；坏（不是号码）。改正后再检索，或只检索其余",
        ),
        ("AD=[2020 TO 2010]", "2020 TO 2010", "写反了"),
        ("AD=20201301", "20201301", "不是日期"),
        ("AD=2021-02-29", "2021-02-29", "不是日期"),
        ("AD=[2015 2016]", "2016", "范围没有写对"),
        ("NC=十", "十", "不是整数"),
        ("TI>3", "3", "不能比较大小"),
        ("PA=[1 TO 2]", "1", "不能用范围"),
        ("#9", "#9", "没有集合"),
        ("锂 #x", "#", "集合号"),
        ("锂\u202e", "\u202e", "U+202E"),
        ("大学(甲 OR 乙)", "(", "紧跟在“大学”后面"),
        ("PA=大学（甲 乙）", "（", "紧跟在“大学”后面"),
        ("PA=（山东）公司", "（山东）公司", "“公司”紧跟在右括号后面"),
        ("IPC=你好", "你好", "不是分类号"),
        ("IPC=(H01M, 你)", "你", "不是分类号"),
        ("IPC==你", "你", "不是分类号"),
        ("PN=ab*", "ab*", "没有以“ab”开头的公开（公告）号"),
        ("ST=终止", "终止", "可用的值：驳回(可复审)、驳回生效、期限届满（推算）、有效。"),
        ("ST=(有效, 没有)", "没有", "没有“没有”这个值"),
        ("ST==没有", "没有", "没有“没有”这个值"),
        ("ST=没有*", "没有*", "没有“没有*”这个值"),
        ("RG=火星", "火星", "砚湖区、砚湖街道"),
        ("锂 NEAR 钠", "NEAR", "请写成 A 5D B"),
        ("锂 NEAR/3 钠", "NEAR/3", "请写成 A 3D B"),
        ("锂 W/3 钠", "W/3", "请写成 A 3W B"),
        ("锂 SAME 钠", "SAME", "请写成 A 同句 B"),
        ("锂 && 钠", "&&", "A AND B"),
        ("锂||钠", "锂||钠", "A OR B"),
        ("锂 ！钠", "！钠", "A NOT B"),
        ("锂，钠", "，", "A AND B，有一个就行时请写 A OR B"),
        ("标提=锂", "标提", "是不是 TI（标题）？"),
        ("TAX=锂", "TAX", "TA（标题摘要）"),
        ("ZZZZ=锂", "ZZZZ", "可用的字段：TI 标题、"),
        ("AD!=2012", "AD!", "NOT AD=值"),
        ("锂 != 钠", "!", "不能用“!=”。不要后面的时请写 A NOT B。"),
        ("AD>=2012 AND<=2014", "AND", "“AND”后面没有字段。请写成 AND AD<=2014。"),
        ("AD>=2012 且 <=2014", "且", "“且”后面没有字段。请写成 且 AD<=2014。"),
        ("AD<>2012", ">", "NOT 字段=值"),
        ("AD=2016:2015", "2016:2015", "写反了"),
        ("AD=2012-13", "2012-13", "不是日期：没有 13 月。请写成"),
        ("AD=202013", "202013", "不是日期：没有 13 月。请写成"),
        ("AD=2021-02-30", "2021-02-30", "不是日期：2021 年 2 月没有 30 日。"),
        ("AD=2024-2020", "2024-2020", "写反了：起点在终点之后。请对调两端，写成 AD=[2020 TO 2024]。"),
        ("AD=[2024-05 TO 2020]", "2024-05 TO 2020", "写成 AD=[2020 TO 2024-05]。"),
        ("AD=[2024, 2020]", "2024, 2020", "写成 AD=[2020 TO 2024]。"),
        ("AD=(2024 TO 2020)", "2024 TO 2020", "写成 AD=[2020 TO 2024]。"),
        ("AD=2024:2020", "2024:2020", "写成 AD=[2020 TO 2024]。"),
        ("NC=5-3", "5-3", "写成 NC=[3 TO 5]。"),
        ("AD>=2020 <=2024", "<=2024", "“<=2024”前面没有字段。请写成 AND AD<=2024。"),
        ("申请日>=2020 <2024", "<2024", "请写成 AND 申请日<2024。"),
        ("AD>2020 AND <2024", "AND", "“AND”后面没有字段。请写成 AND AD<2024。"),
        (">=2020", ">=2020", "“>=2020”前面没有字段。请写成“字段>=值”，例如 AD>=2020。"),
        ("2020<=AD<=2024", "2020<=AD<=2024", "请写成 AD>=2020 AND AD<=2024。"),
        ("2020<=AD", "2020", "写在字段后面，例如 AD>=2020。"),
        ("PA=[锂]", "锂", "不能用范围"),
        ("锂\x00", "\x00", "U+0000"),
        ("(" * 200 + "锂" + ")" * 200, "(", "嵌套超过 100 层"),
        (" ".join(["锂"] * 10_000), "锂", "超过 1,000 个词"),
        ("锂 + 钠", "+", "请写 A OR B"),
        ("锂 - 钠", "-", "请写 A NOT B"),
        ("锂 $w5 钠", "$w5", "请写成 A 5D B"),
        ("锂 $PRE3 钠", "$PRE3", "请写成 A 3W B"),
        ("锂 $SEN 钠", "$SEN", "请写成 A 同句 B"),
        ("TTL=锂", "TTL", "没有字段“TTL”。是不是 TI（标题）？"),
        ("锂 AND TACD: (锂 OR 钠)", "TACD", "是不是 TA（标题摘要）、TXA（全文）？"),
        ('STAT:"有效"', "STAT", "没有字段“STAT”。"),
        ("PA=清华大学；北京大学, 甲 AND 锂", "；", "请写成 PA=(清华大学 OR 北京大学 OR 甲)。"),
        ("NOT " * 5_000 + "锂", "NOT " * 5_000 + "锂", "套得太深"),
        ("PA==(甲 乙)", "甲 乙", "只能是用逗号隔开的值。值里有空格"),
        ("AN==(CN1 OR CN2)", "CN1 OR CN2", "只能是用逗号隔开的值"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_place(line: str, place: str, words: str) -> None:
    with pytest.raises(QueryError) as refused:
        read_query(line, SAMPLE)
    assert words in refused.value.message
    assert refused.value.marked(line)[1] == place


@pytest.mark.parametrize(
    ("line", "place", "words", "instead"),
    [
        ("锂 和 钠", "和", "按词检索", "锂 AND 钠"),
        ("锂 或者 钠", "或者", "按词检索", "锂 OR 钠"),
        ("锂 不含 钠", "不含", "按词检索", "锂 NOT 钠"),
        ("锂 near/3 钠", "near/3", "请写成 A 3D B", "锂 3D 钠"),
        ("AD=2012 OR 2013", "2013", "不是“申请日”的值", "AD=(2012 OR 2013)"),
        (
            "锂 AND AD=2012 OR 2013 OR 2014 AND 钠",
            "2013",
            "按词检索",
            "锂 AND AD=(2012 OR 2013 OR 2014) AND 钠",
        ),
        ("ST=有效 OR 授权", "授权", "不是“法律状态”的值", "ST=(有效 OR 授权)"),
        ("ST=有效 授权", "授权", "不是“法律状态”的值", "ST=(有效 OR 授权)"),
        ("锂 ST=有效 授权 AND 钠", "授权", "按词检索", "锂 ST=(有效 OR 授权) AND 钠"),
        ("AD=2012 2013 2014 锂", "2013", "不是“申请日”的值", "AD=(2012 OR 2013 OR 2014) 锂"),
        ("AD=2012 TO 2013", "TO 2013", "不是“申请日”的范围", "AD=[2012 TO 2013]"),
        ("锂 AD=2012-03 到 2013 AND 钠", "到 2013", "方括号", "锂 AD=[2012-03 TO 2013] AND 钠"),
        ("NC=3 to 5", "to 5", "不是“权项数”的范围", "NC=[3 TO 5]"),
        ("锂 2012102497674", "2012102497674", "没有当作申请号", "锂 AN=2012102497674"),
        ("ST=驳回", "驳回", "驳回(可复审)、驳回生效", ""),
        ("锂 n5 钠", "n5", "请写成 A 5D B", "锂 5D 钠"),
        ("(锂 OR 铝) s (钠 OR 钾)", "s", "请写成 A 同句 B", "(锂 OR 铝) 同句 (钠 OR 钾)"),
        ("锂 ANDNOT 钠", "ANDNOT", "A NOT B", "锂 NOT 钠"),
        ("PA=华为%", "华为%", "“%”在这里不代替字", "PA=华为*"),
        ("comput+ 锂", "comput+", "任意多个字请写“*”", "comput* 锂"),
        ("TI=(石墨烯+碳管)", "石墨烯+碳管", "按一个词检索", "TI=((石墨烯 OR 碳管))"),
        ("锂电池/TI", "锂电池/TI", "没有当作字段和它的值", "TI=锂电池"),
        ("TTL/battery", "TTL/battery", "没有当作字段", "TI=battery"),
        ("TTL:锂电池", "TTL:锂电池", "没有当作字段", "TI=锂电池"),
        ("H01M4/36 锂", "H01M4/36", "没有当作分类号", "IPC=H01M4/36 锂"),
        ("1 AND 2", "1 AND 2", "这样的集合号", "#1 AND #2"),
        ("S1 OR s2 OR 13", "S1 OR s2 OR 13", "这样的集合号", "#1 OR #2 OR #13"),
        ("锂 坏2012102497670", "坏2012102497670", "没有当作申请号：不是号码。", "锂 AN=2012102497674"),
        ("ST=授权", "授权", "检索：有效", ""),
        ("AD>2014 AND AD<2012", "AD<2012", "没有共同的部分", "AD<2014 AND AD>2012"),
        ("锂 申请日≥2014 NC>1 AD≤2012", "AD≤2012", "什么也找不到", "锂 申请日≤2014 NC>1 AD≥2012"),
        ("AD=2012 AND AD=2014", "AD=2014", "没有共同的部分", ""),
        ("AD=2014 TO 2012", "TO 2012", "方括号", "AD=[2012 TO 2014]"),
        ("AN=D1", "D1", "“D1”是公开（公告）号，不是申请号。", "PN=D1"),
        ("锂 AND 申请号==D1", "D1", "是公开（公告）号", "锂 AND PN==D1"),
        ("AN=(D1, CN2，D3)", "D1", "“D1”等 2 个是公开（公告）号", "(AN=(CN2) OR PN=(D1, D3))"),
        ("AN=(D1 D2) 锂", "D1", "“D1”等 2 个", "PN=(D1 D2) 锂"),
        ("AN=(CN1 OR D2)", "D2", "是公开（公告）号", ""),
    ],
)
def test_what_may_be_meant_otherwise_is_told_with_the_line_for_it(
    line: str, place: str, words: str, instead: str
) -> None:
    sets = dict.fromkeys((1, 2, 13), A)
    [note] = read_line(line, SAMPLE).notes
    assert (line[note.start : note.end], note.instead) == (place, instead)
    assert words in note.message
    if instead:
        assert read_query(instead, SAMPLE, sets) != read_query(line, SAMPLE)
        assert all(one.instead == "" for one in read_line(instead, SAMPLE, sets).notes)


@pytest.mark.parametrize(
    "line",
    [
        "C++ 90% pH:7 TI/Al 锂/钠 5G+ 10/05",
        '"锂电池/TI" "华为%"',
        "12",
        "1 AND 锂",
        "AD>=2012 AND AD<=2014",
        "AD>=2012 AND NC<3",
        "AD=2012-12",
        "AN=(CN1, CN2)",
        "和 钠",
        "TI=near field",
        "near field",
        "TI=锂 near 钠",
        '锂 "和" 钠',
        "AD=(2012 OR 2013)",
        "AD=2012 OR 锂",
        "AD=2012 锂",
        "AD=2012 TO 锂",
        "ST=有效 AND 授权",
        "ST=有效 锂",
        "TI=锂 TO 钠",
        "TI=锂 OR 2013",
        "ST=有效",
        "TA=(2012102497674)",
    ],
)
def test_nothing_is_told_of_a_line_that_says_what_it_means(line: str) -> None:
    assert read_line(line, SAMPLE).notes == ()


_signs = st.text("电池器abc5.:/-", min_size=1, max_size=4)


@given(_signs, _signs, _signs | st.just(""), st.sampled_from(["()", "（）"]))
def test_a_word_with_brackets_is_the_word_that_is_quoted(
    before: str, inside: str, after: str, brackets: str
) -> None:
    text = f"{before}{brackets[0]}{inside}{brackets[1]}{after}"
    assume(atoms_of(text))
    bare, quoted = read_query(f"PA={text}", SAMPLE), read_query(f'PA="{text}"', SAMPLE)
    assert isinstance(bare, Term)
    assert isinstance(quoted, Term)
    assert (bare.fields, atoms_of(bare.text)) == (quoted.fields, atoms_of(quoted.text))


_texts = st.text("电池器電的aBx5é .:-%①²℃，。AND或", min_size=1, max_size=8).filter(
    lambda text: atoms_of(text)
)
_plain = st.text("电池器abc5", min_size=1, max_size=5)
_fields = st.sampled_from([GENERAL, ("title",), ("abstract",), ("applicant",), SAMPLE.several["TXA|全文"]])


@st.composite
def _terms(draw, fields=_fields):
    return Term(draw(fields), draw(_texts))


@st.composite
def _patterns(draw, fields=_fields):
    text = draw(_plain)
    place = draw(st.integers(0, len(text)))
    return Pattern(draw(fields), text[:place] + draw(st.sampled_from("*?")) + text[place:])


@st.composite
def _nears(draw):
    fields = draw(_fields)
    same = st.just(fields)
    words = st.builds(lambda text: Pattern(fields, f"{text}?"), _plain) | _terms(same)
    sides = [tuple(draw(st.lists(words, min_size=1, max_size=2))) for _side in range(2)]
    unit = draw(st.sampled_from(Unit))
    distance = 0 if unit is Unit.SENTENCE else draw(st.integers(0, 99))
    return Near(fields, *sides, unit, distance, unit is Unit.CHARACTERS and draw(st.booleans()))


_codes = st.text(string.ascii_uppercase + string.digits + "/", min_size=1, max_size=8).filter(
    lambda code: not code.startswith("/")
)
_days = st.dates().map(lambda day: day.year * 10000 + day.month * 100 + day.day)
_leaves = (
    _terms()
    | _patterns()
    | _nears()
    | st.builds(Prefix, st.sampled_from(["ipc", "number"]), _codes)
    | st.builds(
        lambda some: OneOf("number", tuple(some)), st.lists(_codes, min_size=1, max_size=4, unique=True)
    )
    | st.tuples(_days, _days).map(lambda ends: Range("filed", min(ends), max(ends)))
    | st.builds(lambda low: Range("claims", low, None), st.integers(0, 999))
)
_trees = st.recursive(
    _leaves,
    lambda inner: (
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: And(tuple(parts)))
        | st.lists(inner, min_size=2, max_size=3).map(lambda parts: Or(tuple(parts)))
        | inner.map(Not)
    ),
    max_leaves=8,
)


@given(_trees)
def test_a_tree_is_written_as_it_is_read(tree: Node) -> None:
    assert read_query(write_query(tree, SAMPLE), SAMPLE) == tree


@given(st.text(max_size=40) | st.text('电池 ()[]"=,#*?ANDORT5W/SEN→', max_size=40))
def test_no_line_fails_in_another_way(line: str) -> None:
    refused = refusal(line)
    assert refused is None or (0 <= refused.start <= refused.end <= max(len(line), 1) and refused.problem)
