"""Who there is in the demo district 云川区 (示例): units, collectives and people, all invented."""

from __future__ import annotations

from dataclasses import dataclass

from zhichan.core.access.roles import Role
from zhichan.core.people.models import Unit

K = Unit.Kind
DISTRICT = "云川区"
GOVERNMENT = "云川区人民政府"
OFFICE = "云川区市场监督管理局（知识产权局）"
LEADING_GROUP = "云川区知识产权工作领导小组"
TOWNS = "各镇（街道）"


@dataclass(frozen=True)
class DemoUnit:
    """``group``: both (25 members before the reform and 22 after), before, or never a member."""

    name: str
    kind: str
    others: tuple[str, ...]
    group: str = "both"


UNITS = (
    DemoUnit(OFFICE, K.OFFICE, ("区市场监管局", "区知识产权局", "云川区知识产权局")),
    DemoUnit("中共云川区委组织部", K.PARTY_BODY, ("区委组织部",)),
    DemoUnit("中共云川区委宣传部", K.PARTY_BODY, ("区委宣传部",)),
    DemoUnit("中共云川区委网络安全和信息化委员会办公室", K.PARTY_BODY, ("区委网信办",), "before"),
    DemoUnit("云川区人民法院", K.COURT, ("区法院",)),
    DemoUnit("云川区人民检察院", K.COURT, ("区检察院",)),
    DemoUnit("澜州市公安局云川分局", K.COURT, ("公安云川分局",)),
    DemoUnit("云川区司法局", K.BUREAU, ("区司法局",)),
    DemoUnit("云川区发展和改革委员会", K.BUREAU, ("区发展改革委", "区发改委")),
    DemoUnit("云川区科学技术局", K.BUREAU, ("区科技局",)),
    DemoUnit("云川区工业和信息化局", K.BUREAU, ("区工业和信息化局", "区工信局")),
    DemoUnit("云川区财政局", K.BUREAU, ("区财政局",)),
    DemoUnit("云川区人力资源和社会保障局", K.BUREAU, ("区人力资源社会保障局", "区人社局")),
    DemoUnit("云川区教育局", K.BUREAU, ("区教育局",)),
    DemoUnit("云川区农业农村局", K.BUREAU, ("区农业农村局",)),
    DemoUnit("云川区商务局", K.BUREAU, ("区商务局",)),
    DemoUnit("云川区文化和旅游局", K.BUREAU, ("区文化和旅游局", "区文旅局")),
    DemoUnit("云川区卫生健康委员会", K.BUREAU, ("区卫生健康委",), "before"),
    DemoUnit("云川区金融工作局", K.BUREAU, ("区金融局",)),
    DemoUnit("云川区国有资产监督管理委员会", K.BUREAU, ("区国资委",), "before"),
    DemoUnit("云川区统计局", K.BUREAU, ("区统计局",)),
    DemoUnit("云川区审计局", K.BUREAU, ("区审计局",)),
    DemoUnit("云川区融媒体中心", K.INSTITUTION, ("区融媒体中心",)),
    DemoUnit("澜州海关驻云川办事处", K.OUTSIDE, ("澜州海关驻云川办事处", "云川海关")),
    DemoUnit("云川高新技术产业园区管理委员会", K.PARK, ("云川高新区管委会",)),
    DemoUnit("砚湖街道办事处", K.TOWN, ("砚湖街道",), "never"),
    DemoUnit("栖川街道办事处", K.TOWN, ("栖川街道",), "never"),
    DemoUnit("云岫镇人民政府", K.TOWN, ("云岫镇",), "never"),
    DemoUnit("芦汀镇人民政府", K.TOWN, ("芦汀镇",), "never"),
    DemoUnit("岚水镇人民政府", K.TOWN, ("岚水镇",), "never"),
    DemoUnit("白渚镇人民政府", K.TOWN, ("白渚镇",), "never"),
    DemoUnit("云川示例钢构有限公司", K.FIRM, (), "never"),
    DemoUnit("云川示例食品有限公司", K.FIRM, (), "never"),
)


@dataclass(frozen=True)
class DemoPerson:
    username: str
    name: str
    role: Role
    unit: str | None
    title: str = ""


PEOPLE = (
    DemoPerson("guihua", "陈砚秋", Role.PLAN_OFFICER, OFFICE, "综合科科员"),
    DemoPerson("juzhang", "周明岚", Role.OFFICE_LEADER, OFFICE, "局长"),
    DemoPerson("fazhi", "许知行", Role.LEGAL_REVIEWER, OFFICE, "法制审核员"),
    DemoPerson("banan", "方执衡", Role.CASE_OFFICER, OFFICE, "保护科办案人员"),
    DemoPerson("banan2", "纪明章", Role.CASE_OFFICER, OFFICE, "保护科办案人员"),
    DemoPerson("lingdao", "沈亦川", Role.READ_ONLY_LEADER, None, "分管副区长"),
    DemoPerson("shijian", "何清越", Role.UNIT_CONTACT, OFFICE, "保护科联络员"),
    DemoPerson("keji", "林溪亭", Role.UNIT_CONTACT, "云川区科学技术局", "联络员"),
    DemoPerson("gongan", "高远山", Role.UNIT_CONTACT, "澜州市公安局云川分局", "联络员"),
    DemoPerson("nongye", "田禾", Role.UNIT_CONTACT, "云川区农业农村局", "联络员"),
    DemoPerson("jinrong", "钱若水", Role.UNIT_CONTACT, "云川区金融工作局", "联络员"),
    DemoPerson("sifa", "韩正则", Role.UNIT_CONTACT, "云川区司法局", "联络员"),
    DemoPerson("caizheng", "金守圭", Role.UNIT_CONTACT, "云川区财政局", "联络员"),
    DemoPerson("gongxin", "程铸", Role.UNIT_CONTACT, "云川区工业和信息化局", "联络员"),
    DemoPerson("shangwu", "舒远商", Role.UNIT_CONTACT, "云川区商务局", "联络员"),
    DemoPerson("jiaoyu", "孟庠", Role.UNIT_CONTACT, "云川区教育局", "联络员"),
    DemoPerson("xuanchuan", "闻若宣", Role.UNIT_CONTACT, "中共云川区委宣传部", "联络员"),
    DemoPerson("gaoxin", "石园", Role.UNIT_CONTACT, "云川高新技术产业园区管理委员会", "联络员"),
    DemoPerson("yanhu", "赵湖生", Role.UNIT_CONTACT, "砚湖街道办事处", "联络员"),
    DemoPerson("qiye", "孙启明", Role.FIRM_USER, "云川示例钢构有限公司", "知识产权专员"),
    DemoPerson("xitong", "罗系统", Role.SYSTEM_ADMIN, OFFICE, "系统管理员"),
    DemoPerson("anquan", "安守正", Role.SECURITY_ADMIN, OFFICE, "安全管理员"),
    DemoPerson("shenji", "闻审言", Role.AUDIT_ADMIN, OFFICE, "审计管理员"),
)
