"""Refusals put into words (拒绝提示) in the reader's language: what is written, what is wrong, what is right.

The only module here that knows Django, and only when a message is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from .refusals import Family, IdentifierRefused, Reason

if TYPE_CHECKING:
    from zhichan.core.errors import InvalidInput


def refusal_message(refusal: IdentifierRefused) -> str:
    """One sentence without a full stop, to stand beside a field or in a row of a report."""
    from django.utils.translation import gettext as _

    text = str(_problems()[refusal.reason])
    message = text % {"name": _names()[refusal.family], "written": refusal.written}
    if refusal.position is not None:
        message = _("%(problem)s（第%(position)s位）") % {"problem": message, "position": refusal.position}
    if refusal.expected is None:
        return message
    if refusal.reason is Reason.LENGTH:
        return _("%(problem)s，应为%(expected)s位") % {"problem": message, "expected": refusal.expected}
    return _("%(problem)s，应为：%(expected)s") % {"problem": message, "expected": refusal.expected}


def invalid_input(refusal: IdentifierRefused, *, field: str | None = None) -> InvalidInput:
    """The same refusal as an error that pages and the API know how to answer."""
    from zhichan.core.errors import InvalidInput

    details = {"written": refusal.written, "expected": refusal.expected, "field": field}
    return InvalidInput(refusal_message(refusal), code=refusal.code, **details)


@cache
def _names() -> Mapping[Family, object]:
    from django.utils.translation import gettext_lazy as _

    return {
        Family.PATENT_APPLICATION: _("专利申请号"),
        Family.PATENT_PUBLICATION: _("专利文献号"),
        Family.PATENT_DOCUMENT: _("专利文献号"),
        Family.PCT_APPLICATION: _("PCT国际申请号"),
        Family.WO_PUBLICATION: _("PCT国际公布号"),
        Family.MADRID: _("马德里国际注册号"),
        Family.HAGUE: _("海牙国际注册号"),
        Family.INTERNATIONAL: _("国际编号"),
        Family.OVERSEAS: _("海外权利号码"),
        Family.OFFICE: _("国别或组织"),
        Family.TRADEMARK: _("商标注册号"),
        Family.NICE_CLASS: _("尼斯分类类别"),
        Family.SIMILAR_GROUP: _("类似群"),
        Family.GOODS_ITEM: _("商品服务项目编码"),
        Family.SOCIAL_CREDIT: _("统一社会信用代码"),
        Family.ORGANISATION: _("组织机构代码"),
        Family.BUSINESS_REGISTER: _("工商注册号"),
        Family.RESIDENT: _("公民身份号码"),
        Family.IPC: _("国际专利分类号"),
        Family.CPC: _("联合专利分类号"),
        Family.LOCARNO: _("洛迦诺分类号"),
        Family.VIENNA: _("图形要素编码"),
        Family.SOFTWARE: _("软件著作权登记号"),
        Family.SOFTWARE_CERTIFICATE: _("软件著作权证书号"),
        Family.WORK: _("作品登记号"),
        Family.PLANT_VARIETY: _("植物新品种号"),
        Family.LAYOUT_DESIGN: _("布图设计登记号"),
        Family.AGRICULTURAL_GI: _("农产品地理标志证书编号"),
        Family.DIVISION: _("行政区划代码"),
        Family.INDUSTRY: _("国民经济行业代码"),
    }


@cache
def _problems() -> Mapping[Reason, object]:
    from django.utils.translation import gettext_lazy as _

    return {
        Reason.EMPTY: _("%(name)s没有填写"),
        Reason.OFFICE: _("%(name)s“%(written)s”与所写的国别不同"),
        Reason.DOMESTIC: _("%(name)s“%(written)s”是中国的，登记到专利或商标"),
        Reason.SHAPE: _("%(name)s“%(written)s”的写法不对"),
        Reason.LENGTH: _("%(name)s“%(written)s”的位数不对"),
        Reason.CHARACTER: _("%(name)s“%(written)s”含有不允许的字符"),
        Reason.CHECK: _("%(name)s“%(written)s”的校验码不对"),
        Reason.INNER_CHECK: _("%(name)s“%(written)s”所含组织机构代码的校验码不对"),
        Reason.YEAR: _("%(name)s“%(written)s”的年份不对"),
        Reason.DATE: _("%(name)s“%(written)s”的出生日期不存在"),
        Reason.TYPE: _("%(name)s“%(written)s”的种类号不对"),
        Reason.RANGE: _("%(name)s“%(written)s”超出范围"),
        Reason.KIND: _("%(name)s“%(written)s”的文献种类代码与号码不符"),
        Reason.KIND_MISSING: _("%(name)s“%(written)s”缺少文献种类代码"),
        Reason.ERA: _("%(name)s“%(written)s”的文献种类代码当时不使用"),
        Reason.PROVINCE: _("%(name)s“%(written)s”的省级代码不存在"),
        Reason.SECTION: _("%(name)s“%(written)s”的门类字母与大类不符"),
    }
