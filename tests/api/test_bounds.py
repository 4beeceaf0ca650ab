"""Whatever is asked, the answer is an answer or a sentence; never a fault."""

from __future__ import annotations

import random
from typing import Any

import pytest
from django.test import Client

from tests.api.conftest import Reader
from tests.registry_people.cast import Cast

ADDRESSES = ("places", "people", "people/x", "events", "openapi.json")
NAMES = ("on", "known", "cursor", "limit", "after", "district", "x", "截至")
VALUES = (
    "", "0", "-1", "1", "200", "201", "1000", "1001", "2147483647", "2147483648", "9" * 40, "1e400", "NaN",
    "1.5", "true", "null", "1_0", "２０", "\0", "\ud7ff", "😀", "\u202e", "'; DROP x --", "%s%n", "../..",
    "a" * 10_000, "2026-11-01", "2026-02-30", "0000-00-00", "0001-01-01", "9999-12-31", "２０２６-11-01",
    "2026-W01", "20261101", "2026-11-01T08:00:00+08:00", "2026-11-01T08:00:00+99:99",
    "0001-01-01T00:00:00+23:59", "1949-10-01T00:00:00-12:00", "2199-12-31T23:59:59", "2026-11-01T25:00",
    "cDE=", "cDA=", "cA==", "cC0x", "cMKy", "=", "p1", "cDk5OTk5OTk5OTk5OTk5",
)  # fmt: skip


def test_three_hundred_random_questions_are_answered_or_refused_in_a_sentence(
    cast: Cast, reader: Reader
) -> None:
    cast.admit()
    dice = random.Random(4)
    for _ in range(300):
        query: dict[str, Any] = {dice.choice(NAMES): dice.choice(VALUES) for _ in range(dice.randint(0, 3))}
        answer = reader.ask(dice.choice(ADDRESSES), query)
        assert answer.status_code in {200, 404, 422}, (query, answer.content[:200])
        if answer.status_code == 422:
            problems = answer.json()["problems"]
            assert problems
            assert all(problem["sentence"].endswith("。") for problem in problems), (query, problems)


@pytest.mark.parametrize(
    ("what", "query", "sentence"),
    [
        ("people", {"limit": 201}, "不能大于 200。"),
        ("people", {"limit": 0}, "不能小于 1。"),
        ("events", {"limit": 1001}, "不能大于 1000。"),
        ("events", {"after": 2**31}, "不能大于 2147483647。"),
        ("events", {"after": "x"}, "请填写整数。"),
        ("places", {"on": "2026-02-30"}, "请按 2026-11-01 的格式填写 1949-10-01 到 2199-12-31 之间的日期。"),
        ("people", {"knwon": "2026-01-01"}, "没有这个参数，请检查拼写。"),
    ],
)
def test_a_parameter_out_of_bounds_is_named_with_the_way_to_write_it(
    reader: Reader, what: str, query: dict[str, Any], sentence: str
) -> None:
    answer = reader.ask(what, query)
    assert answer.status_code == 422
    assert answer.json()["problems"] == [{"where": next(iter(query)), "sentence": sentence}]


def test_an_address_that_does_not_exist_is_not_found(reader: Reader) -> None:
    sent = {"authorization": f"Bearer {reader.text}"}
    for where in ("/api/v1/", "/api/v1/docs", "/api/v1/people/x/y", "/api/v2/people", "/api/v1/people/%00"):
        assert Client().get(where, headers=sent).status_code == 404
