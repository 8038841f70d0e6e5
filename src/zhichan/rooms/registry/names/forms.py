"""Legal forms (组织形式) and the words by which organisations of other kinds are known."""

from __future__ import annotations

import re

from .organisation import Kind

_FORMS: dict[Kind, str] = {
    Kind.COMPANY: (
        "有限责任公司 有限公司 股份有限公司 股份有限责任公司 股份公司 集团公司 总公司 公司 株式会社 有限会社 "
        "合同会社 合伙企业 有限合伙 合伙企业有限合伙 合伙企业普通合伙 普通合伙 特殊普通合伙 个人独资企业 "
        "个体工商户 经营部 商行 总厂 分厂 工厂 厂 集团 银行 事务所 合作社 专业合作社 农民专业合作社 联合社 "
        "商店 门市部 工作室 出版社 报社 杂志社 电视台 酒店 宾馆 饭店 药房 农场 林场 煤矿 煤业"
    ),
    Kind.UNIVERSITY: "大学 学院 高等专科学校 专科学校 职业技术学校 中学 小学 学校 党校 幼儿园",
    Kind.INSTITUTE: (
        "研究院 研究所 设计院 科学院 工程院 研究中心 实验室 研究会 检测中心 检验所 检验院 勘察院 规划院 "
        "勘测院 研究总院 设计所 监测站 试验站 推广站 推广中心 疾病预防控制中心 工程中心 技术中心 创新中心 "
        "农科院 农科所 科学研究所"
    ),
    Kind.HOSPITAL: "医院 卫生院 保健院 卫生服务中心 门诊部 血站 急救中心",
    Kind.GOVERNMENT: (
        "人民政府 人民法院 人民检察院 检察院 法院 委员会 管委会 街道办事处 海关 公安局 派出所 监狱 军区 部队 "
        "政协 人大常委会 市政府 区政府 县政府 镇政府 乡政府"
    ),
    Kind.OTHER: (
        "协会 学会 商会 联合会 基金会 中心 博物馆 图书馆 文化馆 服务站 总站 总队 促进会 联盟 村委会 "
        "站 馆 会 社 所 院"
    ),
}
_KIND_OF = {form: kind for kind, forms in _FORMS.items() for form in forms.split()}
_LENGTHS_BY_LAST = {
    last: sorted({len(form) for form in _KIND_OF if form[-1] == last}, reverse=True)
    for last in {form[-1] for form in _KIND_OF}
}
_BUREAU = re.compile(
    "(?:管理局|知识产权局|[省市县区旗]\\S{2,8}局|国家\\S{2,8}局|[省区]\\S{2,8}厅|[省市县区]\\S{2,8}办公室)$"
)
_CANONICAL = {"有限责任公司": "有限公司", "股份有限责任公司": "股份有限公司", "股份公司": "股份有限公司"}


def form_at_end(text: str) -> tuple[str, str, Kind] | None:
    """What stands before the form, the form in its agreed wording, and the kind it tells."""
    for length in _LENGTHS_BY_LAST.get(text[-1:], ()):
        if (kind := _KIND_OF.get(text[-length:])) is not None:
            return text[:-length], _CANONICAL.get(text[-length:], text[-length:]), kind
    if text.endswith(("局", "厅", "办公室")) and _BUREAU.search(text):
        return text, "", Kind.GOVERNMENT
    return None


def has_form(text: str) -> bool:
    return form_at_end(text) is not None
