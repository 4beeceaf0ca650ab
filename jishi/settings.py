"""Everything the platform is set by: the environment in, a clear sentence when something is missing.

| variable | what it sets | without it |
| --- | --- | --- |
| DATABASE_URL | the database, `postgresql://…` in production | SQLite in JISHI_HOME |
| JISHI_HOME | where the embedded database, keys and anchors are kept | `build/home` |
| JISHI_SECRET_KEY | signs sessions; at least 50 characters | a key made once and kept in JISHI_HOME |
| JISHI_HOSTS | the names the site is reached by, parted by commas | this machine only |
| JISHI_HTTPS | `1` when served behind TLS: secure cookies, HSTS | off |
| JISHI_DEBUG | `1` shows errors in full; for developing only | off |
| JISHI_CIPHER | `SM4-GCM` or `AES-GCM` for sealed fields | `AES-GCM` |
| JISHI_KEY_FILE | the file that holds the sealing keys | `keys.json` in JISHI_HOME |
| JISHI_ANCHOR_DIR | where audit anchors are appended, outside the database | `anchors` in JISHI_HOME |
| JISHI_ANCHOR_MINUTES | how often the audit is anchored | 10 |
| JISHI_FREE_MB | with less space than this left for JISHI_HOME, `/healthz` turns red | 1024 |
| JISHI_LOG | `INFO` logs every request, `WARNING` troubles alone | INFO |
| JISHI_REQUIRE_TOTP | `0`: staff sign in by password alone, for demonstrations only | codes required |
| JISHI_PROXIES | how many proxies in front are trusted to say where a request comes from | 0 |
| JISHI_OIDC_URL, JISHI_OIDC_CLIENT, JISHI_OIDC_SECRET | sign-in by an identity service | off |
| JISHI_OIDC_NAME | which of its claims is the sign-in name here | preferred_username |
"""

from __future__ import annotations

import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF

from jishi.logs import configuration

BASE_DIR = Path(__file__).resolve().parent.parent


def _switched_on(name: str) -> bool:
    return os.environ.get(name, "") == "1"


HOME = Path(os.environ.get("JISHI_HOME") or BASE_DIR / "build" / "home")
HOME.mkdir(parents=True, exist_ok=True)


def _secret_key() -> str:
    """The key of the environment, else one made on first use and readable by its owner alone."""
    if given := os.environ.get("JISHI_SECRET_KEY"):
        return given
    kept = HOME / "secret-key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(64), encoding="ascii")
    return kept.read_text(encoding="ascii").strip()


SECRET_KEY = _secret_key()
DEBUG = _switched_on("JISHI_DEBUG")
HTTPS = _switched_on("JISHI_HTTPS")
ALLOWED_HOSTS = [
    name.strip() for name in os.environ.get("JISHI_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "axes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "jishi.ui",
    "jishi.ledger",
    "jishi.audit",
    "jishi.places",
    "jishi.access",
    "jishi.process",
    "django_tasks",
    "django_tasks_db",
    "jishi.jobs",
    "jishi.registry",
    "jishi.api",
]

MIDDLEWARE = [
    "jishi.access.views.requests.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "jishi.access.views.doors.DoorMiddleware",
]

ROOT_URLCONF = "jishi.urls"
WSGI_APPLICATION = "jishi.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "jishi.access.views.frame.frame",
            ],
            "builtins": ["django.templatetags.static"],
        },
    }
]

# ---------------------------------------------------------------- database

_SQLITE = {
    "transaction_mode": "IMMEDIATE",  # a writer waits for the lock at once instead of failing half-way
    "timeout": 20,
    # every thread has a connection of its own for as long as a request lasts: little is kept by each
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA cache_size=-4096;"
        "PRAGMA temp_store=MEMORY;PRAGMA foreign_keys=ON;"
    ),
}


def _database() -> dict[str, Any]:
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{HOME / 'jishi.sqlite3'}"
    config: dict[str, Any] = {**dj_database_url.parse(url)}
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = dict(_SQLITE)
    else:
        config["OPTIONS"] = {**config.get("OPTIONS", {}), "pool": {"min_size": 2, "max_size": 8}}
    return config


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Each web process keeps what it can work out again; orders and tables of large lists are large, so few.
_KEPT_HERE = "django.core.cache.backends.locmem.LocMemCache"
CACHES = {
    "default": {"BACKEND": _KEPT_HERE, "OPTIONS": {"MAX_ENTRIES": 1000}},
    "orders": {"BACKEND": _KEPT_HERE, "LOCATION": "orders", "OPTIONS": {"MAX_ENTRIES": 24}},
    "tables": {"BACKEND": _KEPT_HERE, "LOCATION": "tables", "OPTIONS": {"MAX_ENTRIES": 96}},
}

# ---------------------------------------------------------------- sign-in

AUTH_USER_MODEL = "access.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["jishi.access.rulings.passwords.PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "jishi.access.rulings.passwords.Profile"},
]
LOGIN_URL = "access:login"
CSRF_FAILURE_VIEW = "jishi.ui.views.errors.csrf_failure"
REQUIRE_TOTP = os.environ.get("JISHI_REQUIRE_TOTP", "1") != "0"
PROXIES = int(os.environ.get("JISHI_PROXIES", "0"))

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 7 * 86400  # the longest any session may last; the door ends most much sooner

# Failures are counted by name and address together, so that nobody can lock out somebody else, and forgotten
# by ourselves after the last factor: a right password alone must not give new tries at a code.
AXES_USERNAME_FORM_FIELD = "username"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = False
AXES_LOCKOUT_CALLABLE = "jishi.access.views.signin.locked_out"
AXES_CLIENT_IP_CALLABLE = "jishi.access.views.detours.address_of"
AXES_DISABLE_ACCESS_LOG = True  # sign-ins are in the audit trail
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# allauth keeps one-time codes and asks the identity service; its own sign-up pages have no address here.
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False
SOCIALACCOUNT_ADAPTER = "jishi.access.views.identity.IdentityAdapter"
OIDC_URL = os.environ.get("JISHI_OIDC_URL", "")
OIDC_NAME_CLAIM = os.environ.get("JISHI_OIDC_NAME", "preferred_username")
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "service",
                "name": "统一身份认证",
                "client_id": os.environ.get("JISHI_OIDC_CLIENT", ""),
                "secret": os.environ.get("JISHI_OIDC_SECRET", ""),
                "settings": {"server_url": OIDC_URL},
            }
        ],
        "OAUTH_PKCE_ENABLED": True,
    }
}

# ---------------------------------------------------------------- background work

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# ---------------------------------------------------------------- language, time

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# ---------------------------------------------------------------- files served

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(exist_ok=True)  # empty unless collected; the finders serve what is not here
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 86400

# ---------------------------------------------------------------- what the browser may do

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None

# ---------------------------------------------------------------- sealing and anchoring

CIPHER = os.environ.get("JISHI_CIPHER", "AES-GCM")
KEY_FILE = Path(os.environ.get("JISHI_KEY_FILE") or HOME / "keys.json")
ANCHOR_DIR = Path(os.environ.get("JISHI_ANCHOR_DIR") or HOME / "anchors")
ANCHOR_MINUTES = int(os.environ.get("JISHI_ANCHOR_MINUTES", "10"))

# ---------------------------------------------------------------- logs

LOGGING = configuration(os.environ.get("JISHI_LOG", "INFO"))

# ---------------------------------------------------------------- the watch: when `/healthz` turns red

FREE_MB = int(os.environ.get("JISHI_FREE_MB", "1024"))
STARTING_SECONDS = 180  # after a start, what comes round by the clock is given this long to come round
