"""Every setting of the platform, read once from the environment.

DATABASE_URL              PostgreSQL ≥ 15 as the application's role; default: the embedded server under var/
ANXIN_OWNER_DATABASE_URL  the same database as the role that owns the tables (migrations, tests)
ANXIN_DATABASE_ROLE       "app" (default) or "owner": which of the two this process connects as
ANXIN_VAR                 where data, logs and uploads live; default: var/ in the checkout
ANXIN_SECRET_KEY          signing key; default: made once and kept in var/secret-key
ANXIN_ALLOWED_HOSTS       comma-separated host names
ANXIN_DEBUG, ANXIN_HTTPS  1 or 0
ANXIN_DISTRICT, ANXIN_PACK  which district folder and which policy pack this installation serves
ANXIN_PACKS, ANXIN_DISTRICTS  where those folders are
ANXIN_SECOND_FACTOR_ROLES  roles closed without a second factor, beyond the administrators; or "all"
ANXIN_PASSWORD_DAYS        how long a password alone (without second factor) may last; 0: for ever
ANXIN_GRANT_LONGEST_DAYS   how long a grant of a role may last
ANXIN_LEDGER_ANCHORS       the file of ledger heads; best on another machine
"""

import os
import secrets
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from anxin.config import env, postgres

SOURCE = Path(__file__).resolve().parents[1]
ROOT = SOURCE.parents[1]
VAR = env.path("ANXIN_VAR", ROOT / "var")
PACKS_DIR = env.path("ANXIN_PACKS", ROOT / "packs")
DISTRICTS_DIR = env.path("ANXIN_DISTRICTS", ROOT / "districts")
DISTRICT = env.text("ANXIN_DISTRICT", "320117")
PACK = env.text("ANXIN_PACK", "lishui-2023")


def _secret_key() -> str:
    kept = VAR / "secret-key"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(48))
    return kept.read_text()


DEBUG = env.flag("ANXIN_DEBUG", False)
HTTPS = env.flag("ANXIN_HTTPS", False)
SECRET_KEY = os.environ.get("ANXIN_SECRET_KEY") or _secret_key()
ALLOWED_HOSTS = env.words("ANXIN_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_FAILURE_VIEW = "anxin.console.middleware.form_not_trusted"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "procrastinate.contrib.django",
    "anxin.accounts",
    "anxin.ledger",
    "anxin.files",
    "anxin.registry",
    "anxin.console",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "anxin.console.middleware.request_identity",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "anxin.console.middleware.session_limits",
    "anxin.console.middleware.actor",
    "anxin.console.middleware.refusals",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "anxin.config.urls"
WSGI_APPLICATION = "anxin.config.wsgi.application"
ASGI_APPLICATION = "anxin.config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Each desk of the console keeps its pages beside its views: console/<desk>/templates/<desk>/…
        "DIRS": sorted(SOURCE.glob("console/*/templates")),
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "anxin.console.context.frame",
            ],
            "builtins": ["anxin.console.ui.tags"],
        },
    }
]

_role = env.text("ANXIN_DATABASE_ROLE", "app")
_given = os.environ.get("DATABASE_URL")
_url = (
    os.environ.get("ANXIN_OWNER_DATABASE_URL") or _given or postgres.url(owner=True)
    if _role == "owner"
    else _given or postgres.url()
)
DATABASES = {
    "default": env.database(_url)
    | {
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": env.text("ANXIN_TEST_DATABASE", "test_anxin")},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "phone")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "anxin.accounts.password_rules.GuessableValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "overview:home"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_IDLE_SECONDS = env.number("ANXIN_SESSION_IDLE_SECONDS", 30 * 60)
SESSION_ABSOLUTE_SECONDS = env.number("ANXIN_SESSION_ABSOLUTE_SECONDS", 12 * 60 * 60)
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_SECONDS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

AXES_FAILURE_LIMIT = env.number("ANXIN_LOGIN_FAILURE_LIMIT", 5)
AXES_COOLOFF_TIME = env.number("ANXIN_LOGIN_LOCK_MINUTES", 15) / 60
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_VERBOSE = False  # no greeting at every command
AXES_LOCKOUT_CALLABLE = "anxin.console.accounts.knocking.locked_page"
OTP_TOTP_ISSUER = "Anxin"
PASSWORD_DAYS = env.number("ANXIN_PASSWORD_DAYS", 90)
SECOND_FACTOR_ROLES = env.words("ANXIN_SECOND_FACTOR_ROLES")
GRANT_LONGEST_DAYS = env.number("ANXIN_GRANT_LONGEST_DAYS", 366)
LEDGER_ANCHORS = env.path("ANXIN_LEDGER_ANCHORS", VAR / "ledger" / "heads.log")

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = sorted(SOURCE.glob("console/*/locale"))
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
FORMAT_MODULE_PATH = ["anxin.config.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [path for path in [ROOT / "frontend" / "dist"] if path.exists()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if env.flag("ANXIN_PLAIN_STATIC", False)
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_USE_FINDERS = env.flag("ANXIN_PLAIN_STATIC", False)
MEDIA_ROOT = VAR / "media"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {f"procrastinate.{part}": {"level": "WARNING"} for part in ("blueprints", "periodic")},
}
