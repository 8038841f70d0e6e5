"""How people head their columns (表头同义词): any Chinese or English heading to the field it means.

One line per field; the first heading is the usual one. ``heading_key`` folds width, case, blanks and
punctuation, so ``公开（公告）号`` and ``公开(公告) 号`` are one heading.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from zhichan.core.exports.cells import label_key
from zhichan.rooms.registry.formats.fields import FIELDS, Kind

_PUNCTUATION = re.compile(r"[\W_]+")
_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")

_PATENT = {
    "application_number": "申请号|申请编号|专利申请号|申请号码|专利号申请号|申请号专利号|申请专利号|"
    "application number|appl no|application no|app no|appln no|filing number",
    "patent_number": "专利号|专利号码|专利编号|授权专利号|zl号|patent number|patent no",
    "publication_number": "公开公告号|公开号|公告号|公布号|公开公布号|公开专利号|申请公布号|"
    "公开号公告号|publication number|publication no|pub no|document number|pn",
    "grant_number": "授权公告号|授权号|授权公布号|grant number|grant publication number|registration number",
    "kind_code": "文献种类代码|文献类型|文献种类|公开类型|kind|kind code|document kind",
    "office": "国别|国家|受理局|国家地区|公开国别|国别或组织|受理国家|country|jurisdiction|office|"
    "authority|publication country|国家代码|专利国别",
    "patent_type": "专利类型|专利种类|类型|专利类别|种类|申请类型|保护类型|patent type|type|"
    "document type|发明类型",
    "title": "名称|专利名称|发明名称|标题|题名|发明创造名称|专利题目|专利标题|项目名称|实用新型名称|"
    "标题中文|发明专利名称|title|invention title|patent title|name",
    "title_english": "英文名称|英文标题|标题英文|title en|english title|title english",
    "abstract": "摘要|说明书摘要|专利摘要|内容摘要|摘要中文|技术摘要|abstract|summary",
    "claims": "权利要求|权利要求书|全部权利要求|权利要求内容|claims|claim text",
    "first_claim": "首项权利要求|主权项|独立权利要求|首权利要求|主权利要求|第一权利要求|权利要求1|"
    "first claim|main claim",
    "claims_count": "权利要求数量|权利要求数|权利要求项数|权项数|权利要求个数|claims count|number of claims",
    "description": "说明书|说明书全文|description",
    "keywords": "关键词|关键字|keywords|keyword",
    "labels": "标引|标签|技术分类|技术领域|labels|label|topic|技术主题",
    "language": "语种|语言|language",
    "applicants": "申请人|申请专利权人|申请人专利权人|申请人名称|申请单位|专利申请人|第一申请人|"
    "申请权利人|原始申请人|申请人姓名或名称|申请企业|企业名称|单位名称|申请主体|申请人中文|专利申请单位|"
    "applicants|applicant|assignee|assignees|applicant name|patent assignee|original assignee",
    "applicant_addresses": "申请人地址|申请专利权人地址|申请人详细地址|第一申请人地址|applicant address|"
    "applicant addresses",
    "applicant_countries": "申请人国别|申请人国家|申请人国家地区|申请人所在国|applicant country|"
    "applicant countries",
    "applicants_standardised": "标准化申请人|标准申请人|标准化当前权利人|standardized assignee|"
    "standardised applicant",
    "holders": "专利权人|权利人|全部权利人|当前权利人|当前专利权人|现专利权人|专利权人名称|专利权人姓名|"
    "所有权人|holder|current assignee|owner|patentee|patent holder",
    "inventors": "发明人|发明设计人|发明人设计人|设计人|发明者|发明人姓名|全部发明人|第一发明人|"
    "inventors|inventor|inventor name",
    "inventor_countries": "发明人国别|inventor country|inventor countries",
    "agency": "专利代理机构|代理机构|代理机构名称|代理公司|专利代理机构名称|专利代理|agency|agent firm|"
    "attorney firm",
    "agency_code": "代理机构代码|代理机构编码|机构代码|agency code",
    "agents": "代理人|专利代理人|专利代理师|代理师|代理人姓名|agents|agent|attorney|representative",
    "examiner": "审查员|examiner",
    "address": "地址|联系地址|通讯地址|通信地址|详细地址|单位地址|address",
    "postcode": "邮编|邮政编码|postcode|zip|zip code|postal code",
    "province": "国省|省份|省|国省代码|省市|申请人省份|申请人所在省|国省名称|所在省|province|申请人国省代码",
    "city": "地市|市|城市|申请人地市|所在市|地级市|city|申请人城市",
    "county": "区县|县区|区|县|申请人区县|所在区县|镇街|乡镇街道|county|district",
    "application_date": "申请日|申请日期|申请时间|申请年月日|专利申请日|提交日|受理日|application date|"
    "filing date|date of application|filed|filed on|申请日yyyymmdd",
    "publication_date": "公开公告日|公开日|公告日|公布日|公开日期|公告日期|公开时间|公开公告日期|"
    "申请公布日|publication date|date of publication|pub date|published",
    "grant_date": "授权公告日|授权日|授权日期|授权时间|授权公告日期|授权公告时间|grant date|"
    "date of grant|issue date|registration date",
    "certificate_date": "颁证日|发证日期|证书日期|颁证日期|certificate date",
    "ipc_main": "主分类号|ipc主分类号|主ipc分类号|ipc主分类|主分类|主分类号ipc|main ipc|ipc main|primary ipc",
    "ipc": "分类号|ipc分类号|ipc|国际专利分类号|国际分类号|ipc分类|国际专利分类|全部分类号|专利分类号|"
    "副分类号|ipcr classifications|ipc classifications|international classification|ipc codes|"
    "ipc classes",
    "cpc_main": "cpc主分类号|cpc主分类|main cpc|cpc main",
    "cpc": "cpc分类号|cpc|cpc分类|联合专利分类号|cpc classifications|cooperative patent classification|"
    "cpc codes",
    "locarno": "外观设计分类号|洛迦诺分类号|洛迦诺分类|外观分类号|loc|locarno|locarno classification",
    "other_classes": "其他分类号|uspc|fi|f-term|us classifications",
    "priorities": "优先权|优先权号|优先权信息|优先权数据|优先权项|priority|priorities|priority number|"
    "priority numbers|priority data",
    "priority_date": "优先权日|最早优先权日|优先权日期|priority date|earliest priority date",
    "family_id": "同族编号|同族号|family id|simple family id|inpadoc family id",
    "family_members": "同族专利|同族|同族专利号|简单同族|扩展同族|family members|family|"
    "simple family members",
    "family_countries": "同族国别|同族国家|family countries|family member countries",
    "family_size": "同族数量|同族数|同族专利数|简单同族数量|family size|simple family size",
    "citations": "引用文献|引证文献|引证专利|引用专利|参考文献|cited patents|citations|cited references|"
    "references",
    "other_citations": "非专利引用|非专利文献|引证非专利文献|non patent citations|npl",
    "cited_by": "施引专利|被引证专利|施引文献|citing patents|cited by",
    "cited_by_count": "被引次数|被引证次数|被引用次数|被引数|引证次数|forward citations|cited count|"
    "cited by count|cited by patent count|被引证专利数量",
    "pct_application_number": "国际申请号|pct申请号|国际申请|pct国际申请号|pct application number|pct number",
    "pct_application_date": "国际申请日|pct申请日|pct application date",
    "pct_publication_number": "国际公布号|国际公布|pct公布号|pct公开号|pct publication number",
    "pct_publication_date": "国际公布日|pct公布日|pct publication date",
    "pct_entry_date": "进入国家阶段日|进入国家日期|进入国家阶段日期|进入国家日|pct进入国家阶段日|"
    "national phase date",
    "designated_states": "指定国|指定国家|designated states",
    "divisional_of": "分案原申请号|分案原申请|原申请号|母案申请号|divisional of|parent application",
    "legal_status": "法律状态|状态|当前法律状态|专利状态|有效性|当前状态|专利有效性|案件状态|"
    "法律状态有效性|是否有效|权利状态|legal status|status|simple legal status",
    "legal_events": "法律事务|法律状态信息|法律事件|历史法律状态|legal events",
    "sei_flag": "战略新兴产业标识|战略性新兴产业标识|是否战略性新兴产业|是否战略新兴产业|战略性新兴产业专利",
    "overseas_flag": "海外同族|海外同族标识|是否有海外同族|海外同族专利权|是否有海外同族专利权",
    "long_maintained_flag": "维持年限超十年标识|维持年限超十年|维持年限超10年|维持年限超过十年|"
    "维持年限超过10年|是否维持超十年|是否维持超过10年",
    "pledge_flag": "质押融资|质押融资标识|是否质押融资|实现较高质押融资金额",
    "award_flag": "获奖|获奖标识|是否获奖|国家科学技术奖或中国专利奖",
    "source_number": "序号|编号|no|id|row no|number|来源编号|记录号",
    "document_part": "文件部分|document part",
    "search_word": "检索词|search keyword|query",
    "source_link": "链接|网址|来源链接|详情链接|url|link",
}

_TRADEMARK = {
    "number": "注册号|商标注册号|申请注册号|注册号申请号|申请号注册号|商标号|注册申请号|商标注册证号|"
    "注册证号|registration number|reg no|trademark number",
    "application_number": "申请号|商标申请号|application number|serial number|application no",
    "international_number": "国际注册号|马德里注册号|international registration number",
    "office": "国别|国别或组织|国家|注册国家|国家地区|注册地|country|office",
    "mark_text": "商标名称|商标|商标文字|名称|商标图样|商标标识|mark|trademark|mark text|trademark name|"
    "word mark",
    "mark_type": "商标类型|商标种类|类型|mark type|kind of mark",
    "mark_description": "商标说明|商标描述|mark description",
    "classes": "国际分类|类别|商标类别|尼斯分类|分类|国际分类号|注册类别|类号|商品类别|分类号|class|"
    "classes|nice class|nice classes|international class",
    "similar_groups": "类似群组|类似群|similar groups",
    "goods": "商品或服务|商品服务|核定使用商品|商品服务项目|核定使用商品服务|核定商品服务项目|使用商品|"
    "商品|商品服务列表|核定使用商品服务项目|指定商品|goods|goods and services|goods services",
    "application_date": "申请日|申请日期|申请时间|application date|filing date",
    "publication_date": "初审公告日|初审公告日期|初步审定公告日|publication date",
    "registration_date": "注册公告日|注册日|注册日期|注册时间|注册公告日期|核准注册日|核准注册日期|"
    "registration date",
    "expiry_date": "专用权截止日|有效期至|有效期限|截止日期|专用期限|有效期|专用权期限|到期日|到期日期|"
    "有效期截止|expiry date|valid until|expiration date",
    "status": "商标状态|状态|法律状态|当前状态|status",
    "status_date": "状态日期|status date",
    "events": "商标流程|流程|events",
    "holder": "注册人|商标注册人|申请人|申请人名称|权利人|商标权人|所有人|持有人|商标所有人|企业名称|"
    "单位名称|注册人名称|申请人名称中文|holder|owner|applicant|registrant",
    "co_holders": "共有人|共同申请人|共有商标人|co holders|joint owners",
    "holder_english": "注册人英文名称|申请人英文名称|申请人名称英文|applicant english name",
    "holder_country": "注册人国别|holder country",
    "address": "地址|注册人地址|申请人地址|注册地址|address",
    "agency": "代理机构|代理组织|代理机构名称|代理公司|代理组织机构|agency|agent",
    "priorities": "优先权|优先权日期|priority",
}

_COPYRIGHT = {
    "copyright_number": "登记号|著作权登记号|软件著作权登记号|软著登记号|作品登记号|软件登记号|登记证号|"
    "版权登记号|registration number|copyright registration number",
    "certificate_number": "证书号|软著证书号|软件著作权证书号|证书编号|登记证书号|软著登字号|"
    "certificate number",
    "work_title": "名称|软件名称|作品名称|软件全称|软件或作品名称|软著名称|软件著作权名称|著作权名称|"
    "作品软件名称|title|software name|work title",
    "version": "版本号|软件版本号|软件版本|版本|version",
    "work_type": "作品类别|作品类型|作品种类|work type|kind of work",
    "copyright_owners": "著作权人|全部著作权人|著作权人名称|软件著作权人|版权人|著作权所有人|权利人|所有人|"
    "企业名称|单位名称|著作权人姓名或名称|copyright owner|owner",
    "authors": "作者|作者姓名|创作人|开发者|author|authors",
    "completion_date": "完成日|完成日期|开发完成日|开发完成日期|创作完成日|创作完成日期|创作完成时间|"
    "软件开发完成日期|completion date",
    "first_publication_date": "首次发表日|首次发表日期|首次发表时间|发表日期|首次出版日期|首次制作日期|"
    "first publication date",
    "copyright_date": "登记日|登记日期|登记时间|登记批准日期|批准登记日期|发证日期|发证日|registration date",
    "copyright_status": "登记状态|状态|status",
    "status_date": "状态日期|status date",
    "address": "地址|著作权人地址|联系地址|通讯地址|详细地址|单位地址|注册地址|address",
    "agent_firm": "代理机构|代理公司|代理人|代理机构名称|agency|agent",
    "source_number": "序号|编号|no|id|来源编号|记录号",
}

_OVERSEAS = {
    "pct_application_number": "国际申请号|pct申请号|pct国际申请号|pct号|国际专利申请号|pct国际专利申请号|"
    "pct编号|"
    "pct application number|pct number|international application number",
    "overseas_number": "海外申请号|权利号码|国外申请号|境外申请号|外国申请号|申请号|专利申请号|"
    "商标申请号|申请编号|foreign application number|application number",
    "overseas_grant_number": "海外授权号或注册号|授权号或注册号|海外专利号|国外专利号|境外专利号|"
    "海外商标注册号|国外商标注册号|境外注册号|海外注册号|国外注册号|授权号|专利号|注册号|商标注册号|授权公告号|海外授权号|国外授权号|"
    "foreign patent number|patent number|registration number|grant number",
    "international_number": "国际注册号|马德里注册号|马德里国际注册号|海牙注册号|国际商标注册号|"
    "international registration number",
    "office": "国别或组织|国别|国家|国家地区|授权国家|授权国别|授权国家地区|申请国家|申请国别|申请国家地区|"
    "目标国|"
    "受理局|注册国家|注册国别|海外国家|国家或地区|授权国|country|office|jurisdiction",
    "right_kind": "权利种类|权利类型|海外权利类型|类型|专利类型|知识产权类型|商标专利|申请类型|种类|"
    "kind of right|type",
    "title": "名称|专利名称|发明名称|商标名称|发明创造名称|权利名称|国际申请名称|项目名称|title|name",
    "classes": "国际分类|类别|商标类别|尼斯分类|nice classes|class",
    "right_holders": "权利人|申请人|专利权人|注册人|商标权人|申请人名称|第一申请人|申请单位|企业名称|"
    "单位名称|所有人|全部权利人|applicant|applicants|owner|holder|assignee",
    "domestic_number": "对应的中国申请号|国内申请号|中国申请号|国内专利申请号|国内优先权号|对应国内专利|"
    "国内专利号|"
    "中国专利号|同族中国申请号|国内同族|domestic application number",
    "family_id": "同族编号|同族号|family id",
    "priorities": "优先权|优先权号|优先权信息|priority|priorities",
    "pct_publication_number": "国际公布号|pct公布号|国际公开号|公布号|pct publication number",
    "designated_states": "指定国|指定国家|指定缔约方|指定缔约国|designated states",
    "application_date": "申请日|申请日期|国际申请日|pct申请日|海外申请日|国外申请日|申请时间|国际申请日期|"
    "受理日|"
    "application date|filing date|international filing date",
    "overseas_publication_date": "公布日|国际公布日|公开日|公布日期|公开日期|公开公告日|publication date",
    "overseas_grant_date": "授权日或注册日|授权日|授权日期|授权公告日|注册日|注册日期|海外授权日|国外授权日|"
    "授权时间|"
    "国际注册日|注册公告日|grant date|registration date",
    "right_expiry_date": "有效期至|有效期|到期日|截止日期|有效期限|届满日|expiry date",
    "overseas_status": "法律状态|状态|当前状态|权利状态|status|legal status",
    "status_date": "状态日期|status date",
    "address": "地址|申请人地址|权利人地址|单位地址|联系地址|address",
    "agent_firm": "代理机构|代理公司|代理机构名称|agency|agent",
    "source_number": "序号|编号|no|id|来源编号|记录号",
}

_ORGANISATION = {
    "name": "单位名称|企业名称|公司名称|名称|机构名称|全称|单位|企业|公司全称|企业全称|申报单位|"
    "单位全称|公司|组织名称|中文名称|company name|name|company|organisation|organization|"
    "organization name|full name",
    "short_name": "简称|企业简称|公司简称|证券简称|股票简称|单位简称|short name",
    "english_name": "英文名称|英文名|企业英文名|公司英文名称|english name|name english",
    "english_short_name": "英文简称|english short name",
    "former_names": "曾用名|历史名称|原名称|曾用名称|变更前名称|former names|former name",
    "other_names": "其他名称|别名|aliases|other names",
    "credit_code": "统一社会信用代码|社会信用代码|信用代码|统一信用代码|统一社会信用代码证号|税号|"
    "纳税人识别号|credit code|unified social credit code|uscc|统一社会信用代码组织机构代码",
    "registration_number": "工商注册号|注册号|营业执照号|registration number",
    "listed_code": "证券代码|股票代码|上市代码|stock code|ticker",
    "exchange": "上市地点|交易所|上市交易所|上市板块|exchange",
    "listing_date": "上市日期|上市时间|listing date",
    "industry": "所属行业|行业|行业名称|国民经济行业|行业分类|国标行业门类|所属产业|产业类别|industry",
    "industry_code": "行业代码|国民经济行业代码|industry code",
    "region": "所在地区|地区|所属地区|所在区县|所属区县|区域|所在地|所属区域|所属镇街|属地|region",
    "address": "地址|注册地址|企业地址|公司地址|详细地址|住所|经营地址|单位地址|通讯地址|address",
    "legal_representative": "法定代表人|法人|法人代表|负责人|legal representative",
    "founding_date": "成立日期|成立时间|注册时间|成立年月|注册日期|founded|founding date|"
    "date of incorporation",
    "capital": "注册资本|注册资金|capital|registered capital",
    "organisation_type": "单位类型|企业类型|公司类型|主体类型|类型|单位性质|企业性质|company type|type",
    "status": "经营状态|企业状态|登记状态|状态|status",
    "funding_date": "获投日期|投资日期|deal date",
    "patents_count": "专利数量|专利数|专利总数|有效专利数|patents count|patents",
    "citations_count": "被引次数|citations",
    "search_word": "检索词|search keyword|query",
    "source_number": "序号|编号|来源编号|no|id|number",
}

_WRITTEN: Mapping[Kind, Mapping[str, str]] = {
    "patent": _PATENT,
    "trademark": _TRADEMARK,
    "copyright": _COPYRIGHT,
    "overseas": _OVERSEAS,
    "organisation": _ORGANISATION,
}


def heading_key(heading: str) -> str:
    return _PUNCTUATION.sub("", label_key(heading))


def _meant(kind: Kind) -> dict[str, str]:
    """Key of a heading to field; field names of our own and their labels count as headings too."""
    meant: dict[str, str] = {}
    for field, headings in _WRITTEN[kind].items():
        for heading in (*headings.split("|"), field):
            meant.setdefault(heading_key(heading), field)
    for field in FIELDS[kind]:
        meant.setdefault(heading_key(field), field)
    return meant


MEANT: Mapping[Kind, Mapping[str, str]] = {kind: _meant(kind) for kind in FIELDS}


def field_of(heading: str, kind: Kind) -> str | None:
    """The field a heading names: as it stands, or without what it says in brackets."""
    meant = MEANT[kind]
    return meant.get(heading_key(heading)) or meant.get(heading_key(_BRACKETS.sub("", heading)))
