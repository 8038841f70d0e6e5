"""The log of sign-ins (登录记录), which the security administrator reads."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.people.models.person import Person


class SignInEntry(models.Model):
    """One attempt to get in, one leaving, or one change of what somebody signs in with.

    Rows are only ever added. ``typed_name`` is what was typed for an account nobody has, all but its
    first two characters masked: people type their password there by mistake.
    """

    class Kind(models.TextChoices):
        SIGNED_IN = "signed_in", _("登录成功")
        FAILED = "failed", _("登录失败")
        LOCKED = "locked", _("锁定")
        CODE_FAILED = "code_failed", _("动态码错误")
        SIGNED_OUT = "signed_out", _("退出")
        PASSWORD_CHANGED = "password_changed", _("密码已修改")
        FACTOR_ADDED = "factor_added", _("启用第二因素")
        FACTOR_REMOVED = "factor_removed", _("停用第二因素")
        FACTOR_RESET = "factor_reset", _("重新生成备用码")

    kind = models.CharField(_("事件"), max_length=16, choices=Kind.choices)
    person = models.ForeignKey(
        Person, verbose_name=_("人员"), null=True, on_delete=models.PROTECT, related_name="sign_ins"
    )
    typed_name = models.CharField(_("所填账号"), max_length=60, blank=True)
    address = models.GenericIPAddressField(_("来源地址"), null=True)
    happened_at = models.DateTimeField(_("时间"), db_index=True)

    class Meta:
        verbose_name = _("登录记录")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.happened_at:%Y-%m-%d %H:%M}"
