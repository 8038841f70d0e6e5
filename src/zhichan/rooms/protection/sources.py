"""The instruments that procedures of protection rest on."""

from __future__ import annotations

from zhichan.core.rules.sources import Mark, Source

VERIFIED, PART, MEMORY = Mark.VERIFIED, Mark.VERIFIED_PART, Mark.MEMORY


def penalty_procedure(articles: str, mark: Mark) -> Source:
    return Source("市场监督管理行政处罚程序规定", articles, mark)


def complaints(articles: str, mark: Mark = VERIFIED) -> Source:
    return Source("市场监督管理投诉举报处理暂行办法", articles, mark)
