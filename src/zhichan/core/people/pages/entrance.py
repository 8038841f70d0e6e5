"""Sign-in and what belongs to it: allauth's views with our templates.

The templates are named here one by one because allauth's own come first in the template path.
"""

from __future__ import annotations

from typing import Any

from allauth.account import views as account_views
from allauth.core.internal.httpkit import authenticated_user
from allauth.mfa.base import views as factor_views
from allauth.mfa.recovery_codes import views as code_views
from allauth.mfa.totp import views as totp_views
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhichan.core.access.core_rights import SIGN_IN
from zhichan.core.access.page import page
from zhichan.core.access.requests import today
from zhichan.core.people.lockout import is_locked_out, turned_away
from zhichan.core.people.samples import SAMPLE_PASSWORD, sample_accounts


class SignInView(account_views.LoginView):  # type: ignore[misc]  # allauth has no types
    """Password sign-in, the identity provider where one is set, and the demo's accounts in a demo."""

    template_name = "people/sign_in.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        providers = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
        found: dict[str, Any] = super().get_context_data(**context)
        return found | {
            "identity_provider": providers[0]["name"] if providers else "",
            "samples": sample_accounts(today()),
            "sample_password": SAMPLE_PASSWORD,
        }


class SecondFactorView(factor_views.AuthenticateView):  # type: ignore[misc]  # allauth has no types
    """The code that finishes a sign-in; not asked for while the person is locked out."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        person = self.stage.login.user
        if is_locked_out(request, person):
            return turned_away(request, person)
        answer: HttpResponse = super().post(request, *args, **kwargs)
        return answer


class ConfirmByCodeView(factor_views.ReauthenticateView):  # type: ignore[misc]  # allauth has no types
    """The code that confirms who sits there; a locked person is signed out."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        person = authenticated_user(request)
        if is_locked_out(request, person):
            return turned_away(request, person)
        answer: HttpResponse = super().post(request, *args, **kwargs)
        return answer


sign_in = page(SIGN_IN)(SignInView.as_view())
sign_out = account_views.LogoutView.as_view(template_name="people/sign_out.html")
reauthenticate = account_views.ReauthenticateView.as_view(template_name="people/reauthenticate.html")
change_password = account_views.PasswordChangeView.as_view(template_name="people/password.html")
second_factor = page(SIGN_IN)(SecondFactorView.as_view(template_name="people/second_factor.html"))
reauthenticate_by_code = page(SIGN_IN)(ConfirmByCodeView.as_view(template_name="people/reauthenticate.html"))
factors = factor_views.IndexView.as_view(template_name="people/factors.html")
add_factor = totp_views.ActivateTOTPView.as_view(template_name="people/factor_add.html")
remove_factor = totp_views.DeactivateTOTPView.as_view(template_name="people/factor_remove.html")
recovery_codes = code_views.ViewRecoveryCodesView.as_view(template_name="people/recovery_codes.html")
new_recovery_codes = code_views.GenerateRecoveryCodesView.as_view(
    template_name="people/recovery_codes_new.html"
)
download_recovery_codes = code_views.DownloadRecoveryCodesView.as_view()


@page(SIGN_IN)
def inactive(request: HttpRequest) -> HttpResponse:
    message = _("账号或密码没有错，但这个账号已经停用。需要恢复请找本单位系统管理员。")
    return render(
        request, "people/notice_page.html", {"headline": _("账号已停用"), "message": message}, status=403
    )
