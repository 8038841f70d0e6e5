"""The words that govern a quantity in a plan (谓词): reach, exceed, stay under, add, grow.

Regular expressions over folded text; those ending in ``$`` are matched against what stands directly
before a quantity. Op names are those of ``Goal``; ``<=`` is ours and is turned into an open range later.
"""

from __future__ import annotations

import re
from typing import Literal

from zhichan.rooms.plan.reading.targets.making_verbs import MAKING

Sense = Literal[">=", ">", "+=", "<=", "~"]

_HEDGE = (
    r"(?:(?<![条公民合特契盟节集预签])约|大约|近|接近|将近|左右|至少|不少于|不低于|不小于|超过|超出|超|突破|多于|大于|"
    r"高于|达到|(?<![雷马发送传通表抵])达|不超过|不高于|不多于|不大于)"
)
_REACH = (
    r"(?:增加|提高|提升|上升|增长|扩大|发展|拓展|扩展|扩充|壮大|攀升|升高|恢复|上浮|延长|推广|普及|增)(?:到|至)|升至|"
    r"(?<![雷马发送传通表抵])到?达到?|(?:保持|稳定|维持|巩固|稳定保持)(?:在|到|至)?|不少于|不低于|不小于|至少|占到?|迈[上过]|[站跃跨]上|跨越|实现|累计"
)
_EXCEED = r"突破|超过|超出|超|高于|大于|多于|优于"
_STAY_UNDER = (
    r"(?:控制|压缩|缩短|缩小|收窄|下调|压减|压降|降低|下降|降|减少|缩减|减|精简|回落|限制|压)(?:到|至|在)|"
    r"不超过|不高于|不大于|不多于|少于|低于|小于"
)
_LEVEL_VERBS: tuple[tuple[Sense, str], ...] = (("<=", _STAY_UNDER), (">", _EXCEED), (">=", _REACH))

_BRIDGE = (
    r"(?P<past>了)?(?:为|是|到)?(?:全市|全区|全省|全县|全国|每[年月日天]|[年月日]均|[年日]处理|[年日]产|平均|人均|总数|总量|同期"
    r"|每[百千万]?(?:人口?|户|平方公里|公里)|约|近)?"
)
LEVEL_END = re.compile(
    rf"(?P<chain>(?:(?:{_STAY_UNDER}|{_EXCEED}|{_REACH})(?:或|并|以上|、|或者)?){{1,3}}){_BRIDGE}(?:(?P<hedge>{_HEDGE})的?)?$"
)
COPULA_END = re.compile(rf"(?:为|有|拥有|=|:|是){_BRIDGE}(?:(?P<hedge>{_HEDGE}))?$")
HEDGE_END = re.compile(rf"(?P<hedge>{_HEDGE})$")
GROWTH_END = re.compile(
    r"(?P<rate>年均|年平均|平均每年|每年|逐年|同比|按年均|年度|年)?(?:累计|平均|复合|再|分别|均|都|要|争取|力争|实现|保持|净)*"
    r"(?P<verb>增长率?|成长率?|递增|增加|增幅|增速|提高|提升|上升|扩大|增|升高|下降|降低|减少|压减|缩短|缩减|压缩|精简|削减|降幅|递减|下调|降)"
    rf"(?P<past>了)?(?:幅度|比例)?(?:约|近)?(?P<hedge>{_HEDGE})?$"
)
DECLINE = re.compile(r"下降|降低|减少|压减|缩短|缩减|压缩|精简|削减|降幅|递减|下调|降|减")

DECLINED = re.compile(rf"(?:平均)?(?:{DECLINE.pattern})$")

_NOT_MAKING = {  # 建成区绿化覆盖率, 开放许可
    "建成": "建成(?!区(?![域级]))",
    "开放": "开放(?!许可)",
    "年产": "年产(?![值量能])",
    "授权": "授权(?!运营|试点|量|率|许可)",
}
MAKE = "(?:" + "|".join(_NOT_MAKING.get(v, v) for v in sorted(set(MAKING), key=len, reverse=True)) + ")"
ONLY_MAKES = re.compile(rf"(?:{MAKE}(?:和|与|、|并|或|及)?)+")
MAKE_END = re.compile(
    rf"(?P<verb>{MAKE}(?:(?:和|与|、|并|或|及){MAKE})?)(?P<past>了)?(?:各类|各级|各|一批|共|共计|总计|累计|合计|完成|不少于)?"
    rf"(?P<hedge>{_HEDGE})?的?$"
)
# A making verb inside a clause, followed by the name of what is made; read from the left.
MAKE_WITHIN = re.compile(
    rf"(?P<verb>{MAKE}(?:(?:和|与|、|并|或|及){MAKE}|(?:认定|评定|资助|扶持)(?!资金|项目|政策))?)(?P<past>了)?(?:各类|各级)?(?P<name>.+)$"
)
STRONG_MAKE = re.compile(
    r"新(?:增加?|建|设|培育|认定|引进|创建|招引|签约|开工|发展|登记|注册|申报|获)|培育|培养|打造|建成|创建|引进|引育|招引|组建|设立|完成|立案查处|查处|举办|配备|认定|开展|争创|申报|获批"
)
# Verbs of acting: what is counted is the act, so the verb belongs to the name (立案查处专利行政案件).
ACTING = re.compile(
    r"立案查处|查处|查办|整顿|体检|除险加固|办理|办结|受理|审理|调解|化解|培训|轮训|举办|举行|开展|服务|检查|抽查|走访|巡查|改造|整治|整改|拆除|清理|种植|栽植|投入|投资|"
    r"发放|划分|调处|保存|配送|参加|升级|提级改造|加固|清淤疏浚|清淤|疏浚|硬化|增殖放流|处置|接入|抽检|筛查|回收|破获|审结|压减|关停|关闭|淘汰|消除|转移|救助|帮扶|征集|收储|盘活|复垦|修复|治理|宣讲|演出|放映|补植|更新|更换|修缮|资助|安置|出栏|转化|发行|制定|修订|参与|惠及|覆盖|带动|入驻|组织"
)
# Making verbs that may stand behind what they make (上市企业培育4家); 组织, 登记 and the like end nouns.
TRAILING_MAKE = re.compile(
    r"布设|布放|投放|安装|部署|配置|体检|新增加?|净增|增加|新?培育|完成|建成|新建|引进|招引|办理|受理|查处|培训|发放|调解|认定|落地|签约|开工|竣工|投产|上市|入库|创建|申报|获批|"
    r"实现|转化|改造|覆盖|惠及|服务|打造|配备|达标|办结|贯标|培养|设立|开展|举办|发展|出让|拆除|种植|栽植|新植|收储|盘活|出栏"
)
# Verbs that govern a figure from inside a clause, behind whoever acts (专家团走访企业100家).
INNER_MAKE = re.compile(
    rf"{STRONG_MAKE.pattern}|布局|接入|撬动|实现(?=(?:床位|学位|就业|产值|税收|销售额?|营收|收入|交易额?|融资)$)|体检|整顿|核增|核定|牵头(?:建设|组建|制定)|成立(?!以来|于)|走访|发放|检查|调解|办理|整治|拆除|种植|改造|招聘|吸纳|带动|帮扶|集聚|调处|配送|参加"
)
# Verbs that are as often part of a noun: 服务机构, 培训基地, 注册商标, 发展资金.
AMBIGUOUS = re.compile(
    r"服务|培训|发展|注册|登记|申请|申报|建设|引导|组织|保护|推广|转化|加工|支持|调解|引进培育|发行|实现|集聚"
)
NOUN_AFTER_VERB = re.compile(
    r"^(?:机构|站|中心|基地|平台|窗口|业|量|率|额|网点|组织|联盟|体系|人员|人才|队伍|专员|费|资金|基金|商标|总量|总数|数量|面积|规模|"
    r"水平|能力|覆盖|企业|用地|项目|地(?![方理标铁下区域面质级震热名市形])|点|示范区|试点|案件|单位|员|师|者|者数|品牌|收入|指数|指标|强度|比重|占比|比例|度|性|力|区(?!域|级|块)|园(?!区|林)|楼|所|室|型|体(?!育|系)|件|团(?!体)|队|商(?![业务品圈会贸])|包|对象|协议)"
)
ADVERB = (
    r"(?:力争|争取|确保|努力|预计|计划|拟|将|要|应(?![急届收变对诉邀用])|须|需|可(?!再生|支配|降解|穿戴|视化|及|持续|循环|信)|使|(?<![撤合归兼])并|也|再(?!生|制造|就业|贷款|保险|次)|又|各(?![级界])|都|均|共(?![建享同用管治])|分别|其中|同时|进一步|基本(?!养老|医疗|公共|农田|草原|支出|药物|殡葬|单元)|全面|着力|积极|大力|持续|不断|逐步|稳步|加快|"
    r"累计|合计|共计|总计|全年|年内|当年|每年|年度(?!计划|目标|考核|预算|投入|知识)|年均|逐年|每季度|每半年|每月|到期末|期末|届时|力求|至少|实际)"
)
# Words that may stand before a making verb but belong to a name as often (重点企业, 集中供热率).
MANNER = (
    r"(?:滚动|动态(?!监测|平衡|清零)|年(?=培训|轮训|举办|开展|组织|发放|服务)|重点|定向|集中力量|集中|有序|有效|深入|成功|直接|联合|统筹|分批|分期|择优|有计划地?|按计划|科学|合理|高质量|高标准|高水平|启动|组织|全部|"
    r"推动|鼓励|支持|引导|共同|规划(?=建设|新建|布局)|上半年|下半年|高起点|系统|广泛|规范|严格|依法|主动|率先|优先|适时)"
)
SCOPE = (
    r"(?:(?:全|我|本)(?:市|区|省|县|旗|州|镇|乡|街道|街|盟|域|系统|行业|局|院|校|村|"
    r"辖区)(?:范围内?|内|各地)?|[省市县区镇旗州]内(?![涵部容需河地销外循及和])|全国(?!百强|[十百]佳|文明|重点|先进|示范|性|领先|前|综合|生态|民主|质量|知识产权|卫生|双拥|乡村|科普|法治|绿色|优秀)|辖区内?|区域内|境内(?!外|上市)|区级层面|市级层面|各地|各(?:镇街|"
    r"街镇|镇街道|镇|乡镇|街道|区县|县区|区|县|市|旗县区))"
)

ZERO_BREAKTHROUGH = re.compile(
    r"(?P<verb>实现|取得|完成|获得)?(?P<past>了)?(?P<aside>[^,。;、]{0,12}?)(?:“|\")?零的?突破(?:”|\")?"
)
DOUBLING = re.compile(r"翻(?P<times>[一两二三四\d]?)番")
PAST_BETWEEN = re.compile(
    r"(?:形成|印发|出台|制定|下发|推出|公布|发布|确定|梳理|召开)了(?=[^,;。]*$)"
    r"|(?:已经?|曾)(?![^,。;]{0,10}的)|(?:成功)?(?:[实现成][现成到])了"
)
COMPARED = re.compile(
    r"同比|(?:较|比)(?:上年|去年|前年|上一年|同期|上季|历年)|环比|列全[国省市区]第|居全[国省市区]第"
)
PER_YEAR = re.compile(r"年均|每年|逐年|年平均|年增|年递")

TIME_MEASURE = re.compile(r"^(?:个?月|个?小时|分钟|个?工作日|自然日|个自然日|年|天|日|周|周岁|岁|人年)$")
TIME_NAME = re.compile(
    r"(?:年限|寿命|时限|时间|周期|期限|时长|年龄|期|天数|时效|用时|耗时|提前量|时延|间隔)$"
)
METRIC_END = re.compile(
    r"(?:量|率|额|数|值|比|比重|比例|占比|水平|规模|面积|收入|产值|投资|强度|密度|增速|增幅|长度|里程|存栏|出栏|指数|得分|满意度|金额|资金|产量|[间车行株差]距)$"
)
PREPOSITION_END = re.compile(
    r"(?:等|在|对|对于|向|从|自|于|围绕|聚焦|针对|依托|按照|根据|通过|经|由|把|将|以|给|与|和|同|跟|利用|结合|面向|涉及|分|这|该|上述|前|第|其余|其他|原|原有|"
    r"包括|包含|含|例如|如|即|到|至|自|距|离|每|近|(?<![条公民合特契盟节集预签])约|超|满|不足|(?<![雷马发送传通表抵])达到?|之|的|若干)$"
)


AT_LEAST_LISTED = re.compile(r"(?:、|和|及|以及|与|,)(?:其中)?(?:不少于|不低于|至少)")


def level_sense(chain: str, hedge: str | None) -> Sense:
    """What level verbs with their hedge ask for: 达到 >=, 达到或超过 >=, 控制在 <=, 突破 >, 达到约 ~."""
    words = f"{chain}{hedge or ''}"
    if hedge in ("约", "大约", "近", "接近", "将近", "左右"):
        return "~"
    if re.search(r"不低于|不少于|不小于|至少", words):
        return ">="
    for sense, pattern in _LEVEL_VERBS:
        if re.search(pattern, words):
            return ">=" if sense == ">" and re.search(r"达到?或", words) else sense
    return ">="
