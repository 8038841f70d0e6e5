"""People (人员), their posts (任职) and their API tokens."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.access.roles import Role
from zhichan.core.people.models.unit import Unit


class PersonManager(BaseUserManager["Person"]):
    """Finds people by their sign-in name; Django's authentication asks for it."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(username=username)


class Person(AbstractBaseUser):
    """Somebody who can sign in (人员). What they may do comes from their posts alone."""

    class TextSize(models.TextChoices):
        NORMAL = "normal", _("标准")
        LARGE = "large", _("大字版")

    username = models.CharField(_("账号"), max_length=60, unique=True)
    name = models.CharField(_("姓名"), max_length=60)
    email = models.EmailField(_("电子邮箱"), blank=True)
    phone = models.CharField(_("电话"), max_length=30, blank=True)
    is_active = models.BooleanField(_("启用"), default=True)
    password_is_initial = models.BooleanField(_("使用初始密码"), default=False)
    is_sample = models.BooleanField(_("示例"), default=False)
    text_size = models.CharField(_("字号"), max_length=8, choices=TextSize.choices, default=TextSize.NORMAL)
    language = models.CharField(_("语言"), max_length=10, blank=True)
    created_at = models.DateTimeField(_("建立时间"))
    source = models.CharField(_("来源"), max_length=200)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("人员")

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A role held in a unit from one day until another (任职).

    ``until_on`` is the first day without it; equal to ``from_on`` the post was annulled before it counted.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="posts", verbose_name=_("人员"))
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="posts", verbose_name=_("单位"), null=True, blank=True
    )
    title = models.CharField(_("职务"), max_length=60, blank=True)
    role = models.CharField(_("角色"), max_length=20, choices=Role.choices)
    from_on = models.DateField(_("任职日期"))
    until_on = models.DateField(_("离任日期"), null=True, blank=True)
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("任职")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True) | models.Q(until_on__gte=models.F("from_on")),
                name="post_ends_not_before_start",
            ),
            models.UniqueConstraint(fields=["person", "unit", "role", "from_on"], name="post_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.unit or ''}".strip()


class ApiToken(models.Model):
    """A key with which a person's programs call the API; only its digest is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    label = models.CharField(_("用途"), max_length=60)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = models.JSONField(_("权限范围"), default=list)
    created_at = models.DateTimeField(_("建立时间"))
    expires_on = models.DateField(_("失效日期"))
    revoked_at = models.DateTimeField(_("停用时间"), null=True, blank=True)
    used_at = models.DateTimeField(_("最近使用"), null=True, blank=True)

    class Meta:
        verbose_name = _("接口令牌")

    def __str__(self) -> str:
        return self.label
