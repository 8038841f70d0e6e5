"""Measure words that may follow a figure (量词与单位)."""

from __future__ import annotations

_LINES = (
    "个百分点 百分点 百分位 个工作日 工作日 个自然日 个标准箱 标准箱 个月 个小时 小时",
    "分钟 周岁 人次 人月 户次 家次 件次 次 车次 架次 课时 学时 学分 件 家 项 个",
    "人 名 户 位 条 类 种 处 所 座 栋 幢 间 套 台 辆 架 艘 张 份 篇 部 册",
    "本 幅 场 期 批 轮 届 门 站 村 镇 社区 支 只 头 羽 尾 匹 株 棵 穴 袋 箱",
    "桶 瓶 枚 颗 粒 对 组 宗 起 例 笔 单 分 级 床 张床 张床位 床位 个床位 层",
    "道 段 口 眼 根 片 块 盏 杆 面 具 元 美元 欧元 港元 日元 吨 公斤 千克 克",
    "斤 升 毫升 公顷 亩 平方米 平方公里 平方千米 平米 立方米 方 公里 千米 海里 米",
    "厘米 毫米 千瓦 千瓦时 度 兆瓦 兆 吉瓦 吉 焦耳 吨标准煤 标准煤 吨煤 吨二氧化碳",
    "摄氏度 ℃ 分贝 微克 毫克 赫兹 比特 字节 机架 标准机架 年 岁 天 日 周 倍 成",
    "台次 台(套) 套(件) 台套 Tbps % ‰ 人年 TB GB PB Gbps Mbps EFLOPS PFLOPS MW GW",
    "款 列 首 堂 担 集 批次 轮次 班次 组次 课次 平方公尺 立方公尺 公尺 公吨 立方 平方 标箱 TEU 节",
    "秒 毫秒 单 P 兆瓦时 吉瓦时 件次 遍 蒸吨 辆次 艘次 列次 顶 路",
    "kW kWh km m² m2 km² km2 m³ m3 t kg hm² dB",
)

MEASURES = tuple(measure for line in _LINES for measure in line.split())
