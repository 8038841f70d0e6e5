"""Names of units as plans print them: what can be one, where one ends and the next begins (单位名称)."""

from __future__ import annotations

import re

_SUFFIX = re.compile(
    r"(?:局|委|办|厅|部|署|处|科|司|室|站|所|院|中心|公司|集团|银行|分行|支行|人行|农商行|[工农中建]行|大学|学院|学校|[中小]学|党校|协会|商会|学会|总?工会"
    r"|联合会|总会|促进会|研究会|基金会|社|政府|街道|街|镇|乡|苏木|[工党纪监团]委|党组|海关|法庭|[图档博美展文].{0,2}馆|[大支中总]?队|科协|[残文侨妇社]联|团[市区县省]委"
    r"|工商联|供销合作总社|作协|部门|单位|机关|组|专班|专办|企业|园区|开发区|高新区|示范区|保税区|自贸区|合作区|度假区|新区|景区|功能区|管理区|试验区|聚集区|集聚区|产业园|科技园"
    r"|[市县区旗州盟](?:[市县区旗州盟])?|台|报社|传媒|邮政|电信|移动|联通|供电|电网|气象|消防|医保|税务|军分区|武装部|医院|基金|机构|村|社区|农场|林场|高校|院校|人防|档案|信访"
    r"|网信|海事|边检|铁塔|分局|总部|会议|联盟|大厅|仲裁委员会|委员会|窗口|有关方面|各地|检察|法院|工委|妇联|地区|团体|组织|两办|片区|人民法庭|银保监|证监|外汇|体育|文旅|(?<![社机])会)$"
)
_BODY = re.compile(r"(?:[\u3400-\u9fff·A-Za-z0-9“”《》-]|\([\u3400-\u9fff、,·A-Za-z0-9]{1,30}\))+")
_NOT_A_NAME = re.compile(
    r"以下|简称|例如|包括|不含|除外|见附件|附件|详见|即|等级|试行|暂行|同比|其中|[的了是]"
)
_STARTS = "各|区(?!域)|市(?!场|政(?!府)|容|民|直)|县|省|镇(?!街)|旗"
# One unit printed straight after another: 区教育局各街道办, 市委市政府.
_JOINT = re.compile(
    rf"(?:(?<=[局委办厅部院队])|(?<=中心)|(?<=政府)|(?<=银行)|(?<=公司))(?=(?:{_STARTS})(?!分局|支行|分行|分公司|管理|办事|级|委员会|直属)[\u4e00-\u9fff()])"
)
_AND = re.compile(r"(?:以及|[和与及])(?=[\u4e00-\u9fff])")
_AND_SO_ON = re.compile(
    r"等?(?:有关|相关|其他|其它)?(?:单位|部门|地区|地方|委办局|职能部门|责任单位|成员单位)?$"
)
_GENERIC = re.compile(
    r"(?:街道|镇|乡|区|市|县|旗|州|部门|单位|机关|企业|机构|组织|高校|院校|团体|社区|村|园区|地区|体育|移动|联通|电信|气象|消防|税务|检察|窗口|会议|组|队|室|站|所|台|社|院|部|科|处|司)"
)


def looks_like_unit(folded: str) -> bool:
    """Whether a name ends as names of units do; ``(…)`` at its end may tell its other name."""
    if not may_be_unit(folded):
        return False
    return bool(_SUFFIX.search(re.sub(r"\([^()]*\)$", "", folded)))


def is_plainly_unit(folded: str) -> bool:
    """Stricter: believed without any verb beside it (区科技局, but not 街道 or 企业 alone)."""
    return looks_like_unit(folded) and len(folded) >= 3 and not _GENERIC.fullmatch(folded)


def may_be_unit(folded: str) -> bool:
    """Whether a word has the characters and the length of a name."""
    return 2 <= len(folded) <= 40 and bool(_BODY.fullmatch(folded)) and not _NOT_A_NAME.search(folded)


def cut_points(folded: str) -> list[tuple[int, int]]:
    """The stretches of the single names in one word between commas; usually one, the whole word."""
    bounds: list[tuple[int, int]] = []
    start = 0
    for left, right in _breaks(folded):
        if looks_like_unit(folded[start:left]) and looks_like_unit(folded[right:]):
            bounds.append((start, left))
            start = right
    return [*bounds, (start, len(folded))]


def without_and_so_on(folded: str) -> int:
    """How many characters of a word are the name before 等部门, 等有关单位, 等."""
    match = _AND_SO_ON.search(folded)
    if match and match.group().startswith("等") and match.start() > 0:
        return match.start()
    return len(folded)


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
_OWN_PLACE = re.compile(
    r"各|国家|中央|中国|公安|[\u4e00-\u9fff]{2,}(?:省|市|区|县|旗|州)[\u4e00-\u9fff]|.*(?:分局|海关|银行|公司|集团|大学|法院|检察院)$"
)


def expanded(units: tuple[str, ...]) -> tuple[str, ...]:
    """Names with a shared prefix in full: 省科技厅、工业和信息化厅 → 省科技厅、省工业和信息化厅.

    A name without prefix takes that of the name before it where both end alike (厅 after 厅).
    """
    result: list[str] = []
    prefix, ending = "", ""
    for unit in units:
        match = _PREFIX.match(unit)
        if match and not unit.startswith("市场"):
            prefix, ending = match.group(), unit[-1]
            result.append(unit)
        elif prefix and unit[-1] == ending and not _OWN_PLACE.match(unit):
            result.append(prefix + unit)
        else:
            result.append(unit)
    return tuple(result)
