"""The words for what a file can say about a right or an organisation (字段).

One concept, one word: layouts, the mapping page and the checks name fields only by these. A field that is
``many`` holds a tuple of texts, all others one text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Kind = Literal["patent", "trademark", "copyright", "overseas", "organisation"]
Sort = Literal["text", "long", "number", "date", "code", "name", "count", "link"]


@dataclass(frozen=True)
class Field:
    """``sort`` says what the text is meant to be, so that a column can be judged by its contents.

    ``joins``: parts of the one text may stand in several columns, as province, city and street of an address.
    """

    name: str
    label: str | Promise
    sort: Sort = "text"
    many: bool = False
    joins: bool = False

    @property
    def takes_several(self) -> bool:
        """Whether several columns may fill it."""
        return self.many or self.joins


def _by_name(*fields: Field) -> dict[str, Field]:
    return {field.name: field for field in fields}


PATENT = _by_name(
    Field("application_number", _("申请号"), "number"),
    Field("patent_number", _("专利号"), "number"),
    Field("publication_number", _("公开（公告）号"), "number"),
    Field("grant_number", _("授权公告号"), "number"),
    Field("kind_code", _("文献种类代码"), "code"),
    Field("office", _("国别或组织"), "code"),
    Field("patent_type", _("专利类型")),
    Field("title", _("名称"), "long"),
    Field("title_english", _("英文名称"), "long"),
    Field("abstract", pgettext_lazy("专利", "摘要"), "long"),
    Field("claims", _("权利要求书"), "long"),
    Field("first_claim", _("首项权利要求"), "long"),
    Field("claims_count", _("权利要求数量"), "count"),
    Field("description", _("说明书"), "long"),
    Field("keywords", _("关键词"), many=True),
    Field("labels", _("标引"), many=True),
    Field("language", _("语种"), "code"),
    Field("applicants", _("申请人"), "name", many=True),
    Field("applicant_addresses", _("申请人地址"), many=True),
    Field("applicant_countries", _("申请人国别"), "code", many=True),
    Field("applicants_standardised", _("标准化申请人"), "name", many=True),
    Field("holders", _("专利权人"), "name", many=True),
    Field("inventors", _("发明人"), "name", many=True),
    Field("inventor_countries", _("发明人国别"), "code", many=True),
    Field("agency", _("专利代理机构"), "name"),
    Field("agency_code", _("代理机构代码"), "code"),
    Field("agents", _("代理人"), "name", many=True),
    Field("examiner", _("审查员"), "name"),
    Field("address", _("地址"), joins=True),
    Field("postcode", _("邮编"), "code"),
    Field("province", _("国省")),
    Field("city", _("地市")),
    Field("county", _("区县")),
    Field("application_date", _("申请日"), "date"),
    Field("publication_date", _("公开（公告）日"), "date"),
    Field("grant_date", _("授权公告日"), "date"),
    Field("certificate_date", _("颁证日"), "date"),
    Field("ipc_main", _("主分类号"), "code"),
    Field("ipc", _("国际专利分类号"), "code", many=True),
    Field("cpc_main", _("CPC 主分类号"), "code"),
    Field("cpc", _("CPC 分类号"), "code", many=True),
    Field("locarno", _("外观设计分类号"), "code", many=True),
    Field("other_classes", _("其他分类号"), "code", many=True),
    Field("priorities", _("优先权"), many=True),
    Field("priority_date", _("最早优先权日"), "date"),
    Field("family_id", _("同族编号"), "code"),
    Field("family_members", _("同族专利"), "number", many=True),
    Field("family_countries", _("同族国别"), "code", many=True),
    Field("family_size", _("同族数量"), "count"),
    Field("citations", _("引用文献"), "number", many=True),
    Field("other_citations", _("非专利引用"), many=True),
    Field("cited_by", _("施引专利"), "number", many=True),
    Field("cited_by_count", _("被引次数"), "count"),
    Field("pct_application_number", _("国际申请号"), "number"),
    Field("pct_application_date", _("国际申请日"), "date"),
    Field("pct_publication_number", _("国际公布号"), "number"),
    Field("pct_publication_date", _("国际公布日"), "date"),
    Field("pct_entry_date", _("进入国家阶段日"), "date"),
    Field("designated_states", _("指定国"), "code", many=True),
    Field("divisional_of", _("分案原申请号"), "number"),
    Field("legal_status", _("法律状态")),
    Field("legal_events", _("法律事务"), many=True),
    Field("sei_flag", _("战略性新兴产业标识")),
    Field("overseas_flag", _("海外同族标识")),
    Field("long_maintained_flag", _("维持年限超十年标识")),
    Field("pledge_flag", _("质押融资标识")),
    Field("award_flag", _("获奖标识")),
    Field("document_part", _("文件部分")),
    Field("search_word", _("检索词")),
    Field("source_number", _("来源编号"), "code"),
    Field("source_link", _("来源链接"), "link"),
)

TRADEMARK = _by_name(
    Field("number", _("注册号"), "number"),
    Field("application_number", _("申请号"), "number"),
    Field("international_number", _("国际注册号"), "number"),
    Field("office", _("国别或组织"), "code"),
    Field("mark_text", _("商标名称")),
    Field("mark_type", _("商标类型")),
    Field("mark_description", _("商标说明"), "long"),
    Field("classes", _("国际分类"), "code", many=True),
    Field("similar_groups", _("类似群组"), "code", many=True),
    Field("goods", _("商品或服务"), "long", many=True),
    Field("application_date", _("申请日"), "date"),
    Field("publication_date", _("初审公告日"), "date"),
    Field("registration_date", _("注册公告日"), "date"),
    Field("expiry_date", _("专用权截止日"), "date"),
    Field("status", _("商标状态")),
    Field("status_date", _("状态日期"), "date"),
    Field("events", _("商标流程"), many=True),
    Field("holder", _("注册人"), "name"),
    Field("co_holders", _("共有人"), "name", many=True),
    Field("holder_english", _("注册人英文名称"), "name"),
    Field("holder_country", _("注册人国别"), "code"),
    Field("address", _("地址"), joins=True),
    Field("agency", _("代理机构"), "name"),
    Field("priorities", _("优先权"), many=True),
)

COPYRIGHT = _by_name(
    Field("copyright_number", _("登记号"), "number"),
    Field("certificate_number", _("证书号"), "number"),
    Field("work_title", _("名称"), "long"),
    Field("version", _("版本号"), "code"),
    Field("work_type", _("作品类别")),
    Field("copyright_owners", _("著作权人"), "name", many=True),
    Field("authors", _("作者"), "name", many=True),
    Field("completion_date", _("完成日"), "date"),
    Field("first_publication_date", _("首次发表日"), "date"),
    Field("copyright_date", _("登记日"), "date"),
    Field("copyright_status", _("登记状态")),
    Field("status_date", _("状态日期"), "date"),
    Field("address", _("地址"), joins=True),
    Field("agent_firm", _("代理机构"), "name"),
    Field("source_number", _("来源编号"), "code"),
)

OVERSEAS = _by_name(
    Field("pct_application_number", _("国际申请号"), "number"),
    Field("overseas_number", _("海外申请号"), "number"),
    Field("overseas_grant_number", _("海外授权号或注册号"), "number"),
    Field("international_number", _("国际注册号"), "number"),
    Field("office", _("国别或组织"), "code"),
    Field("right_kind", _("权利种类")),
    Field("title", _("名称"), "long"),
    Field("classes", _("国际分类"), "code", many=True),
    Field("right_holders", _("权利人"), "name", many=True),
    Field("domestic_number", _("对应的中国申请号"), "number"),
    Field("family_id", _("同族编号"), "code"),
    Field("priorities", _("优先权"), many=True),
    Field("pct_publication_number", _("国际公布号"), "number"),
    Field("designated_states", _("指定国"), "code", many=True),
    Field("application_date", _("申请日"), "date"),
    Field("overseas_publication_date", _("公布日"), "date"),
    Field("overseas_grant_date", _("授权日或注册日"), "date"),
    Field("right_expiry_date", _("有效期至"), "date"),
    Field("overseas_status", _("法律状态")),
    Field("status_date", _("状态日期"), "date"),
    Field("address", _("地址"), joins=True),
    Field("agent_firm", _("代理机构"), "name"),
    Field("source_number", _("来源编号"), "code"),
)

ORGANISATION = _by_name(
    Field("name", _("单位名称"), "name"),
    Field("short_name", _("简称"), "name"),
    Field("english_name", _("英文名称"), "name"),
    Field("english_short_name", _("英文简称"), "name"),
    Field("former_names", _("曾用名"), "name", many=True),
    Field("other_names", _("其他名称"), "name", many=True),
    Field("credit_code", _("统一社会信用代码"), "number"),
    Field("registration_number", _("工商注册号"), "number"),
    Field("listed_code", _("证券代码"), "code"),
    Field("exchange", _("上市地点")),
    Field("listing_date", _("上市日期"), "date"),
    Field("industry", _("所属行业")),
    Field("industry_code", _("行业代码"), "code"),
    Field("region", _("所在地区")),
    Field("address", _("地址"), joins=True),
    Field("legal_representative", _("法定代表人"), "name"),
    Field("founding_date", _("成立日期"), "date"),
    Field("capital", _("注册资本")),
    Field("organisation_type", _("单位类型")),
    Field("status", _("经营状态")),
    Field("funding_date", _("获投日期"), "date"),
    Field("patents_count", _("专利数量"), "count"),
    Field("citations_count", _("被引次数"), "count"),
    Field("search_word", _("检索词")),
    Field("source_number", _("来源编号"), "code"),
)

FIELDS: Mapping[Kind, Mapping[str, Field]] = {
    "patent": PATENT,
    "trademark": TRADEMARK,
    "copyright": COPYRIGHT,
    "overseas": OVERSEAS,
    "organisation": ORGANISATION,
}


def label_of(name: str) -> str:
    """The label of a field of any kind; the name itself where there is no such field."""
    for fields in FIELDS.values():
        if name in fields:
            return str(fields[name].label)
    return name
