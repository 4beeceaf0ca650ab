"""A key file of its own for every test, under either cipher."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from jishi.vault.file_keys import FileKeys


@pytest.fixture(params=["AES-GCM", "SM4-GCM"])
def cipher(request: pytest.FixtureRequest, settings: Settings) -> str:
    settings.CIPHER = request.param
    return str(request.param)


@pytest.fixture
def key_file(tmp_path: Path, settings: Settings, cipher: str) -> Path:  # noqa: ARG001 # sets the cipher
    settings.KEY_FILE = tmp_path / "keys.json"
    return tmp_path / "keys.json"


@pytest.fixture
def keys(key_file: Path, cipher: str) -> FileKeys:
    """The keys in use, as their keeper holds them."""
    return FileKeys(key_file, cipher)
