"""Names of units as plans print them: what can be one, where one ends and the next begins (单位名称)."""

from __future__ import annotations

import re

_SUFFIX = re.compile(
    r"(?:局|委|办|厅|部|署|处|科|股(?<!控股)|司|室|站|所|院|社|台|组|队|村|镇|乡|街|校|厂|学|中心|公司|集团|银行|[支分人农商工中建]行"
    r"|政府|街道|苏木|海关|法庭|[图档博美展文].{0,2}馆|[科作律生]协|[残文侨妇社商]联|人大|政协|党派|党组|部门|单位|机关|专班"
    r"|企业?|园区?|开发区|高新区|示范区|保税区|自贸区|合作区|度假区|新区|景区|功能区|管理区|试验区|聚集区|集聚区|地区|片区|社区"
    r"|[市县区旗州盟]|传媒|邮政|电信|移动|联通|供电|电网|气象|消防|医保|税务|军分区|基金|机构|农场|林场|人防|档案|信访|网信"
    r"|海事|边检|铁塔|城投|国投|联盟|大厅|窗口|方面|各地|检察|团体|组织|银保监|证监|外汇|体育|文旅|(?<![社机])会)$"
)
_BODY = re.compile(r"(?:[\u3400-\u9fff·A-Za-z0-9“”《》-]|\([\u3400-\u9fff、,·A-Za-z0-9]{1,30}\))+")
_NOT_A_NAME = re.compile(
    r"以下|简称|例如|包括|不含|除外|见附件|附件|详见|即|等级|试行|暂行|同比|其中|[的了是]"
)
_STARTS = "各|区(?!域)|市(?!场|政(?!府)|容|民|直)|县|省|镇(?!街)|旗"
# One unit printed straight after another: 区教育局各街道办, 市委市政府.
_JOINT = re.compile(
    rf"(?:(?<=[局委办厅部院队])|(?<=中心)|(?<=政府)|(?:(?<=银行)(?!.*[支分]行$))|(?<=公司))(?=(?:{_STARTS})(?!分局|支行|分行|分公司|管理|办事|级|委员会|直属)[\u4e00-\u9fff()])"
)
_AND = re.compile(r"(?:以及|[和与及])(?=[\u4e00-\u9fff])")
_MANY = "(?:单位|部门|地区|地方|委办局|职能部门|责任单位|成员单位|机构|企业)"
_AND_SO_ON = re.compile(
    rf"等(?:[省市区县旗州镇]?(?:政府|级|直|属)?(?:有关|相关|其他|其它|各)?{_MANY}(?:[和及、](?:单位|部门|地区|企业))?)?$"
)
_SORT = (
    r"街道(?:办事处)?|[镇乡区市县旗州村]|部门|单位|机关|企业|机构|组织|高校|院校|团体|社区|园区|开发区|管委会|地区|体育|移动|联通|电信"
    r"|气象|消防|税务|检察|窗口|会议|[组队室站所台社院部科处司局委办会]|有关(?:部门|单位)|乡镇"
)
_REMARK = re.compile(r"\([^()]*(?:下同|第一位|首位|牵头|汇总|排名|简称)[^()]*\)$")
_GENERIC = re.compile(_SORT)
_MORE_OF_ALL = re.compile(
    rf"{_SORT}|县级市|(?:[市县区州旗盟](?:\([^()]{{1,6}}\))?)?(?:人民)?政府|[市县区州旗盟]\([^()]{{1,6}}\)"
)
_LABEL_ALONE = re.compile(r"(?:责任|牵头|配合|协办|主办|承办|参与|负责|联系)(?:单位|部门|人)|无|暂无")


def looks_like_unit(folded: str) -> bool:
    """Whether a name ends as names of units do; ``(…)`` at its end may tell its other name."""
    if not may_be_unit(folded):
        return False
    return bool(_SUFFIX.search(re.sub(r"\([^()]*\)$", "", folded)))


def is_plainly_unit(folded: str) -> bool:
    """Stricter: believed without any verb beside it (区科技局, but not 街道 or 企业 alone)."""
    return looks_like_unit(folded) and len(folded) >= 3 and not is_generic(folded)


def may_be_unit(folded: str) -> bool:
    """Whether a word has the characters and the length of a name."""
    folded = folded.replace(" ", "").replace("〈", "(").replace("〉", ")")  # 各区〈市〉人民政府
    if not 2 <= len(folded) <= 40 or _LABEL_ALONE.fullmatch(folded):
        return False
    return bool(_BODY.fullmatch(folded)) and not _NOT_A_NAME.search(folded)


def is_generic(folded: str) -> bool:
    """A word for a sort of unit that names none by itself (街道, 部门)."""
    return bool(_GENERIC.fullmatch(folded))


def goes_on_a_collective(folded: str) -> bool:
    """A word that only makes sense after the collective before it: 各镇、街道, 各市、县(区)人民政府."""
    return bool(_MORE_OF_ALL.fullmatch(folded))


def cut_points(folded: str) -> list[tuple[int, int]]:
    """The stretches of the single names in one word between commas; usually one, the whole word."""
    bounds: list[tuple[int, int]] = []
    start = 0
    for left, right in _breaks(folded):
        rest = folded[right:]
        if looks_like_unit(folded[start:left]) and looks_like_unit(rest) and not is_generic(rest):
            bounds.append((start, left))
            start = right
    return [*bounds, (start, len(folded))]


def without_and_so_on(folded: str) -> int:
    """How many characters of a word are the name before 等部门, 等, or a remark on how names are listed."""
    remark = _REMARK.search(folded)
    folded = folded[: remark.start()] if remark else folded
    match = _AND_SO_ON.search(folded)
    return match.start() if match and match.start() > 0 else len(folded)


def _breaks(folded: str) -> list[tuple[int, int]]:
    """Places where one name may end and the next begin: (end of the first, start of the second)."""
    depths = _depths(folded)
    places = [match.span() for match in _AND.finditer(folded)]
    places += [(match.start(), match.start()) for match in _JOINT.finditer(folded)]
    return sorted(place for place in places if depths[place[0]] == 0)


def _depths(folded: str) -> list[int]:
    depths, depth = [], 0
    for sign in folded:
        depth -= sign == ")"
        depths.append(depth)
        depth += sign == "("
    return [*depths, depth]


_PREFIX = re.compile(r"(?:自治区|[省市区县旗州盟])(?=[\u4e00-\u9fff]{2,})")
_DEPARTMENT = re.compile(
    r"(?:教育|科技|科学技术|工业|工信|经信|民政|司法|财政|人力|人社|自然资源|规划|生态环境|住房|住建|交通|水利|水务|农业|商务|文化|文旅|文广旅"
    r"|卫生|应急|审计|外事|国资|国有资产|市场监管|市场监督|广播|广电|体育|统计|医保|医疗保障|知识产权|林业|林草|机关事务|信访|粮食|能源"
    r"|药监|药品|数据|大数据|税务|发展改革|发展和改革|发改)[^省市县区]*[厅局委办部]"
)


def expanded(units: tuple[str, ...]) -> tuple[str, ...]:
    """Names with a shared prefix in full: 省科技厅、工业和信息化厅 → 省科技厅、省工业和信息化厅.

    A department's name without prefix takes that of the name before it; names of places, banks or
    courts do not.
    """
    result: list[str] = []
    prefix = ""
    for unit in units:
        match = _PREFIX.match(unit)
        if match and not unit.startswith("市场"):
            prefix = match.group()
        is_bare = not match or unit.startswith("市场")
        result.append(prefix + unit if prefix and is_bare and _DEPARTMENT.fullmatch(unit) else unit)
    return tuple(result)
