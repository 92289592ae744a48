"""Django's settings as far as types need them: mypy asks which models there are."""

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "fanfold.archive",
    "fanfold.web",
]
AUTH_USER_MODEL = "archive.Account"
SECRET_KEY = "only for types"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MIDDLEWARE = ["allauth.account.middleware.AccountMiddleware"]
