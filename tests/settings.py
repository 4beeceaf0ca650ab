"""The platform’s settings as tests want them: a home of their own and quick password hashes."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

os.environ.setdefault("JISHI_HOME", str(Path(tempfile.gettempdir()) / f"jishi-tests-{os.getuid()}"))

from jishi.settings import *  # noqa: F403 # settings are one flat file by design

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
