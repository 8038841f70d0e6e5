"""What a chapter is for, told from its heading: background, guidance, goals, measures, safeguards (章节)."""

from __future__ import annotations

import re

from zhichan.rooms.plan.reading.model import Role

_NUMBERED = "(?:实施|推进|建设|组织实施|谋划)?(?:[十四五六七八九两三0-9]+[大个项])?"
_STRENGTHEN = "(?:强化|加强|健全|完善|落实|做好|夯实|提供)?"
_SUPPORTS = "组织|实施|工作|政策|机制|要素|制度|综合|规[划画]|支撑|推进|措施|落实|条件"
_PLAN = "规[划画]|计[划画]|方案|工作|发展"

# Whole headings (parts joined by 和, 与, 及, 、), without the words of the subject in front.
_WORDS: dict[Role, tuple[str, ...]] = {
    "background": (
        rf"(?:{_PLAN})?(?:现状|背景|基础|环境|形势|成效|成就|成绩|回顾|问题|挑战|机遇|短板|概况|情况|总结)",
        "发展回顾|(?:存在|主要)的?问题|(?:面临|外部|内部)?的?(?:形势|机遇|挑战)|现实基础|取得的?(?:成效|成就|成绩)|基本情况",
        "(?:主要|工作)成[效就绩]|现状分析|形势分析|不足|有利条件|制约因素",
    ),
    "guidance": (
        "指导思想|(?:基本|工作|遵循|主要|编制|总体|实施|发展)?原则|总体(?:要求|思路|思想|方针)|工作(?:思路|方针)",
        "(?:编制|制定|政策)?依据|适用(?:范围|对象)|(?:目的)?(?:意义|目的)|总则|功能定位|战略定位|发展定位|基本思路",
        "发展(?:思路|理念)|(?:规[划画]|实施)(?:期限|范围)|名词解释|(?:活动)?(?:主题|时间|地点|对象|范围|名称)",
        "(?:参加|活动|参与|支持|扶持|奖励|资助|补助|适用)(?:对象|人员|范围|单位)|(?:组织|领导|工作|办事)(?:机构|架构)|领导小组|成员单位|联系方式|附则",
    ),
    "goals": (
        r"(?:(?:明确|锚定|确定|把握)(?=.*[目指]标))?(?:总体|经济社会|国民经济和社会|经济和社会|工作|发展|主要|具体|行动|战略|阶段|年度|预期|建设|奋斗|量化|重点|实施|创建|规[划画])*[目指]标(?:体系|任务|要求)?",
        "目标(?:愿景|定位)|远景(?:目标|展望)|远景",
    ),
    "schedule": (
        "(?!(?:重点)?工作安排)(?:实施|工作|推进|方法|进度|时间|阶段|行动)*(?:步骤|进度|安排|阶段|时间表)(?:及时间)?",
        "时间节点|进度要求|工作流程",
    ),
    "projects": (
        rf"{_NUMBERED}(?:重点|重大|专项|主要|标志性)(?:建设|支撑|示范)?(?:工程|项目)(?:建设|支撑|推进)?",
        "(?:重大|重点)?(?:工程)?项目(?:建设)?|专项工程|重大专项|工程项目|专项(?:行动|计[划画])|重点专项行动",
    ),
    "safeguards": (
        rf"{_STRENGTHEN}(?:{_SUPPORTS})*保障(?:措施|机制|体系|工作|条件|要求)?",
        "(?:规[划画])?的?组织(?:实施|领导|保障|推进)|(?:规[划画]|方案|计[划画])的?实施",
        "(?:工作|有关|相关|实施|组织|几点|具体)?要求|(?:实施|推进|落实|工作)机制|工作纪律|评估考核",
        "(?:加强|强化|抓好|做好)(?:组织(?:领导|实施|推进)|规[划画]实施|统筹协调|督促落实|工作落实|组织协调)",
        "(?:加强|强化|严格|健全)?(?:监督(?:检查|考核|评估)|考核(?:评价|评估|奖惩)|督[查导](?:考核|检查|评估|落实))",
    ),
}
_PARTS = re.compile(r"[和与及以、,;]|以及")
_WHOLE = tuple((role, re.compile("|".join(patterns))) for role, patterns in _WORDS.items())

# Words anywhere in a top heading of few characters.
_LOOSE: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (
        "background",
        re.compile(
            r"形势$|现状|回顾|背景|发展基础|发展环境|工作基础|面临的|存在问题|主要成效|成效.*问题|工作总结$|(?:完成|开展|进展)情况"
        ),
    ),
    ("guidance", re.compile(r"指导思想|总体(?:要求|思路)|基本原则")),
    ("goals", re.compile(r"(?:发展|工作|总体|主要|预期)目标$|指标体系$|目标任务$")),
    (
        "safeguards",
        re.compile(
            r"保障措施|组织(?:实施|保障)|实施保障|保障机制|组织领导|规[划画]实施|(?<!住房|社会|医疗|民生|生活|养老|就业|权益|供应|应急|能源|救助|安全)保障$|工作要求$|确保.{0,12}(?:落实|实施)"
            r"|(?:责任|工作)落实$|落实责任|督[查导]考核|考核督[办查]|监督(?:检查|考核)|跟踪问效"
        ),
    ),
    ("projects", re.compile(r"(?:重点|重大|专项)(?:建设)?(?:工程|项目)")),
    ("schedule", re.compile(r"(?:实施|工作)步骤|进度安排|时间安排")),
)
_WORK_VERB = re.compile(
    r"夯实|优化|最佳化|营造|提升|提高|加强|强化|完善|健全|推进|推动|促进|构建|打造|深化|创新|改善|激发|培育|落实|开展|建立|建设"
    r"|实施|聚焦|围绕|做[优强大好]|加快|加大|发挥|拓展|支持|引导|规范|严格|统筹|实行|集聚|突出|着力|坚持|全面|深入|大力|积极|持续|进一步|抓[好实]"
)
_WORK = re.compile(r"任务|措施|举措|重点工作|工作重点|工作内容|行动$")


def role_of_title(words: str, above: Role, depth: int) -> Role:
    """What the part under heading ``words`` (folded, without number) is for.

    ``above`` is the role of the part around it ("" at the top), ``depth`` 1 for chapters. Inside
    measures only a heading that says nothing else (指导思想, 工作目标) changes the role.
    """
    title = re.sub(r"[“”\s]|\(.*?\)", "", words).rstrip("。:;,、")
    whole = _whole_role(title)
    if whole and _may_change(title, above, whole):
        return whole
    if depth > 1 or len(title) > 24:
        return above or "measures"
    return _loose_role(title)


def _may_change(title: str, above: Role, role: Role) -> bool:
    """Whether a part of ``above`` can hold a part with another role."""
    if above in ("safeguards", "projects"):
        return role == above
    return not (above == "measures" and role == "safeguards") or bool(_PLAIN_SAFEGUARDS.fullmatch(title))


_PLAIN_SAFEGUARDS = re.compile(r"保障措施|组织实施|组织保障|实施保障|工作要求|规[划画]实施")
_CONTAINER = re.compile(
    rf"(?:{_PLAIN_SAFEGUARDS.pattern}|(?:主要|重点|工作|具体)(?:任务|工作|措施|举措|内容)|任务措施|保障机制|(?:有关|几点)?要求|重[点大](?:工程|项目))"
)


def is_container(folded: str) -> bool:
    """Whether a heading only says what sort of things stand below it (主要任务, 保障措施)."""
    return all(_CONTAINER.fullmatch(part) for part in _PARTS.split(folded))


def is_role_heading(folded: str) -> bool:
    """Whether a line without number is a heading by its words alone (指导思想, 保障措施)."""
    return folded in _TASK_HEADINGS or (len(folded) <= 14 and bool(_whole_role(folded.rstrip(":"))))


_TASK_HEADINGS = {
    "主要任务",
    "重点任务",
    "工作任务",
    "主要措施",
    "工作措施",
    "重点工作",
    "主要任务和措施",
    "任务措施",
    "具体措施",
    "工作内容",
}


def _whole_role(title: str) -> Role:
    """The role where every part of the title names one; goals win over guidance beside them."""
    parts = [part for part in _PARTS.split(title) if part]
    roles = [_part_role(part) for part in parts]
    if not roles or "" in roles:
        return _part_role(title)
    return "goals" if "goals" in roles else roles[0]


def _part_role(part: str) -> Role:
    for role, pattern in _WHOLE:
        if pattern.fullmatch(part):
            return role
    return ""


def _loose_role(title: str) -> Role:
    begins_with_work = bool(_WORK_VERB.match(title))
    if _WORK.search(title):
        return "measures"
    for role, pattern in _LOOSE:
        if pattern.search(title) and (not begins_with_work or role in ("safeguards", "projects")):
            return role
    return "measures"
