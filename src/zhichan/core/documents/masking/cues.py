"""Personal data by the word before it (提示词): an account, a document, a home, a name in a sentence.

Such values have no shape of their own; the word tells what follows. Business addresses (住所、经营场所)
are no home and stay. Sources: 市场监督管理行政处罚信息公示规定 第四条至第七条;
市场监督管理投诉举报处理暂行办法 第三十三条.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhichan.core.documents.fields import FieldType

Found = tuple[int, int, FieldType]
_IS = r"[为是系:：]{0,2}\s*"
_NO_AMOUNT = r"(?!\d[\d,.]*\s*(?:元|万|亿|笔|次|件|个|台|部|只|张|条|户|余|多|美元))"
_PAPER = r"(?:身份证|护照|通行证|台胞证|居住证|驾驶证|军官证|士兵证|学生证|社保卡|证件)"
_LINE = r"[^，,。；;、\n）)]"

_AFTER = (
    (
        FieldType.BANK_NO,
        rf"(?:账号|帐号|卡号|账户号?|银行卡|借记卡|储蓄卡|信用卡|存折){_IS}{_NO_AMOUNT}((?:\d[\s\-]{{0,2}}){{8,30}})",
    ),
    (
        FieldType.BANK_NO,
        rf"支付宝(?:账号|帐号|账户|号)?{_IS}{_NO_AMOUNT}([A-Za-z0-9][A-Za-z0-9_@.\-]{{4,40}})",
    ),
    (
        FieldType.ID_NO,
        rf"{_PAPER}(?:号码|号)?{_IS}([A-Za-z]{{0,3}}(?:[\d*×][\s\-]?){{6,18}}[Xx]?)",
    ),
    (FieldType.ID_NO, rf"(?:军官证|士兵证)(?:号码|号)?{_IS}([\u4e00-\u9fff]字第?\d{{4,10}}号?)"),
    (
        FieldType.PHONE,
        rf"(?:电话|手机|传真|联系方式|微信号?|QQ[号群]?)(?:号码)?{_IS}{_NO_AMOUNT}([A-Za-z]?[\w\-]{{5,20}})",
    ),
    (
        FieldType.ADDRESS,
        rf"(?:家住|现住址?|家庭(?:住|地)址|居住地址?|经常居住地|住址|户籍(?:地址|所在地|地)?){_IS}({_LINE}{{3,60}})",
    ),
    (
        FieldType.ADDRESS,
        rf"(?:[居租暂]住|住处|住宅)(?:在|于|的|地)?(?:位于)?{_IS}({_LINE}{{0,50}}[\d一二三四五六七八九十]+[号栋幢排室门楼村组]{_LINE}{{0,20}})",
    ),
    (
        FieldType.ADDRESS,
        rf"(?<![\u4e00-\u9fff])住(?!所|址|处|宅|宿|院|房|户)(?:在|于)?({_LINE}{{2,40}}\d[号栋幢排室]{_LINE}{{0,20}})",
    ),
)
_CUES = tuple((kind, re.compile(pattern, re.ASCII)) for kind, pattern in _AFTER)

_HOME = re.compile(
    r"[\u4e00-\u9fff\d]{0,40}?(?<!\d)\d{1,4}(?:号楼|栋|幢|座)\d{1,3}(?:单元|门|梯)(?:\d{1,5}(?:室|号|户)?)?"
    r"|[\u4e00-\u9fff\d]{1,40}?(?:小区|花园|家园|公寓|新村|新城|苑|里)\d{1,3}-\d{1,3}-\d{3,4}(?!\d)"
)
_PREMISES = re.compile(r"经营(?:场所|地)|营业(?:场所|地)|住所|注册地址|门店|店铺|仓库|厂房")
_BEFORE = 8
_VERBS = re.compile(r".*[在于至到从对住]")

# The commonest surnames; after each what makes another word of it (陈述、高度、许可).
_SURNAMES = (
    "王李张刘杨赵吴孙朱林郭罗宋邓傅彭吕卢蒋蔡贾丁魏薛阎潘杜戴汪姜姚谭廖邹陆郝崔邱侯邵孟尹黎贺赖龚庞樊殷翟颜"
    "倪芦俞葛韦尤毕聂邢岳辛左涂祁耿牟卜詹柯靳"
)
_ALSO_WORDS = {
    "陈": "列旧设",
    "黄": "金色",
    "周": "边期围一二三四五六日末",
    "徐": "州",
    "胡": "同乱",
    "高": "度价额温达于新档低级",
    "马": "上路",
    "梁": "",
    "郑": "州重",
    "谢": "绝谢",
    "韩": "国",
    "唐": "山",
    "冯": "",
    "董": "事",
    "萧": "",
    "程": "序度",
    "曹": "",
    "袁": "",
    "许": "可多诺",
    "沈": "阳",
    "苏": "州打",
    "叶": "片",
    "夏": "季天",
    "田": "间地",
    "范": "围本",
    "石": "材油家",
    "熊": "",
    "金": "额属融银",
    "孔": "",
    "白": "天色酒",
    "康": "复",
    "毛": "利重",
    "秦": "皇",
    "江": "苏西南",
    "史": "料",
    "顾": "客问虑",
    "龙": "头",
    "段": "落时",
    "雷": "同",
    "钱": "款财",
    "汤": "料",
    "武": "器装",
    "乔": "装",
    "文": "书件字化",
    "兰": "花州",
    "施": "工行加",
    "陶": "瓷",
    "洪": "水",
    "严": "重格禁",
    "牛": "奶肉",
    "温": "度",
    "季": "度节",
    "章": "节程",
    "鲁": "",
    "伍": "",
    "申": "请报辩诉领",
    "焦": "点",
    "柳": "",
    "齐": "全",
    "梅": "",
    "庄": "",
    "管": "理辖",
    "祝": "",
    "路": "过径边",
    "肖": "像",
    "卓": "越",
    "于": "当某同是次本上下今昨前后",
    "向": "本我该市执公有当其法监店商",
    "曾": "在于经向到对因见听参购多",
    "任": "职何意",
    "何": "时地人种",
    "方": "面可式便才",
    "安": "排全装",
    "常": "年常住",
    "万": "元一",
    "余": "额下",
    "查": "询明证处看封获",
    "关": "于系联",
}
_COMPOUND = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|端木|独孤|南宫"
_SURNAME = "|".join(
    (
        _COMPOUND,
        f"[{_SURNAMES}]",
        *(f"{one}(?![{after}])" if after else one for one, after in _ALSO_WORDS.items()),
    )
)
_NO_SECOND = "述称说的了于在和与及等被将可请应其所"
_NO_THIRD = _NO_SECOND + "讲证陈提反向对为系已未曾也均都表指举报到因即并又从处该某名签现经当自介有"
_NAME = rf"(?:{_SURNAME})(?![{_NO_SECOND}])[\u4e00-\u9fff](?:(?![{_NO_THIRD}])[\u4e00-\u9fff])?"
_NAMED = re.compile(
    r"(?:证人|举报人|投诉人|检举人|控告人|报案人|目击者|知情人|线索提供人|店员|店长|店主|营业员|导购员?|员工|职工"
    r"|业务员|送货员|司机|经营者|老板娘?)(?:姓名|名叫|叫|为|是|系|：|:)?\s*"
    rf"({_NAME}(?:[、和及与]{_NAME}){{0,9}})"
)
_SPOKEN_OF = re.compile(r"证人|举报人|投诉人|检举人|目击者|知情人")


def after_words(plain: str) -> Iterator[Found]:
    """Start, end and type of what follows a telling word, in a text without full-width signs."""
    for kind, pattern in _CUES:
        for found in pattern.finditer(plain):
            yield found.start(1), found.end(1), kind
    for found in _NAMED.finditer(plain):
        yield found.start(1), found.end(1), FieldType.PERSON
    for found in _HOME.finditer(plain):
        if _PREMISES.search(plain, max(0, found.start() - _BEFORE), found.end()):
            continue
        verb = _VERBS.match(found[0])
        yield found.start() + (verb.end() if verb else 0), found.end(), FieldType.ADDRESS


def speaks_of_secret_people(text: str) -> bool:
    """Whether a text speaks of witnesses or reporters, so that somebody has to read it for their names."""
    return _SPOKEN_OF.search(text) is not None
