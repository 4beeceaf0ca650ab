"""What `make bench` compares is the same rule: every engine gives the same figures to the 分."""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np
import pytest

from bench import population, rule
from bench.measure import ENGINES
from bench.population import Year
from bench.results import NAMES, Results, digest

PEOPLE = 300
# OpenFisca comes with `make bench`, which compares the digests of all engines itself.
HERE = [name for name in ENGINES if not name.startswith("openfisca") or find_spec("openfisca_core")]
PEERS = [name for name in HERE if name != "interpreter"]


@pytest.fixture(scope="module")
def year() -> Year:
    return population.make(PEOPLE)


def paid(engine: str, year: Year) -> list[Results]:
    job = ENGINES[engine]()(year)
    return job.results(job.run())


@pytest.fixture(scope="module")
def by_hand(year: Year) -> list[Results]:
    """The one engine that computes like a person with a calculator."""
    return paid("interpreter", year)


@pytest.mark.parametrize("engine", PEERS)
@pytest.mark.filterwarnings("default")  # what the peer's own modules warn of is not ours
def test_every_engine_gives_the_figures_of_the_interpreter(
    engine: str, year: Year, by_hand: list[Results]
) -> None:
    found = paid(engine, year)
    for month, (ours, theirs) in enumerate(zip(found, by_hand, strict=True), 1):
        for name in NAMES:
            np.testing.assert_array_equal(
                getattr(ours, name), getattr(theirs, name), f"{name}, month {month}"
            )
    assert digest(found) == digest(by_hand)


def test_the_invented_year_has_every_turn_the_rule_knows(by_hand: list[Results], year: Year) -> None:
    assert {int(grade) for month in by_hand for grade in month.grade} == set(range(19))
    assert any((month.income_tax > 0).any() for month in by_hand)
    for number, (month, facts) in enumerate(zip(by_hand, year, strict=True), 1):
        assert not month.net[facts.hired > rule.month_index(number)].any()
