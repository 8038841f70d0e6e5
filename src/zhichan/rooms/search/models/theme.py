"""Themed databases (专题库): a query whose versions are kept, with what people put in and took out."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.people.models import Unit
from zhichan.rooms.search.models.share import Share, shared_once, somebody

LONGEST_NAME = 60
LONGEST_LINE = 20_000
LONGEST_REASON = 200


class Theme(models.Model):
    """A themed database. ``collection``: what it is searched in. Who keeps it, and whom they share it with,
    sees it; nobody else knows of it."""

    name = models.CharField(_("名称"), max_length=LONGEST_NAME)
    collection = models.CharField(_("检索库"), max_length=40)
    keeper = somebody(_("建库人"))
    owner_unit = models.ForeignKey(
        Unit, verbose_name=_("建库单位"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("建立时间"))
    is_sample = models.BooleanField(_("示例"), default=False)
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("专题库")
        constraints: ClassVar = [models.UniqueConstraint(fields=["keeper", "name"], name="theme_name_once")]

    def __str__(self) -> str:
        return self.name


class ThemeVersion(models.Model):
    """One state of a theme; what it is made of never changes (专题库版本).

    ``hit_ids``: all the line found then, whoever asked; ``added_ids``, ``removed_ids``: what people decided,
    whether or not it is among the hits. All are ``packed_ids``. ``differences``: the same of what came and
    went since the version before, by the reason (``curation.Why``). ``snapshot_at``: of which instant the
    index was.
    """

    append_only = True

    class Reason(models.TextChoices):
        MADE = "made", _("建库")
        REFRESHED = "refreshed", _("更新")
        REQUERIED = "requeried", _("修改检索式")
        CURATED = "curated", _("人工增减")

    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("版本"))
    reason = models.CharField(_("来历"), max_length=12, choices=Reason.choices)
    line = models.TextField(_("检索式"))
    snapshot = models.CharField(_("快照"), max_length=60)
    snapshot_at = models.DateTimeField(_("快照时间"))
    hit_ids = models.TextField(_("命中记录"), blank=True)
    added_ids = models.TextField(_("人工加入"), blank=True)
    removed_ids = models.TextField(_("人工剔除"), blank=True)
    hit_count = models.PositiveIntegerField(_("命中件数"))
    total = models.PositiveIntegerField(_("合计件数"))
    differences = models.JSONField(_("较上版的增减"), default=dict)
    came_count = models.PositiveIntegerField(_("较上版增加"), default=0)
    went_count = models.PositiveIntegerField(_("较上版减少"), default=0)
    made_at = models.DateTimeField(_("时间"))
    made_by = somebody(_("何人"))
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("专题库版本")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["theme", "number"], name="theme_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.theme} v{self.number}"


class ThemeEdit(models.Model):
    """That a person put a record into a theme, took it out, or took such a decision back (人工增减)."""

    append_only = True

    class Change(models.TextChoices):
        ADD = "add", _("加入")
        REMOVE = "remove", _("剔除")
        BACK = "back", _("取消人工增减")

    version = models.ForeignKey(ThemeVersion, on_delete=models.PROTECT, related_name="edits")
    record_id = models.BigIntegerField(_("记录号"))
    change = models.CharField(_("增减"), max_length=8, choices=Change.choices)
    reason = models.CharField(_("理由"), max_length=LONGEST_REASON)
    made_at = models.DateTimeField(_("时间"))
    made_by = somebody(_("何人"))
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("人工增减")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "record_id"], name="theme_edit_once")
        ]


class ThemeShare(Share):
    """Whom a theme is shared with (共享专题库), to be read or changed."""

    class Access(models.TextChoices):
        READ = "read", _("可看")
        EDIT = "edit", _("可改")

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="shares")
    access = models.CharField(_("权限"), max_length=4, choices=Access.choices)

    class Meta:
        verbose_name = _("专题库共享")
        constraints: ClassVar = shared_once("theme")

    def __str__(self) -> str:
        return f"{self.theme} {self.person or self.unit}"
