"""The instruments that procedures of protection rest on."""

from __future__ import annotations

from zhichan.core.rules.sources import Mark, Source

VERIFIED, PART, MEMORY = Mark.VERIFIED, Mark.VERIFIED_PART, Mark.MEMORY


def penalty_law(articles: str, mark: Mark = VERIFIED) -> Source:
    return Source("行政处罚法", articles, mark)


def coercion_law(articles: str, mark: Mark = VERIFIED) -> Source:
    return Source("行政强制法", articles, mark)


def reconsideration_law(articles: str, mark: Mark = VERIFIED) -> Source:
    return Source("行政复议法", articles, mark)


def litigation_law(articles: str, mark: Mark = VERIFIED) -> Source:
    return Source("行政诉讼法", articles, mark)


def civil_procedure_law(articles: str, mark: Mark = VERIFIED) -> Source:
    return Source("民事诉讼法", articles, mark)


def arbitration_law(articles: str = "", mark: Mark = VERIFIED) -> Source:
    return Source("仲裁法", articles, mark)


def penalty_procedure(articles: str, mark: Mark) -> Source:
    return Source("市场监督管理行政处罚程序规定", articles, mark)


def complaints(articles: str, mark: Mark = VERIFIED) -> Source:
    return Source("市场监督管理投诉举报处理暂行办法", articles, mark)


def publicity(articles: str, mark: Mark = VERIFIED) -> Source:
    return Source("市场监督管理行政处罚信息公示规定", articles, mark)


def credit_repair(articles: str = "", mark: Mark = PART) -> Source:
    return Source("市场监督管理信用修复管理办法", articles, mark)


def crime_transfer(articles: str, mark: Mark = VERIFIED) -> Source:
    return Source("行政执法机关移送涉嫌犯罪案件的规定", articles, mark)


def trademark_regulations(articles: str, mark: Mark = VERIFIED) -> Source:
    return Source("商标法实施条例", articles, mark)


def patent_law(articles: str, mark: Mark = VERIFIED) -> Source:
    return Source("专利法", articles, mark)


def patent_rules(articles: str, mark: Mark = VERIFIED) -> Source:
    return Source("专利法实施细则", articles, mark)


def patent_enforcement(articles: str = "", mark: Mark = MEMORY) -> Source:
    return Source("专利行政执法办法", articles, mark)


def patent_disputes(articles: str = "", mark: Mark = MEMORY) -> Source:
    return Source("专利纠纷行政裁决和调解办法", articles, mark)


def peoples_mediation_law(articles: str = "", mark: Mark = VERIFIED) -> Source:
    return Source("人民调解法", articles, mark)


def confirmation_rules(articles: str, mark: Mark = VERIFIED) -> Source:
    return Source("最高人民法院关于人民调解协议司法确认程序的若干规定", articles, mark)


def online_mediation(articles: str, mark: Mark = VERIFIED) -> Source:
    return Source("人民法院在线调解规则", articles, mark)


def aid_guide(articles: str = "", mark: Mark = PART) -> Source:
    return Source("知识产权维权援助工作指引", articles, mark)


TRIAGE_SCHEME = Source("本系统缺省方案，各局自定", "", Mark.LOCAL)
"""No national article tells simple cases from complex ones."""


def archives_rule(articles: str = "", mark: Mark = PART) -> Source:
    return Source("机关文件材料归档范围和文书档案保管期限规定", articles, mark)
