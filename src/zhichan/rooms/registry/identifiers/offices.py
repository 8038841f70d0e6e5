"""Offices and countries (国别或组织) by their two letters (WIPO ST.3), as lists print them. [memory]

The codes are those of the countries (ISO 3166) and of the organisations that grant or register for several.
Chinese names are given where lists of rights abroad usually name a country; another name is refused.
"""

from __future__ import annotations

import re

from .folding import folded
from .refusals import Family, Reason, refused

CHINA = "CN"
_COUNTRIES = (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS "
    "BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE "
    "EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM "
    "HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC "
    "LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA "
    "NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW "
    "SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO "
    "TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW"
)
_ORGANISATIONS = "AP BX EA EM EP GC IB OA WO"
OFFICES = frozenset(f"{_COUNTRIES} {_ORGANISATIONS}".split())
_NAMES = {
    "US": "美国 美利坚合众国 USA",
    "EP": "欧洲 欧专局 欧洲专利局 EPO",
    "EM": "欧盟 欧盟知识产权局 EU EUIPO 共同体",
    "WO": "国际局 世界知识产权组织 WIPO 马德里 海牙 国际",
    "JP": "日本",
    "KR": "韩国 大韩民国",
    "DE": "德国",
    "GB": "英国 UK",
    "FR": "法国",
    "IT": "意大利",
    "ES": "西班牙",
    "NL": "荷兰",
    "BX": "比荷卢",
    "BE": "比利时",
    "LU": "卢森堡",
    "CH": "瑞士",
    "AT": "奥地利",
    "SE": "瑞典",
    "NO": "挪威",
    "DK": "丹麦",
    "FI": "芬兰",
    "IE": "爱尔兰",
    "PT": "葡萄牙",
    "PL": "波兰",
    "CZ": "捷克",
    "HU": "匈牙利",
    "RO": "罗马尼亚",
    "GR": "希腊",
    "RU": "俄罗斯 俄罗斯联邦 俄国",
    "EA": "欧亚 欧亚专利局",
    "UA": "乌克兰",
    "BY": "白俄罗斯",
    "KZ": "哈萨克斯坦",
    "UZ": "乌兹别克斯坦",
    "KG": "吉尔吉斯斯坦",
    "TJ": "塔吉克斯坦",
    "MN": "蒙古 蒙古国",
    "TR": "土耳其",
    "IL": "以色列",
    "SA": "沙特阿拉伯 沙特",
    "AE": "阿联酋 阿拉伯联合酋长国",
    "GC": "海湾 海湾合作委员会",
    "IR": "伊朗",
    "IQ": "伊拉克",
    "EG": "埃及",
    "ZA": "南非",
    "NG": "尼日利亚",
    "KE": "肯尼亚",
    "MA": "摩洛哥",
    "AP": "非洲地区知识产权组织",
    "OA": "非洲知识产权组织",
    "IN": "印度",
    "PK": "巴基斯坦",
    "BD": "孟加拉国 孟加拉",
    "LK": "斯里兰卡",
    "NP": "尼泊尔",
    "SG": "新加坡",
    "MY": "马来西亚",
    "TH": "泰国",
    "VN": "越南",
    "ID": "印度尼西亚 印尼",
    "PH": "菲律宾",
    "KH": "柬埔寨",
    "LA": "老挝",
    "MM": "缅甸",
    "BN": "文莱",
    "AU": "澳大利亚 澳洲",
    "NZ": "新西兰",
    "CA": "加拿大",
    "MX": "墨西哥",
    "BR": "巴西",
    "AR": "阿根廷",
    "CL": "智利",
    "PE": "秘鲁",
    "CO": "哥伦比亚",
    "HK": "香港 中国香港 香港特别行政区",
    "MO": "澳门 中国澳门 澳门特别行政区",
    "TW": "台湾 中国台湾 台湾地区 台湾省",
    "CN": "中国 中华人民共和国",
}
_BY_NAME = {folded(name): code for code, names in _NAMES.items() for name in names.split()}
_CODE = re.compile(r"[(\[]?([A-Z]{2})[)\]]?").fullmatch
_BOTH = re.compile(r"([^A-Z()]+)[(\[]?([A-Z]{2})[)\]]?").fullmatch


def office_choices() -> list[tuple[str, str]]:
    """The codes that lists usually name, each with its Chinese name."""
    return [(code, f"{names.split()[0]} {code}") for code, names in _NAMES.items()]


def office_name(code: str) -> str:
    """The Chinese name of an office with its code, or the code alone."""
    return f"{_NAMES[code].split()[0]}（{code}）" if code in _NAMES else code


def read_office(text: str) -> str:
    """The code that a cell means: ``US``, ``美国``, ``美国(US)``. Raises IdentifierRefused for any other."""
    plain = folded(text)
    if plain in _BY_NAME:
        return _BY_NAME[plain]
    found = _CODE(plain) or _BOTH(plain)
    code = found[found.lastindex or 1] if found else ""
    if code not in OFFICES:
        raise refused(Family.OFFICE, Reason.SHAPE, text)
    return code
