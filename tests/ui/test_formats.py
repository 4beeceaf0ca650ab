"""How values are written."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from jishi.ui.templatetags.formats import blank, count, day, moment, month, unknown, wan, yuan


@pytest.mark.parametrize(
    ("fen", "words"),
    [(455_480, "4,554.80"), (0, "0.00"), (-5, "-0.05"), (123_456_789_01, "123,456,789.01"), (None, "—")],
)
def test_money_is_written_in_yuan_with_two_decimals(fen: int | None, words: str) -> None:
    assert yuan(fen) == words


@pytest.mark.parametrize(
    ("fen", "words"),
    [(3_229_660_000, "3,229.66"), (5_000, "0.01"), (4_999, "0.00"), (-15_000, "-0.02"), (None, "—")],
)
def test_sums_are_written_in_wan_halves_up(fen: int | None, words: str) -> None:
    assert wan(fen) == words


def test_days_and_instants_are_written_in_local_time() -> None:
    late = datetime(2026, 10, 31, 17, 5, tzinfo=UTC)

    assert day(date(2026, 11, 1)) == "2026-11-01"
    assert day(late) == "2026-11-01"
    assert moment(late) == "2026-11-01 01:05"
    assert month(date(2026, 11, 1)) == "2026-11"
    assert (day(None), moment(None), month(None)) == ("—", "—", "—")


def test_nothing_is_a_dash_not_known_is_said_and_zero_is_a_value() -> None:
    assert blank("") == "—"
    assert blank(0) == 0
    assert unknown(0) == 0
    assert unknown(None) == '<span class="unknown">未填</span>'
    assert count(100_000) == "100,000"
