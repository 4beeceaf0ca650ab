"""Settings of the bare page: the product's database and compression, nothing else of it."""

from __future__ import annotations

from jishi.settings import *  # noqa: F403 # settings are one flat file by design

ROOT_URLCONF = "bench.platform.bare"
INSTALLED_APPS = [name for name in INSTALLED_APPS if not name.startswith("allauth")]  # noqa: F405 # as above
MIDDLEWARE = ["django.middleware.gzip.GZipMiddleware"]
