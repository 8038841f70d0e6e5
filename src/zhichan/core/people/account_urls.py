"""Addresses of sign-in and of one's own account, below ``account/``.

Only those of allauth's pages that this product offers: no sign-up, no reset by mail, no e-mail list.
"""

from __future__ import annotations

from allauth.account import views as account_views
from django.urls import URLPattern, URLResolver, include, path

from zhichan.core.people.pages import display

urlpatterns: list[URLPattern | URLResolver] = [
    path("text-size/", display.text_size, name="text_size"),
    path("language/", display.language, name="language"),
    path("sign-in/", account_views.login, name="account_login"),
    path("sign-out/", account_views.logout, name="account_logout"),
    path("inactive/", account_views.account_inactive, name="account_inactive"),
    path("confirm/", account_views.reauthenticate, name="account_reauthenticate"),
    path("password/", account_views.password_change, name="account_change_password"),
    path("second-factor/", include("allauth.mfa.urls")),
]
