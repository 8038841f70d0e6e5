"""Telling persons from organisations by the shape of a name (自然人与单位).

A Chinese personal name is a surname and one or two characters; four characters need a surname of two. The
same shape is that of many short names of firms, so a word that only organisations carry decides first.
"""

from __future__ import annotations

import re

from .forms import has_form
from .industries import industries_at_end
from .latin_forms import FORMS, expanded

_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞"
    "熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓"
    "郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇"
    "栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍"
    "璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东殴沃利蔚越夔隆"
    "师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公肖闫佟付代覃涂区谌岳原苑昊"
)
_COMPOUND = frozenset(
    [
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "夏侯",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "令狐",
        "慕容",
        "司徒",
        "司空",
        "宇文",
        "长孙",
        "端木",
        "独孤",
        "南宫",
        "百里",
        "呼延",
        "轩辕",
        "闻人",
        "澹台",
        "濮阳",
        "淳于",
        "单于",
        "申屠",
        "完颜",
        "赫连",
        "钟离",
        "太史",
        "鲜于",
        "闾丘",
        "公羊",
        "仲孙",
        "万俟",
    ]
)
_HAN = re.compile("[\u4e00-\u9fff]")
_DOT = re.compile("[·•・‧∙]")
_DOTTED = re.compile(r"^[\u4e00-\u9fffa-z.]{1,8}(?:[·•・‧∙][\u4e00-\u9fffa-z.]{1,8}){1,4}$")
_INVERTED = re.compile(r"^[a-z][a-z'\-]+(?: [a-z][a-z'\-]+)?, ?[a-z][a-z'\-]*\.?(?: [a-z][a-z'\-]*\.?){0,2}$")
_INITIALLED = re.compile(r"^(?:[a-z]\.[ -]?){1,3}[a-z][a-z'\-]+$|^[a-z]+ [a-z]\. [a-z][a-z'\-]+$")
_TITLED = re.compile(r"^(?:dr|prof|mr|mrs|ms)\.? [a-z]")
_ORGANISATION = re.compile(
    r"\b(?:univers|univ|instit|colleg|hospital|foundation|group|associat|societ|center|centre|bank|holding|labor|labs|"
    r"technolog|industr|intern|system|electr|research|school|academy|ministry|government)"
)


def is_person(plain: str) -> bool:
    """Whether a folded name, signs kept, has the shape of a person's and no word of an organisation's."""
    text = plain.strip()
    if _HAN.search(text):
        return _is_chinese_person(text)
    words = [expanded(word) for word in re.findall(r"[a-z]+", text)]
    if (len(words) > 1 and not FORMS.isdisjoint(words[1:])) or _ORGANISATION.search(text):
        return False
    return any(pattern.match(text) for pattern in (_INVERTED, _INITIALLED, _TITLED))


def _is_chinese_person(text: str) -> bool:
    letters = "".join(text.split())
    if len(letters) > 4 and not _DOT.search(letters):
        return False
    if _DOTTED.match(letters) and not has_form(letters):
        return True
    if not letters.isalpha() or letters.isascii() or not 2 <= len(letters) <= 4 or _speaks_of_firm(letters):
        return False
    given = len(letters) - (2 if letters[:2] in _COMPOUND and len(letters) > 2 else 1)
    return given <= 2 and (letters[0] in _SURNAMES or letters[:2] in _COMPOUND)


def _speaks_of_firm(letters: str) -> bool:
    return has_form(letters) or bool(industries_at_end("某" + letters)[1])
