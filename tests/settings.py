"""The platform’s settings as tests want them: a home of their own and quick password hashes."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile


def _own_home() -> str:
    """A folder for keys and anchors that is gone when the tests are."""
    folder = tempfile.mkdtemp(prefix="jishi-tests-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


if not os.environ.get("JISHI_HOME"):
    os.environ["JISHI_HOME"] = _own_home()

from jishi.settings import *  # noqa: E402, F403 # settings are one flat file by design; the home comes first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
