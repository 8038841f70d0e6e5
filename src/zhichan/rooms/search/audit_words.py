"""What the events of the search room are called (事件名称)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.core.audit.words import declare

declare(
    {
        "search.alert.watched": _("设置预警"),
        "search.alert.changed": _("修改预警设置"),
        "search.alert.ended": _("停止预警设置"),
        "search.alert.found": _("发现预警"),
        "search.alert.seen": _("标记预警已看"),
        "search.alert.handled": _("处理预警"),
        "search.subscribed": _("订阅检索"),
        "search.unsubscribed": _("取消订阅"),
        "search.navigation.made": _("建立导航项目"),
        "search.navigation.staffed": _("安排导航项目成员"),
        "search.navigation.asked": _("检索导航数据集"),
        "search.navigation.stepped": _("记录导航步骤"),
        "search.navigation.found": _("记录导航发现"),
        "search.navigation.decided": _("记录导航发现是否采纳"),
        "search.navigation.followed": _("记录导航发现的后续"),
        "search.navigation.remarked": _("评审导航发现"),
        "search.navigation.closed": _("导航项目结项"),
        "search.navigation.written": _("修改导航报告"),
        "search.navigation.recomputed": _("重算导航报告图表"),
        "search.mark_word.added": _("加入商标比对词"),
        "search.mark_word.removed": _("删去商标比对词"),
        "search.saved": _("存下检索"),
        "search.deleted": _("删除存下的检索"),
        "search.synonyms.saved": _("存同义词表"),
        "search.synonyms.deleted": _("删除同义词表"),
        "search.technology.added": _("列入关键技术目录"),
        "search.technology.changed": _("修改关键技术条目"),
        "search.technology.deleted": _("删除关键技术条目"),
        "search.technology.linked": _("关联导航发现"),
        "search.technology.unlinked": _("取消关联导航发现"),
        "search.theme.made": _("建立专题库"),
        "search.theme.refreshed": _("更新专题库"),
        "search.theme.requeried": _("修改专题库检索式"),
        "search.theme.curated": _("专题库人工增减"),
        "search.theme.renamed": _("专题库改名"),
        "search.theme.shared": _("共享专题库"),
        "search.theme.unshared": _("取消共享专题库"),
        "search.folder.made": _("建立文献夹"),
        "search.folder.renamed": _("文献夹改名"),
        "search.folder.deleted": _("删除文献夹"),
        "search.folder.filled": _("文献放入文献夹"),
        "search.folder.emptied": _("文献移出文献夹"),
        "search.folder.shared": _("共享文献夹"),
        "search.folder.unshared": _("取消共享文献夹"),
        "search.document.marked": _("标记文献"),
        "search.document.noted": _("写文献笔记"),
        "search.export.ordered": _("要求导出检索结果"),
        "search.export.made": _("生成检索导出文件"),
        "search.export.downloaded": _("下载检索导出文件"),
        "search.export.deleted": _("删除检索导出"),
        "search.export.expired": _("检索导出文件到期清除"),
    }
)
