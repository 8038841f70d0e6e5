"""What was reported in the demo district since its plan came into force, and how it was answered (示例)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from zhichan.core.access.actor import Actor, system_actor
from zhichan.core.files.actions import store_file
from zhichan.core.people.actions.sign_in import Attempt, note_sign_in
from zhichan.core.people.models import Person, SignInEntry, Unit
from zhichan.core.people.queries import actor_of
from zhichan.rooms.plan.actions.report_progress import Evidence, Report, report_progress
from zhichan.rooms.plan.actions.review_period import review_period
from zhichan.rooms.plan.actions.review_progress import review_progress
from zhichan.rooms.plan.models import Plan, Task
from zhichan.rooms.plan.periods import Period, every_of, period_of

SOURCE = "示例数据"


@dataclass(frozen=True)
class DemoReport:
    """``ago``: days before today. ``done``: asks for completion. ``answer`` None: not looked at yet."""

    number: str
    username: str
    ago: int
    percent: int
    text: str
    done: bool = False
    answer: str | None = "accept"


REPORTS = (
    DemoReport("20.", "sifa", 120, 60, "调解委员会章程已起草，调解员名单正在征求意见。（示例）"),
    DemoReport("20.", "sifa", 60, 100, "调解委员会已挂牌，聘任调解员12名。（示例）", done=True),
    DemoReport("7.", "jinrong", 95, 35, "补偿办法已完成初稿，正与银行商定分担比例。（示例）"),
    DemoReport("6.", "jinrong", 20, 40, "首批白名单已发布，收录企业38家。（示例）"),
    DemoReport("3.", "keji", 45, 50, "中试平台选址确定，成果清单更新至第三季度。（示例）"),
    DemoReport("9.", "keji", 15, 30, "组织进园区对接活动两场。（示例）", answer=None),
    DemoReport("12.", "gongan", 30, 60, "开展集中打击两次，移送线索均已反馈。（示例）"),
    DemoReport("5.", "nongye", 25, 30, "完成种质资源登记点名录。（示例）"),
    DemoReport("1.", "shijian", 80, 45, "培育库首批入库项目26个，导航报告完成9份。（示例）"),
    DemoReport("2.", "shijian", 50, 70, "已走访规上工业企业92家，形成技术点清单。（示例）"),
    DemoReport("4.", "shijian", 40, 80, "新增贯标企业5家，其余已通过现场审核。（示例）"),
    DemoReport("13.", "shijian", 70, 50, "上半年检查已完成，下半年检查排期确定。（示例）"),
    DemoReport("16.", "shijian", 90, 100, "月通报已发布六期。（示例）", done=True),
    DemoReport("18.", "shijian", 35, 45, "窗口场地改造过半。（示例）"),
    DemoReport("23.", "shijian", 12, 100, "专家库首批入库专家48名。（示例）", done=True, answer=None),
    DemoReport("2.", "gongxin", 28, 75, "本局负责的园区企业已走访完毕，列出技术点41个。（示例）"),
    DemoReport("7.", "caizheng", 24, 45, "首批补偿资金预算已安排，待办法印发后拨付。（示例）"),
    DemoReport("8.", "gaoxin", 33, 65, "服务点已选址，正在布置窗口。（示例）"),
    DemoReport("10.", "gongxin", 21, 40, "钢构产业集群的商标名录已建立。（示例）"),
    DemoReport("17.", "xuanchuan", 26, 55, "校园周边版权检查已覆盖城区学校。（示例）"),
    DemoReport("19.", "yanhu", 27, 75, "工作站已挂牌，配备联络员2名。（示例）"),
    DemoReport("21.", "shangwu", 16, 35, "指导名单初稿已征求海关意见。（示例）"),
    DemoReport("24.", "jiaoyu", 38, 60, "试点学校扩大到12所，教案已下发。（示例）"),
    DemoReport("26.", "xuanchuan", 18, 70, "宣传周方案已定，宣传品开始制作。（示例）"),
    DemoReport("22.", "sifa", 10, 20, "公证存证平台已接入，正在培训使用。（示例）", answer="return"),
)


def _moment(on: date, hour: int = 15) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(hour)))


def report_and_review(plan: Plan, people: Mapping[str, Person], today: date) -> None:
    """Units report; the plan officer accepts, returns or has not looked yet."""
    officer = people["guihua"]
    for one in sorted(REPORTS, key=lambda report: -report.ago):
        on = today - timedelta(days=one.ago)
        task = Task.objects.filter(plan=plan, number=one.number).first()
        if task is None:
            continue
        _report(task, one, people[one.username], officer, on)


def _report(task: Task, one: DemoReport, contact: Person, officer: Person, on: date) -> None:
    actor = actor_of(contact, on)
    unit = Unit.objects.get(posts__person=contact)
    at = _moment(on)
    came = Attempt(SignInEntry.Kind.SIGNED_IN, contact)
    note_sign_in(came, by=system_actor("demo"), at=at - timedelta(minutes=20))
    evidence: tuple[Evidence, ...] = ()
    if one.done:
        name = f"{task.number}佐证（示例）.txt"
        stored = store_file(f"示例佐证：{task.title}\n".encode(), name=name, by=actor, at=at)
        evidence = (Evidence(stored, name),)
    period = period_of(on, every_of(task.review_every)).label if task.review_every else ""
    report = Report(one.percent, one.text, period=period, asks_done=one.done, evidence=evidence)
    progress = report_progress(task.pk, report, unit=unit, by=actor, at=at)
    if one.answer is not None:
        note = "请补充本季度存证件数。（示例）" if one.answer == "return" else ""
        later = at + timedelta(hours=20)
        review_progress(
            progress.pk,
            "return" if one.answer == "return" else "accept",
            note=note,
            by=actor_of(officer, on),
            at=later,
        )


def review_periods(plan: Plan, officer: Actor, today: date) -> None:
    """The office has closed every quarter but the last one due, which is open for one task in four."""
    ongoing = Task.objects.filter(plan=plan, deadline_kind=Task.DeadlineKind.ONGOING).order_by("position")
    for place, task in enumerate(ongoing):
        due = [period for period in _quarters_since(plan, today) if period.review_due_on < today]
        for period in due if place % 4 else due[:-1]:
            at = _moment(period.review_due_on - timedelta(days=1))
            review_period(task.pk, period.label, note="按季调度，推进正常。（示例）", by=officer, at=at)


def _quarters_since(plan: Plan, today: date) -> list[Period]:
    period = Period(plan.period_from or today.year, 1, "quarter")
    found = []
    while period.end_on < today:
        found.append(period)
        period = period.next()
    return found
