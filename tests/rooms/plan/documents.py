"""An invented plan document as the reader would give it, and drafts made of it.

The words are ours; no office wrote them. Spans are looked up in the text, so that evidence is evidence.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from zhichan.core.people.models import Unit
from zhichan.rooms.plan.models import ExtractedItem, Plan, PlanVersion

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
ISSUED_ON = date(2026, 3, 2)

TEXT = """云川区知识产权强区行动计划（2026—2030年）
云知发〔2026〕3号
一、主要目标
到2030年，有效发明专利拥有量达到1600件，新增专利密集型企业40家，专利质押融资额突破2.5亿元。
表1 主要指标
序号 | 指标 | 2025年 | 2030年 | 属性 |
1 | 有效发明专利拥有量 | 1000 | 1600 | 预期性 |
2 | 商标品牌指导站 | 0 | 12 | 约束性 |
二、重点任务
1.建立专利导航决策机制，每年发布两份导航报告。（区知识产权局牵头，区科技局、区工信局参与；2027年12月底前完成）
2.开展商标品牌指导站建设，覆盖全部街道。（区知识产权局、各街道办事处按职责分工负责；持续推进）
3.推动高校院所专利开放许可。
三、重点工程
专栏1 导航护航工程
——为三个重点产业各建一座专利数据库。
——组织两场专利转化对接会。
对新获中国专利奖金奖的，给予每件50万元奖励。
制定《云川区专利开放许可办法》。
四、保障措施
（一）加强组织领导。区知识产权局统筹推进本计划，确保专利质押融资额达到3亿元。
"""


def span_of(words: str, text: str = TEXT) -> list[int]:
    start = text.index(words)
    return [start, start + len(words)]


def target(key: str, name: str, words: str, **changes: Any) -> dict[str, Any]:
    return {
        "id": key,
        "name": name,
        "unit": "件",
        "baseline": None,
        "target": {"op": ">=", "year": 2030, "value": 1600},
        "nature": None,
        "source": "text",
        "same_as": None,
        "growth_rate_pct": None,
        "box": None,
        "evidence": words,
        "span": span_of(words),
        "confidence": 0.9,
        **changes,
    }


def task(key: str, number: str, words: str, **changes: Any) -> dict[str, Any]:
    return {
        "id": key,
        "kind": "task",
        "path": ["二、重点任务"],
        "number": number,
        "title": None,
        "text": words,
        "mode": None,
        "lead": [],
        "participants": [],
        "unit_text": None,
        "deadline": None,
        "span": span_of(words),
        "confidence": 0.95,
        **changes,
    }


_ROW_1 = "1 | 有效发明专利拥有量 | 1000 | 1600 | 预期性"
_ROW_2 = "2 | 商标品牌指导站 | 0 | 12 | 约束性"
_TASK_1 = (
    "建立专利导航决策机制，每年发布两份导航报告。"
    "（区知识产权局牵头，区科技局、区工信局参与；2027年12月底前完成）"
)
_TASK_2 = "开展商标品牌指导站建设，覆盖全部街道。（区知识产权局、各街道办事处按职责分工负责；持续推进）"


def document() -> dict[str, Any]:
    """The zhichan-plan/1 object: six targets (one twice, one in two values), four tasks, and the rest."""
    return {
        "schema": "zhichan-plan/1",
        "document": {
            "title": "云川区知识产权强区行动计划（2026—2030年）",
            "title_hans": "云川区知识产权强区行动计划（2026—2030年）",
            "container_title": None,
            "issuer": "云川区知识产权局",
            "issuers": ["云川区知识产权局"],
            "doc_number": "云知发〔2026〕3号",
            "doc_number_normal": "云知发〔2026〕3号",
            "dates": [{"role": "issued", "text": "2026年3月2日", "date": "2026-03-02"}],
            "region": ["云川区"],
            "period": {"from": 2026, "to": 2030, "text": "2026—2030年"},
            "script": "hans",
            "genre": "five-year-plan",
            "basis": [],
        },
        "targets": _targets(),
        "tasks": _tasks(),
        "boxes": [
            {
                "number": "1",
                "title": "导航护航工程",
                "items": [
                    {"marker": "——", "text": "为三个重点产业各建一座专利数据库。"},
                    {"marker": "——", "text": "组织两场专利转化对接会。"},
                ],
                "item_count": 2,
                "span": [TEXT.index("专栏1"), TEXT.index("对新获")],
                "confidence": 0.99,
            }
        ],
        "money_rules": [
            {
                "amount": 50,
                "amount_min": None,
                "amount_max": None,
                "unit": "万元",
                "per": "件",
                "kind": "奖励",
                "object": "中国专利奖金奖",
                "condition": "新获",
                "box": "1",
                "item": None,
                "span": span_of("对新获中国专利奖金奖的，给予每件50万元奖励"),
                "confidence": 0.8,
            }
        ],
        "instruments": [
            {
                "title": "云川区专利开放许可办法",
                "verb": "制定",
                "span": span_of("制定《云川区专利开放许可办法》"),
                "confidence": 0.97,
            }
        ],
        "conflicts": [
            {"items": ["t5", "t6"], "what": "质押融资额两处不一", "reading": "一处突破2.5亿元，一处达到3亿元"}
        ],
        "lints": [
            {
                "code": "task-without-unit",
                "severity": "warn",
                "message": "任务3没有责任单位",
                "span": span_of("3.推动"),
            }
        ],
    }


def _targets() -> list[dict[str, Any]]:
    return [
        target(
            "t1",
            "有效发明专利拥有量",
            _ROW_1,
            source="table",
            baseline={"value": 1000, "year": 2025},
            target={"op": "=", "year": 2030, "value": 1600},
            nature="预期性",
            confidence=0.99,
        ),
        target(
            "t2",
            "商标品牌指导站",
            _ROW_2,
            source="table",
            unit="个",
            baseline={"value": 0, "year": 2025},
            target={"op": "=", "year": 2030, "value": 12},
            nature="约束性",
            confidence=0.99,
        ),
        target("t3", "有效发明专利拥有量", "有效发明专利拥有量达到1600件", same_as="t1"),
        target(
            "t4",
            "新增专利密集型企业",
            "新增专利密集型企业40家",
            unit="家",
            target={"op": "+=", "year": 2030, "value": 40},
            confidence=0.7,
        ),
        target(
            "t5",
            "专利质押融资额",
            "专利质押融资额突破2.5亿元",
            unit="亿元",
            target={"op": ">", "year": 2030, "value": 2.5},
        ),
        target(
            "t6",
            "专利质押融资额（保障措施）",
            "专利质押融资额达到3亿元",
            unit="亿元",
            target={"op": ">=", "year": 2030, "value": 3},
        ),
    ]


def _tasks() -> list[dict[str, Any]]:
    return [
        task(
            "k1",
            "1",
            _TASK_1,
            mode="lead+participants",
            lead=["区知识产权局"],
            participants=["区科技局", "区工信局"],
            unit_text="区知识产权局牵头，区科技局、区工信局参与",
            deadline={"text": "2027年12月底前完成", "kind": "by-date", "date": "2027-12-31"},
        ),
        task(
            "k2",
            "2",
            _TASK_2,
            mode="joint",
            participants=["区知识产权局", "各街道办事处"],
            unit_text="区知识产权局、各街道办事处按职责分工负责",
            deadline={"text": "持续推进", "kind": "ongoing", "date": None},
        ),
        task("k3", "3", "推动高校院所专利开放许可。"),
        task(
            "k4",
            "（一）",
            "加强组织领导。区知识产权局统筹推进本计划，确保专利质押融资额达到3亿元。",
            kind="safeguard",
            path=["四、保障措施"],
            title="加强组织领导",
            mode="single",
            lead=["区知识产权局"],
        ),
    ]


_KINDS = {
    "targets": "target",
    "tasks": "task",
    "boxes": "box",
    "money_rules": "money_rule",
    "instruments": "instrument",
    "conflicts": "conflict",
}


def draft(owner_unit: Unit, plan: Plan | None = None, found: Mapping[str, Any] | None = None) -> PlanVersion:
    """A draft with the items of a document, as an import would leave it."""
    found = found or document()
    facts = found["document"]
    plan = plan or Plan.objects.create(
        title=facts["title"],
        genre=facts["genre"],
        period_from=facts["period"]["from"],
        period_to=facts["period"]["to"],
        owner_unit=owner_unit,
        created_at=AT,
        source="test",
    )
    version = PlanVersion.objects.create(
        plan=plan,
        number=plan.versions.count() + 1,
        text=TEXT,
        reading=dict(found),
        issued_on=ISSUED_ON,
        created_at=AT,
        source="test",
    )
    ExtractedItem.objects.bulk_create(
        ExtractedItem(
            version=version,
            kind=kind,
            key=item.get("id") or f"{kind[0]}{place}",
            position=place,
            start=(item.get("span") or [None, None])[0],
            end=(item.get("span") or [None, None])[1],
            reading=item,
            value=item,
        )
        for name, kind in _KINDS.items()
        for place, item in enumerate(found[name], start=1)
    )
    return version


def item_of(version: PlanVersion, key: str) -> ExtractedItem:
    return ExtractedItem.objects.get(version=version, key=key)
