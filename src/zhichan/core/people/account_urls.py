"""Addresses of sign-in and of one's own account, below ``account/``.

Only those of allauth's pages that this product offers, under the names by which allauth refers to them:
no sign-up, no reset by mail, no list of e-mail addresses.
"""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from zhichan.core.people.pages import account, display, entrance

urlpatterns: list[URLPattern | URLResolver] = [
    path("", account.account, name="account"),
    path("tokens/add/", account.token_add, name="token_add"),
    path("tokens/<int:pk>/revoke/", account.token_revoke, name="token_revoke"),
    path("text-size/", display.text_size, name="text_size"),
    path("language/", display.language, name="language"),
    path("sign-in/", entrance.sign_in, name="account_login"),
    path("sign-in/code/", entrance.second_factor, name="mfa_authenticate"),
    path("sign-out/", entrance.sign_out, name="account_logout"),
    path("inactive/", entrance.inactive, name="account_inactive"),
    path("confirm/", entrance.reauthenticate, name="account_reauthenticate"),
    path("confirm/code/", entrance.reauthenticate_by_code, name="mfa_reauthenticate"),
    path("password/", entrance.change_password, name="account_change_password"),
    path("second-factor/", entrance.factors, name="mfa_index"),
    path("second-factor/add/", entrance.add_factor, name="mfa_activate_totp"),
    path("second-factor/remove/", entrance.remove_factor, name="mfa_deactivate_totp"),
    path("recovery-codes/", entrance.recovery_codes, name="mfa_view_recovery_codes"),
    path("recovery-codes/new/", entrance.new_recovery_codes, name="mfa_generate_recovery_codes"),
    path("recovery-codes/download/", entrance.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
]
