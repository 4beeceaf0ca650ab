"""The JSON Schema an editor uses is the schema the loader checks."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from jishi.policy.pack.schema import json_schema

PUBLISHED = Path(__file__).parents[3] / "docs" / "pack.schema.json"


def test_the_published_schema_is_current() -> None:
    assert json.loads(PUBLISHED.read_text("utf-8")) == json_schema(), "请运行 make schema 重新生成"


def test_the_module_prints_what_is_published() -> None:
    command = [sys.executable, "-m", "jishi.policy.pack.schema"]

    printed = subprocess.run(command, check=True, capture_output=True).stdout

    assert printed.decode() == PUBLISHED.read_text("utf-8")


def test_every_file_has_a_schema_that_refuses_unknown_keys_and_speaks_chinese() -> None:
    schema = json_schema()

    assert {"包.yaml", "参数.yaml", "清单.yaml", "算例.yaml"} <= set(schema["properties"])
    parameter = schema["$defs"]["ParameterEntry"]
    assert parameter["additionalProperties"] is False
    assert parameter["properties"]["依据"]["description"] == "依据（必填；承上级时可省略）"
    assert "required" not in parameter
    assert not any(
        key.isascii() for definition in schema["$defs"].values() for key in definition["properties"]
    )
