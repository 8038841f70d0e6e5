"""What the demo's officer keeps, shares, subscribes to and watches (示例), by the actions of the room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from zhichan.core.search.asking import Question, found_collection
from zhichan.core.search.indexing import bring_up_to_date
from zhichan.rooms.search.actions.alerts import NewWatch, set_watch
from zhichan.rooms.search.actions.catalogue import NewTechnology, add_technology, link_finding
from zhichan.rooms.search.actions.documents import mark_documents, note_document
from zhichan.rooms.search.actions.folders import make_folder, put_in_folder
from zhichan.rooms.search.actions.navigation import (
    Decided,
    NewProject,
    add_finding,
    ask_data_set,
    change_step,
    decide_finding,
    follow_finding,
    make_project,
    set_member,
)
from zhichan.rooms.search.actions.navigation_report import NewNavigationBlock, add_navigation_block
from zhichan.rooms.search.actions.shares import NewShare, share_folder, share_theme
from zhichan.rooms.search.actions.subscriptions import NewSubscription, follow, subscribe
from zhichan.rooms.search.actions.themes import Curation, NewTheme, curate_theme, make_theme
from zhichan.rooms.search.demo.desk import COLLEGE, FIRM_LIST, FOOD, STEEL, STEEL_LINE, Desk
from zhichan.rooms.search.following.declaration import PARTIES, Subject
from zhichan.rooms.search.models import (
    DocumentMark,
    KeyTechnology,
    NavigationEntry,
    NavigationFinding,
    NavigationMember,
    NavigationProject,
    Subscription,
    Theme,
    ThemeEdit,
    ThemeShare,
)
from zhichan.rooms.search.navigation_blocks import Shape

PATENTS = "registry.patent"
Mark, State, Step = DocumentMark.Mark, KeyTechnology.State, NavigationEntry.Step
NOTES = (
    "节点连接方式与高新区项目相同，可作许可备选（示例笔记）。",
    "质押评估时引用过本件，年费已核（示例笔记）。",
)
STEPS = (
    (Step.PLANNING, True, "确定范围：装配式钢结构连接节点。"),
    (Step.COLLECTING, True, "登记册内检索，数据集两份。"),
    (Step.ANALYSING, False, "按申请年和被引情况分析。"),
)


def keep_searches(today: date) -> None:
    """Keep it all, three to seven weeks ago; without the rights of the registry there is nothing to keep."""
    desk = Desk(today)
    if not desk.has_rights():
        return
    bring_up_to_date(wait=True)
    theme = _theme(desk)
    _folder(desk)
    _catalogue(desk, theme, _navigation(desk))
    _subscriptions(desk, theme)
    _watches(desk, theme)
    for model in (Theme, KeyTechnology, NavigationProject):
        model.objects.update(is_sample=True)


def _theme(desk: Desk) -> int:
    """Found by a line, one put in and one taken out by hand; an officer of the science bureau may read it."""
    by = desk.officer
    version = make_theme(NewTheme("装配式钢结构专题", STEEL_LINE), by=by, at=desk.ago(50))
    theme = version.theme_id
    related, unfit = desk.found("TI=焊缝检测", 1), desk.found(f"({STEEL_LINE}) AND KD=外观设计", 1)
    for change, ids, reason in (
        (ThemeEdit.Change.ADD, related, "焊缝检测与钢梁节点配套"),
        (ThemeEdit.Change.REMOVE, unfit, "外观设计，不在专题范围"),
    ):
        if ids:
            version = curate_theme(
                theme, version.number, Curation(change, ids, reason), by=by, at=desk.ago(49)
            )
    reader = NewShare(person=desk.person("keji").pk)
    share_theme(theme, reader, ThemeShare.Access.READ, by=by, at=desk.ago(48))
    return theme


def _folder(desk: Desk) -> None:
    """A folder that the whole office and the science bureau's officer read, with marks and notes."""
    by, at = desk.officer, desk.ago(30)
    steel, food = desk.found(STEEL_LINE, 6), desk.found("TI=低温干燥", 3)
    folder = make_folder("高价值专利培育备选", by=by, at=at)
    put_in_folder(folder.pk, [*steel, *food], by=by, at=at)
    own = make_folder("待看：质押融资", by=by, at=at)
    put_in_folder(own.pk, steel[:2], by=by, at=at)
    mark_documents(steel[:2], Mark.KEY, True, by=by, at=at)
    mark_documents([steel[0], *food], Mark.STAR, True, by=by, at=at)
    mark_documents(steel[:4], Mark.READ, True, by=by, at=at)
    for pk, text in zip(steel, NOTES, strict=False):
        note_document(pk, text, by=by, at=at)
    office = next(held.unit_id for held in by.held if held.unit_id is not None)
    for share in (NewShare(unit=office), NewShare(person=desk.person("keji").pk)):
        share_folder(folder.pk, share, by=by, at=at)


def _navigation(desk: Desk) -> NavigationFinding:
    """A project with two data sets, one finding decided on and followed, another that waits."""
    by, at = desk.officer, desk.ago(42)
    goal = "摸清本区装配式钢结构专利的走势和缺口，为培育库选题（示例）。"
    new = NewProject("装配式钢结构专利导航", NavigationProject.Kind.INDUSTRY, goal)
    project = make_project(new, by=by, at=at)
    for username, part in (("keji", NavigationMember.Part.EDIT), ("juzhang", NavigationMember.Part.REVIEW)):
        set_member(project.pk, desk.person(username).pk, part, by=by, at=at)
    nodes = ask_data_set(project.pk, "连接节点", STEEL_LINE, "只取本区登记", by=by, at=desk.ago(40))
    welds = ask_data_set(project.pk, "焊缝检测", "TI=焊缝检测", "", by=by, at=desk.ago(40))
    for step, is_done, text in STEPS:
        change_step(project.pk, step, is_done, text, by=by, at=desk.ago(38))
    finding = add_finding(nodes.pk, "节点专利集中在一家企业，院校没有布局。", by=by, at=desk.ago(36))
    decided_on = desk.today - timedelta(days=28)
    decided = Decided(True, "局长办公会（示例）", decided_on, "列入关键技术目录，组织校企对接")
    decide_finding(finding.pk, decided, by=by, at=desk.ago(27))
    follow_finding(finding.pk, "已约职业学院和企业座谈。", by=by, at=desk.ago(20))
    add_finding(welds.pk, "焊缝检测专利多为教学台，离产线还有距离。", by=by, at=desk.ago(19))
    for number, block in enumerate(_blocks(nodes.pk)):
        add_navigation_block(project.pk, number, block, by=by, at=desk.ago(18))
    return finding


def _blocks(data_set: int) -> Sequence[NewNavigationBlock]:
    return (
        NewNavigationBlock(Shape.HEADING, "一、申请走势"),
        NewNavigationBlock(Shape.PARAGRAPH, "数据集只取本区登记册里的示例专利，用来说明报告的样子。"),
        NewNavigationBlock(Shape.CHART, "历年申请与授权", "trend", data_set),
        NewNavigationBlock(Shape.TABLE, "主要权利人", "applicants", data_set),
    )


def _catalogue(desk: Desk, theme: int, finding: NavigationFinding) -> None:
    """A topic by the theme with two below it by lines, and one of food."""
    by, at = desk.officer, desk.ago(26)
    unit = next(held.unit_id for held in by.held if held.unit_id is not None)
    steel = NewTechnology(
        "装配式钢结构", unit, theme=theme, state=State.RUNNING, classes="E04B1/58; G09B25/02"
    )
    top = add_technology(steel, by=by, at=at)
    nodes = NewTechnology("钢梁连接节点", unit, "TI=钢梁连接节点", parent=top.pk, state=State.RUNNING)
    welds = NewTechnology("焊缝在线检测", unit, "TI=焊缝检测", parent=top.pk, note="由导航发现提出（示例）")
    food = NewTechnology(
        "谷物低温干燥", unit, "TI=低温干燥 OR IPC=A23B", state=State.DONE, classes="A23B9/08"
    )
    for new in (nodes, welds, food):
        add_technology(new, by=by, at=at)
    link_finding(top.pk, finding.pk, by=by, at=at)


def _subscriptions(desk: Desk, theme: int) -> None:
    by, at = desk.officer, desk.ago(22)
    collection, line = found_collection("patent"), "TI=排程 OR TI=分选"
    _said, asked = Question("patent", line).nodes(collection)
    subscribe(NewSubscription("软件与种业新专利", "patent", line, (), asked), by=by, at=at)
    right = desk.found(f'PA="{STEEL}" AND SC=in_force AND KD=发明', 1)[0]
    for subject in (
        Subject(Subscription.Kind.PARTY, desk.party(STEEL), PARTIES),
        Subject(Subscription.Kind.RIGHT, right, PATENTS),
        Subject(Subscription.Kind.THEME, theme),
    ):
        follow(subject, is_mailed=False, by=by, at=at)


def _watches(desk: Desk, theme: int) -> None:
    """For the plan's tasks on cultivating and pledging patents and on firms without any; and for marks."""
    by, at, since = desk.officer, desk.ago(21), desk.today - timedelta(days=365)
    steel, food, college = (desk.party(name) for name in (STEEL, FOOD, COLLEGE))
    firms = desk.list_called(FIRM_LIST)
    for new in (
        NewWatch("pledge", "party", steel, since, task_id=desk.task("6.")),
        NewWatch("filing", "party", steel, since, task_id=desk.task("1.")),
        NewWatch("lapse", "party", food, since),
        NewWatch("transfer", "party", college, since, task_id=desk.task("3.")),
        NewWatch("close_mark", "party", food, since),
        NewWatch("opposition", "theme", theme, since),
        NewWatch("grant", "party", college, since),
        NewWatch("field_filing", "theme", theme, since),
        NewWatch("first_filing", "list", firms, since, task_id=desk.task("2.")),
        NewWatch("core_loss", "list", firms, since, core_id=theme, task_id=desk.task("1.")),
    ):
        set_watch(new, by=by, at=at)
