"""An invented workforce with every turn a year can take: promotions, certificates, joiners, windfalls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from bench import rule

Column = npt.NDArray[Any]
NEVER = 99


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of everybody in one month, one entry a person, the same order every month.

    `hired` is a month index, `certificates` a bit mask, money in 分, `fund_rate` in ten-thousandths.
    """

    place: Column
    post_class: Column
    hired: Column
    education: Column
    certificates: Column
    dual_head: Column
    assessment: Column
    star: Column
    declared_pay: Column
    fund_rate: Column
    special_deduction: Column
    one_off: Column

    @property
    def people(self) -> int:
        return len(self.place)


Year = tuple[Facts, ...]


@dataclass(frozen=True, slots=True)
class _Career:
    """What a person brings into the year and what happens in it (the month, or NEVER)."""

    post_class: npt.NDArray[np.int8]
    promoted: npt.NDArray[np.int64]
    certificates: npt.NDArray[np.int8]
    certified: npt.NDArray[np.int64]
    certificate: npt.NDArray[np.int8]

    def post_in(self, month: int) -> Column:
        return np.minimum(self.post_class + (month >= self.promoted), rule.HEAD).astype(np.int8)

    def certificates_in(self, month: int) -> Column:
        return np.where(month >= self.certified, self.certificates | self.certificate, self.certificates)


def make(people: int, seed: int = 7) -> Year:
    """The facts of twelve months for so many people; the same people for the same seed."""
    random = np.random.default_rng(seed)
    career, hired = _careers(random, people), _hired(random, people)
    place = random.integers(0, rule.PLACES, people, dtype=np.int8)
    education = random.choice(np.arange(4, dtype=np.int8), people, p=[0.1, 0.4, 0.45, 0.05])
    dual_head = random.random(people) < 0.4
    fund_rate = random.choice(np.arange(500, 1201, 100, dtype=np.int16), people)
    special = random.choice(np.array([0, 100_000, 150_000, 200_000, 300_000], np.int32), people)
    declared = _declared(random, people)
    year: list[Facts] = []
    for month in rule.MONTHS:
        if month in (1, 7):
            assessment, star = _half_year(random, people)
        if month == 7:
            declared = declared * 107 // 100 + random.integers(0, 100, people)
        year.append(
            Facts(
                place=place,
                post_class=career.post_in(month),
                hired=hired,
                education=education,
                certificates=career.certificates_in(month),
                dual_head=dual_head,
                assessment=assessment,
                star=star,
                declared_pay=declared,
                fund_rate=fund_rate,
                special_deduction=special,
                one_off=_one_off(random, people),
            )
        )
    return tuple(year)


def _careers(random: np.random.Generator, people: int) -> _Career:
    levels = [0.5, 0.2, 0.1, 0.1, 0.02, 0.03, 0.02, 0.03]
    return _Career(
        post_class=random.choice(np.arange(3, dtype=np.int8), people, p=[0.7, 0.2, 0.1]),
        promoted=_some_month(random, people, 0.04),
        certificates=random.choice(np.arange(8, dtype=np.int8), people, p=levels),
        certified=_some_month(random, people, 0.05),
        certificate=random.choice(np.array([1, 2, 4], np.int8), people),
    )


def _some_month(random: np.random.Generator, people: int, share: float) -> npt.NDArray[np.int64]:
    return np.where(random.random(people) < share, random.integers(1, 13, people), NEVER)


def _hired(random: np.random.Generator, people: int) -> Column:
    january = rule.month_index(1)
    hired = january - random.integers(0, 300, people)
    joins = random.random(people) < 0.03
    return np.where(joins, january + random.integers(1, 12, people), hired).astype(np.int16)


def _declared(random: np.random.Generator, people: int) -> npt.NDArray[np.int64]:
    ordinary = random.integers(150_000, 3_500_000, people)
    high = random.integers(3_000_000, 9_000_000, people)  # above every ceiling
    return np.where(random.random(people) < 0.01, high, ordinary)


def _half_year(random: np.random.Generator, people: int) -> tuple[Column, Column]:
    assessment = random.choice(np.arange(4, dtype=np.int8), people, p=[0.03, 0.07, 0.7, 0.2])
    return assessment, random.integers(0, 6, people, dtype=np.int8)


def _one_off(random: np.random.Generator, people: int) -> Column:
    """A payment to one in fifty, from 100 yuan to 2 million, so that every tax bracket occurs."""
    amount = (10.0 ** random.uniform(4, 8.3, people)).astype(np.int64)
    return np.where(random.random(people) < 0.02, amount, 0)
