"""What the events of units, people, posts and sign-in are called (事件名称)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.core.audit.words import declare

declare(
    {
        "people.unit.created": _("登记单位"),
        "people.unit.alias_added": _("登记单位的其他名称"),
        "people.unit.renamed": _("单位更名"),
        "people.unit.moved": _("调整上级单位"),
        "people.unit.abolished": _("撤销单位"),
        "people.collective.created": _("登记集合单位"),
        "people.collective.name_added": _("登记集合单位的写法"),
        "people.membership.joined": _("加入集合单位"),
        "people.membership.left": _("退出集合单位"),
        "people.membership.withdrawn": _("撤回成员变动"),
        "people.person.created": _("开通账号"),
        "people.person.updated": _("更正人员信息"),
        "people.person.deactivated": _("停用账号"),
        "people.person.reactivated": _("恢复账号"),
        "people.post.granted": _("授予任职"),
        "people.post.ended": _("结束任职"),
        "people.password.reset": _("重置密码"),
        "people.password.chosen": _("自设密码"),
        "people.second_factor.reset": _("清除第二因素"),
        "people.identity.mapped": _("登记统一身份"),
        "people.identity.unmapped": _("取消统一身份"),
        "people.token.created": _("建立接口令牌"),
        "people.token.revoked": _("停用接口令牌"),
        "people.token.used": _("使用接口令牌"),
        "people.display.set": _("修改显示设置"),
        "people.sign_in.signed_in": _("登录成功"),
        "people.sign_in.failed": _("登录失败"),
        "people.sign_in.locked": _("登录被锁定"),
        "people.sign_in.code_failed": _("动态码错误"),
        "people.sign_in.signed_out": _("退出登录"),
        "people.sign_in.password_changed": _("密码已修改"),
        "people.sign_in.factor_added": _("启用第二因素"),
        "people.sign_in.factor_removed": _("停用第二因素"),
        "people.sign_in.factor_reset": _("重新生成备用码"),
    }
)
