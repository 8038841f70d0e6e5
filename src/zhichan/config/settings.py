"""Settings of an installation.

One file for every installation: what differs between the embedded and the production form comes from
the environment, so that nothing is tested under settings other than those it runs with.

    ZHICHAN_DATA_DIR        where state lives (default: var/ beside the checkout)
    ZHICHAN_DATABASE_URL    postgres://… selects PostgreSQL; unset is SQLite in the data folder
    ZHICHAN_SECRET_KEY      unset: made at first start and kept in the data folder, readable by its owner
    ZHICHAN_HOSTS           host names the site answers to, comma separated
    ZHICHAN_ADDRESS         how people reach the site, for links in mails; unset: the first host
    ZHICHAN_HTTPS           1 when a proxy ends TLS in front: secure cookies and HSTS
    ZHICHAN_REQUIRE_MFA     1: officers must set up a second factor before anything else
    ZHICHAN_MAIL_HOST, _PORT, _USER, _PASSWORD, _FROM, _TLS   the mail server; unset: no mail is sent
    ZHICHAN_OIDC_ISSUER, _CLIENT_ID, _CLIENT_SECRET, _NAME   switch on sign-in by OpenID Connect
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

import dj_database_url

PACKAGE_DIR = Path(__file__).resolve().parent.parent
CHECKOUT_DIR = PACKAGE_DIR.parent.parent
DATA_DIR = Path(os.environ.get("ZHICHAN_DATA_DIR") or CHECKOUT_DIR / "var").resolve()


def _flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes"}


def _secret_key() -> str:
    """The signing key: from the environment, else made once and kept with mode 0600."""
    if given := os.environ.get("ZHICHAN_SECRET_KEY"):
        return given
    path = DATA_DIR / "secret_key"
    if not path.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"secret_key.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48), encoding="ascii")
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()


def _database() -> dict[str, Any]:
    url = os.environ.get("ZHICHAN_DATABASE_URL")
    if url:
        found: dict[str, Any] = {**dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)}
        # Values travel beside the statement, and one that a connection has sent five times is prepared: the
        # server reads and plans it once, which takes a quarter off a step of a matter. A pooler in between
        # must keep prepared statements apart (PgBouncer does from 1.21 on).
        asked = {"server_side_binding": True, "prepare_threshold": 5}
        return {**found, "OPTIONS": {**found.get("OPTIONS", {}), **asked}}
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "zhichan.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            # FULL: an acknowledged write also survives a loss of power, not only of the process.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }


SECRET_KEY = _secret_key()
DEBUG = False
HTTPS = _flag("ZHICHAN_HTTPS")
ALLOWED_HOSTS = [h for h in os.environ.get("ZHICHAN_HOSTS", "127.0.0.1,localhost,[::1]").split(",") if h]
SITE_ADDRESS = os.environ.get("ZHICHAN_ADDRESS", "").rstrip("/")
SITE_ADDRESS = (
    SITE_ADDRESS or f"{'https' if HTTPS else 'http'}://{(ALLOWED_HOSTS or ['localhost'])[0].lstrip('.')}"
)
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "zhichan.core.access",
    "zhichan.core.people",
    "zhichan.core.audit",
    "zhichan.core.files",
    "zhichan.core.calendar",
    "zhichan.core.notices",
    "zhichan.core.numbering",
    "zhichan.core.jobs",
    "zhichan.core.imports",
    "zhichan.core.tables",
    "zhichan.core.charts",
    "zhichan.core.search",
    "zhichan.core.registers",
    "zhichan.core.measures",
    "zhichan.core.rules",
    "zhichan.core.reports",
    "zhichan.core.matters",
    "zhichan.rooms.registry",
    "zhichan.rooms.protection",
    "zhichan.rooms.plan",
    "zhichan.rooms.search",
    "zhichan.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "zhichan.web.middleware.ContentPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "zhichan.web.middleware.BodyLimitMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "zhichan.core.access.middleware.ActorMiddleware",
    "zhichan.web.middleware.ErrorMiddleware",
    "zhichan.core.access.middleware.RightMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "zhichan.config.urls"
WSGI_APPLICATION = "zhichan.config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE_DIR / "web" / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "zhichan.web.specialised.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "zhichan.web.context.shell",
            ],
            "builtins": ["zhichan.web.templatetags.zhichan"],
        },
    }
]

DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "zhichan.core.people.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
# Failed sign-ins are counted by axes alone, which writes them where the security administrator reads.
ACCOUNT_RATE_LIMITS: dict[str, str] = {"login_failed": ""}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "知产"
MFA_FORMS = {
    "authenticate": "zhichan.core.people.second_factor.CodeForm",
    "reauthenticate": "zhichan.core.people.second_factor.ConfirmCodeForm",
}
EMAIL_HOST = os.environ.get("ZHICHAN_MAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("ZHICHAN_MAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("ZHICHAN_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("ZHICHAN_MAIL_PASSWORD", "")
EMAIL_USE_TLS = _flag("ZHICHAN_MAIL_TLS")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("ZHICHAN_MAIL_FROM", "zhichan@localhost")

REQUIRE_MFA = _flag("ZHICHAN_REQUIRE_MFA")

OIDC_ISSUER = os.environ.get("ZHICHAN_OIDC_ISSUER", "")
SOCIALACCOUNT_ADAPTER = "zhichan.core.people.sign_in.SocialAdapter"
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "office",
                "name": os.environ.get("ZHICHAN_OIDC_NAME", "统一身份认证"),
                "client_id": os.environ.get("ZHICHAN_OIDC_CLIENT_ID", ""),
                "secret": os.environ.get("ZHICHAN_OIDC_CLIENT_SECRET", ""),
                "settings": {"server_url": OIDC_ISSUER},
            }
        ]
        if OIDC_ISSUER
        else [],
    }
}

AXES_CLIENT_IP_CALLABLE = "zhichan.core.access.requests.address_of"
AXES_USERNAME_CALLABLE = "zhichan.core.people.lockout.counted_name"
# What is typed may be a password in the wrong field; the sign-in log keeps what is needed of it.
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login", "code", "csrfmiddlewaretoken"]
AXES_DISABLE_ACCESS_LOG = True
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_HTTP_RESPONSE_CODE = 429
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

SESSION_COOKIE_AGE = 60 * 60 * 8
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "zhichan.web.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
UPLOAD_LIMIT_BYTES = 50 * 1024 * 1024
# A whole request: what somebody not signed in has to say; a form, to which a page that takes files adds
# what it declares beside its right; ten files with their form, for the API.
UNKNOWN_BODY_LIMIT_BYTES = 256 * 1024
FORM_BODY_LIMIT_BYTES = DATA_UPLOAD_MAX_MEMORY_SIZE
BODY_LIMIT_BYTES = 11 * UPLOAD_LIMIT_BYTES

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "files"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "zhichan.core.log_lines.OneLine",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("ZHICHAN_LOG_LEVEL", "WARNING")},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
