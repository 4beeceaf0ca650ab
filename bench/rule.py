"""The numbers of the measured pay rule: three posts, eighteen grades, sixteen places, one tax year.

The rule itself stands in `pack/公式.yaml`, as an officer would read it; the baselines write it again in
their own manner from the numbers here. Money in 分, rates as numerators over 10 000. All values are
invented; every mechanism is one that localities use.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

YEAR = 2025
MONTHS = range(1, 13)
PLACES = 16
PARTS = 10_000  # rates count ten-thousandths

STAFF, DEPUTY, HEAD = range(3)
START_GRADE = np.array([1, 4, 7])
TOP_GRADE = np.array([12, 15, 18])
YEARS_A_STEP, MOST_STEPS = 3, 6
EDUCATION_STEPS = np.array([0, 1, 2, 3])
HIGHEST_CERTIFICATE = np.array([0, 1, 2, 2, 3, 3, 3, 3])  # by bit mask: 1 助理, 2 社会工作师, 4 高级
COEFFICIENT_BASE, COEFFICIENT_STEP = 10_000, 300
UPLIFT = 1_000
PERFORMANCE = np.array([0, 1_000, 2_000, 3_000])  # 不合格 基本合格 合格 优秀
STAR_BONUS = np.array(
    [
        [0, 0, 0, 0, 0, 0],
        [0, 10_000, 20_000, 30_000, 40_000, 50_000],
        [0, 20_000, 40_000, 60_000, 80_000, 100_000],
        [0, 20_000, 40_000, 60_000, 80_000, 100_000],
    ]
)
PENSION, MEDICAL, UNEMPLOYMENT = 800, 200, 50
MONTHLY_ALLOWANCE = 500_000  # 基本减除费用
YUAN = 100


@dataclass(frozen=True, slots=True)
class Bracket:
    """One bracket of the yearly tax scale: above `over`, `rate` less `quick`."""

    over: int
    rate: int
    quick: int


BRACKETS = (
    Bracket(0, 300, 0),
    Bracket(3_600_000, 1_000, 252_000),
    Bracket(14_400_000, 2_000, 1_692_000),
    Bracket(30_000_000, 2_500, 3_192_000),
    Bracket(42_000_000, 3_000, 5_292_000),
    Bracket(66_000_000, 3_500, 8_592_000),
    Bracket(96_000_000, 4_500, 18_192_000),
)


@dataclass(frozen=True, slots=True)
class Standards:
    """What the places lay down from one month of the year on.

    Shape: one value a place; `certificate` one row a certificate level (none first).
    """

    since: int
    minimum_wage: Ints
    insurance_floor: Ints
    insurance_ceiling: Ints
    fund_floor: Ints
    fund_ceiling: Ints
    certificate: Ints


def _standards(since: int, wage: Ints, raised: int, certificate: Ints) -> Standards:
    place = np.arange(PLACES, dtype=np.int64)
    return Standards(
        since=since,
        minimum_wage=wage,
        insurance_floor=380_000 + raised * 20_000 + place * 1_234,
        insurance_ceiling=1_900_000 + raised * 100_000 + place * 6_171,
        fund_floor=170_000 + raised * 10_000 + place * 1_000,
        fund_ceiling=2_400_000 + raised * 200_000 + place * 7_000,
        certificate=certificate,
    )


def _year() -> tuple[Standards, Standards]:
    place = np.arange(PLACES, dtype=np.int64)
    # every other place publishes a wage that is no round number, so that rounding is exercised
    wage = 170_000 + place * 5_000 + np.where(place % 2 == 1, 337 + 11 * place, 0)
    levels = np.array([[0], [20_000], [50_000], [100_000]], dtype=np.int64) + np.zeros_like(place)
    raised = levels + np.where(levels > 0, place * 1_000, 0)
    return _standards(1, wage, 0, levels), _standards(7, wage * 106 // 100, 1, raised)


STANDARDS = _year()


def standards(month: int) -> Standards:
    """The standards in force in a month (1–12)."""
    return [each for each in STANDARDS if each.since <= month][-1]


def month_index(month: int) -> int:
    """A month (1–12) of the year measured, counted as packs count months."""
    return YEAR * 12 + month - 1
