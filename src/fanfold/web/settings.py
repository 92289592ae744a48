"""Django's settings, made from one archive's Configuration.

The archive folder is named by the environment (FANFOLD_ARCHIVE); cli/door.py sets it
before Django starts. There is no other way in: encodings, time zone and storage are
stated here and never inherited from the machine.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from fanfold.configuration import FOLDER_VARIABLE, Configuration, load

CONFIGURATION: Configuration = load(Path(os.environ.get(FOLDER_VARIABLE, ".")))

SECRET_KEY = CONFIGURATION.secret
DEBUG = False
ALLOWED_HOSTS = list(CONFIGURATION.site.hosts)

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "fanfold.archive",
    "fanfold.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "fanfold.web.caching.CachingMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "fanfold.web.accounts.history.HistoryMiddleware",
    "fanfold.web.access.AccessMiddleware",
]

# In the visit's own memory: a cookie would be sent along with every file.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

ROOT_URLCONF = "fanfold.web.urls"
WSGI_APPLICATION = "fanfold.web.wsgi.application"

WEB = Path(__file__).parent
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "fanfold.web.frame.frame",
            ],
            "builtins": [
                "fanfold.web.templatetags.stories",
                "fanfold.web.templatetags.steady",
                "fanfold.web.templatetags.listing",
                "fanfold.web.templatetags.cards",
            ],
        },
    }
]


#: Seconds: opening a database anew costs more than most pages ask of it.
_KEPT_OPEN = 60


def _database(configuration: Configuration) -> dict[str, Any]:
    if configuration.database.url == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": configuration.sqlite_file,
            "CONN_MAX_AGE": _KEPT_OPEN,
            # "Done" is done: FULL survives a power cut, IMMEDIATE makes two writers
            # wait for each other instead of failing halfway.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    return _postgresql(configuration.database.url)


def _postgresql(url: str) -> dict[str, Any]:
    from urllib.parse import unquote, urlsplit

    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or os.environ.get("PGPASSWORD", "")),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": _KEPT_OPEN,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": _database(CONFIGURATION)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "archive.Account"
SEARCH_INDEX = CONFIGURATION.index
ORIGINALS = CONFIGURATION.originals
INHERITED_KEYS = CONFIGURATION.inherited_keys

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
LANGUAGE_CODE = CONFIGURATION.site.language
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [WEB / "locale"]

STATIC_URL = "/static/"
STATICFILES_DIRS = [WEB / "static"]
STATIC_ROOT = None  # served from the package itself, never copied into the archive
WHITENOISE_USE_FINDERS = True

# Signing in is by a code sent to an address; nobody has a password. allauth keeps the
# steps in order, limits how often they are tried and knows the second step; what it
# would store in clear is ours (docs/decisions/sign-in-by-code.md).
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "/"
SESSION_ENGINE = "fanfold.web.accounts.visits"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
ACCOUNT_ADAPTER = "fanfold.web.accounts.adapter.SigningIn"
ACCOUNT_FORMS = {
    "request_login_code": "fanfold.web.accounts.forms.AddressForm",
    "confirm_login_code": "fanfold.web.accounts.forms.CodeForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "20/m/ip,3/m/key,12/h/key",
    "report": "6/m/ip,40/h/ip",
    "comment": "6/m/user,60/h/user",
    "app_password": "20/m/ip,6/m/key,60/h/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = CONFIGURATION.site.proxies
MFA_ADAPTER = "fanfold.web.accounts.adapter.SecondStep"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
# Limits count over all web workers, so what they count lies where all can see it.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "archive_limits",
        # More than tries of an hour could fill: what is thrown out is forgiven.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "fanfold.web.faults.stale_form"
#: Of one form; what a form holds beside files stays within Django's own bounds.
DATA_UPLOAD_MAX_NUMBER_FILES = 100
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIGURATION.site.address.startswith(
    "https://"
)

MAIL = CONFIGURATION.mail
EMAIL_BACKEND = "fanfold.web.accounts.post." + ("Posted" if MAIL.server else "Printed")
EMAIL_HOST, EMAIL_PORT = MAIL.server, MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.security == "starttls", MAIL.security == "tls"
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = MAIL.sender or MAIL.user or "fanfold@localhost"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"brief": {"()": "fanfold.web.faults.Brief"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "brief"},
    },
    # Faults alone: that somebody asked for what is not there is nobody's business.
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False}
    },
    # What other packages have to say may hold anything: the line is as brief.
    "root": {"handlers": ["stderr"], "level": "ERROR"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "img-src": ["'self'"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
