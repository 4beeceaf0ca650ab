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
| JISHI_OIDC_URL, JISHI_OIDC_CLIENT, JISHI_OIDC_SECRET | sign-in by an identity service | off |
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF

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
    "jishi.registry",
]

MIDDLEWARE = [
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
            ],
            "builtins": ["django.templatetags.static"],
        },
    }
]

# ---------------------------------------------------------------- database

_SQLITE = {
    "transaction_mode": "IMMEDIATE",  # a writer waits for the lock at once instead of failing half-way
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA cache_size=-65536;"
        "PRAGMA mmap_size=268435456;PRAGMA temp_store=MEMORY;PRAGMA foreign_keys=ON;"
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

AUTH_USER_MODEL = "access.Account"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# ---------------------------------------------------------------- language, time

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# ---------------------------------------------------------------- files served

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
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
