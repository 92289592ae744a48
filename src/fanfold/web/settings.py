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
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "fanfold.archive",
    "fanfold.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "fanfold.web.access.AccessMiddleware",
]

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
                "django.template.context_processors.i18n",
                "fanfold.web.frame.frame",
            ],
            "builtins": ["fanfold.web.templatetags.stories"],
        },
    }
]


def _database(configuration: Configuration) -> dict[str, Any]:
    if configuration.database.url == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": configuration.sqlite_file,
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
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": _database(CONFIGURATION)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "archive.Account"

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

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIGURATION.site.address.startswith(
    "https://"
)

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
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "img-src": ["'self'"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
