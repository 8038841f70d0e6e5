"""What the forms of protection ask (填写项): short makers of fields, and the fields several procedures share.

A fact keeps one name in every procedure: a child matter is opened with what the form of its parent's move
was given under the same names.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import Field, Kind, Seat, Words

Choice = tuple[str, Words]


def text(name: str, label: Words, help: Words = "") -> Field:
    return Field(name, label, help=help)


def long_text(name: str, label: Words, help: Words = "") -> Field:
    return Field(name, label, Kind.LONG_TEXT, help=help)


def day(name: str, label: Words, help: Words = "") -> Field:
    """A day that has come."""
    return Field(name, label, Kind.DAY, help=help)


def day_served(name: str, label: Words, document: str) -> Field:
    """The day a document was received: where its service was recorded, that day."""
    return Field(name, label, Kind.DAY, served=document)


def day_ahead(name: str, label: Words, help: Words = "") -> Field:
    """A day that may lie ahead: a hearing, the end of a period."""
    return Field(name, label, Kind.DAY, help=help, may_be_ahead=True)


def instant(name: str, label: Words, help: Words = "") -> Field:
    return Field(name, label, Kind.INSTANT, help=help)


def money(name: str, label: Words, help: Words = "") -> Field:
    return Field(name, label, Kind.MONEY, help=help)


def yes_no(name: str, label: Words, help: Words = "") -> Field:
    return Field(name, label, Kind.YES_NO, help=help)


def choice(name: str, label: Words, *choices: Choice, help: Words = "") -> Field:
    return Field(name, label, Kind.CHOICE, choices=choices, help=help)


def people(name: str, label: Words, part: Part, help: Words = "") -> Field:
    return Field(name, label, Kind.PEOPLE, part=part, help=help)


def optional(field: Field) -> Field:
    return replace(field, is_required=False)


def folded(group: Words, fields: Iterable[Field]) -> tuple[Field, ...]:
    """Fields none of which must be given, put away under a heading."""
    return tuple(replace(one, group=group) for one in fields)


def public(field: Field) -> Field:
    """Asked of whoever submits from outside too."""
    return replace(field, is_public=True)


OTHER: Choice = ("other", _("其他"))
REASON = long_text("reason", _("理由"))
CONTENT = long_text("content", _("主要内容"))

RIGHT_KIND = choice(
    "right_kind",
    _("权利种类"),
    ("patent", _("专利")),
    ("trademark", _("商标")),
    ("copyright", _("著作权")),
    ("gi", _("地理标志")),
    ("trade_secret", _("商业秘密")),
    OTHER,
)
CAUSE = choice(
    "cause",
    _("案由"),
    ("trademark_infringement", _("商标侵权")),
    ("mark_misuse", _("违反商标使用管理")),
    ("bad_faith_mark", _("恶意申请商标注册")),
    ("patent_passing_off", _("假冒专利")),
    ("untrue_patent_filing", _("不以真实发明创造为基础的专利申请")),
    ("agency_misconduct", _("代理机构违法")),
    ("gi_misuse", _("违法使用地理标志专用标志")),
    OTHER,
)
ACT_ENDED_ON = replace(
    day("act_ended_on", _("违法行为终了之日"), _("据此确定适用的法律和追责时效；仍在继续的留空。")),
    is_required=False,
    starts_known=True,
)
SERVED_HOW = choice(
    "served_how",
    _("送达方式"),
    ("direct", _("直接送达")),
    ("leave", _("留置送达")),
    ("electronic", _("电子送达")),
    ("mail", _("邮寄送达")),
    ("entrust", _("委托送达")),
    ("forward", _("转交送达")),
)
# 行政处罚法 第四十七条: start, evidence, review, decision, service and execution are recorded throughout.
RECORD_KEPT = yes_no(
    "record_kept", _("本环节全过程记录已归档"), _("文字和音像记录；没有归档的，不能进入下一步。")
)
RECORD_AT = optional(text("record_at", _("记录存放处")))
RECORD = (RECORD_KEPT, RECORD_AT)

# On service of a decision, and at the opening of its publicity.
DECIDED_ON = day("decided_on", _("处罚决定之日"))
PENALTY_KIND = choice(
    "penalty_kind",
    _("处罚种类"),
    ("warning", _("仅警告")),
    ("criticism", _("通报批评")),
    ("fine", _("罚款")),
    ("confiscation", _("没收")),
    ("fine_and_confiscation", _("罚款并没收")),
    ("restriction", _("责令停产停业、限制从业、降低资质或吊销证照")),
)

SEIZED_ON = day("seized_on", _("实施之日"))
IS_URGENT = yes_no(
    "is_urgent", _("情况紧急，当场实施"), _("当场实施的，二十四小时内向负责人报告并补办批准手续。")
)
PRESERVED_ON = day("preserved_on", _("登记保存之日"))
OBJECT = text("object", _("场所、设施或财物"))

CRIME = choice(
    "crime",
    _("涉嫌罪名"),
    ("213", _("假冒注册商标罪")),
    ("214", _("销售假冒注册商标的商品罪")),
    ("215", _("非法制造、销售非法制造的注册商标标识罪")),
    ("216", _("假冒专利罪")),
    ("217", _("侵犯著作权罪")),
    ("218", _("销售侵权复制品罪")),
    ("219", _("侵犯商业秘密罪")),
    OTHER,
)
SUSPICION = long_text("suspicion", _("合理怀疑的事实"), _("只列事实和数额，不写是否构成犯罪的结论。"))

DISPUTE = long_text("dispute", _("纠纷事实和请求"))
CORRECT_BY = public(day_ahead("correct_by", _("补正截止日")))
TO_CORRECT = public(long_text("to_correct", _("需要补正的内容")))
CORRECTED = optional(long_text("corrected", _("补正说明"), _("补了什么；材料另外上传。")))
NO_CONFLICT = yes_no("no_conflict", _("没有利害关系，未参与过本纠纷"))

PARTY = Seat("party", _("当事人"), part=Part.PARTY)
PARTY_AGENT = Seat("party_agent", _("当事人的代理人"), part=Part.PARTY)
RIGHT_HOLDER = Seat("right_holder", _("权利人"))
REPORTER = Seat("reporter", _("举报人"), is_secret=True)
WITNESS = Seat("witness", _("证人"), is_secret=True)
