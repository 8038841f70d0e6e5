"""What this product decides about sign-in where allauth asks: nobody signs up, failures are counted."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from axes.helpers import get_failure_limit
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhichan.core.access.requests import address_of, now, today
from zhichan.core.people.actions.people import choose_password
from zhichan.core.people.models import Person
from zhichan.core.people.pages.display import set_display_cookies
from zhichan.core.people.queries import actor_of

# allauth's messages that would only say what the person sees anyway.
_UNSAID = {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Password sign-in: closed to new accounts, counted by axes, passwords changed through the action."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        if code == "username_password_mismatch":
            return ValidationError(_mismatch(self.request), code=code)
        error: ValidationError = super().validation_error(code, *args)
        return error

    def set_password(self, user: Person, password: str) -> None:
        choose_password(user, password, by=actor_of(user, today()), at=now())
        user.refresh_from_db(fields=["password", "password_is_initial"])

    def post_login(self, request: HttpRequest, user: Person, **details: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **details)
        set_display_cookies(response, user)
        return response

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request) or "0.0.0.0"  # noqa: S104  # a key for counting, nothing listens there

    def add_message(
        self, request: HttpRequest, level: int, template: str | None = None, *args: Any, **k: Any
    ) -> None:
        if template not in _UNSAID:
            super().add_message(request, level, template, *args, **k)


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Sign-in by OpenID Connect: only people whose identity there was written down here before."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if not sociallogin.is_existing:
            raise ImmediateHttpResponse(_unknown_identity(request))

    def on_authentication_error(self, request: HttpRequest, *_details: Any, **_more: Any) -> None:
        raise ImmediateHttpResponse(_provider_failed(request))


def _unknown_identity(request: HttpRequest) -> HttpResponse:
    message = _("统一身份认证通过了，但这个身份没有对应本系统的账号。请找本单位系统管理员登记。")
    context = {"headline": _("没有对应的账号"), "message": message}
    return render(request, "people/notice_page.html", context, status=403)


def _provider_failed(request: HttpRequest) -> HttpResponse:
    message = _("统一身份认证没有完成：取消了，或者对方没有应答。可以再试一次，或用账号密码登录。")
    context = {"headline": _("没有登录成功"), "message": message}
    return render(request, "people/notice_page.html", context, status=401)


def tries_left(request: HttpRequest) -> int:
    """How often the account and address may still fail before axes locks them; after a failed attempt."""
    failed = getattr(request, "axes_failures_since_start", None) or 0
    return max(int(get_failure_limit(request, None)) - failed, 0)


def _mismatch(request: HttpRequest) -> str:
    left = tries_left(request)
    if not left:
        minutes = round(settings.AXES_COOLOFF_TIME * 60)
        return _("账号或密码不对。已锁定，请 %(minutes)d 分钟后再试。") % {"minutes": minutes}
    text = ngettext("账号或密码不对，还可再试 %(left)d 次。", "账号或密码不对，还可再试 %(left)d 次。", left)
    return text % {"left": left}
