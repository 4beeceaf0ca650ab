"""What every engine must give back, and the digest that proves they agree to the last 分."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Results:
    """One month's pay of everybody, one entry a person; money in 分, nothing for who is not yet hired."""

    grade: npt.NDArray[np.integer[Any]]
    basic_pay: npt.NDArray[np.integer[Any]]
    dual_head_uplift: npt.NDArray[np.integer[Any]]
    certificate_allowance: npt.NDArray[np.integer[Any]]
    performance_pay: npt.NDArray[np.integer[Any]]
    star_bonus: npt.NDArray[np.integer[Any]]
    gross: npt.NDArray[np.integer[Any]]
    pension: npt.NDArray[np.integer[Any]]
    medical: npt.NDArray[np.integer[Any]]
    unemployment: npt.NDArray[np.integer[Any]]
    housing_fund: npt.NDArray[np.integer[Any]]
    income_tax: npt.NDArray[np.integer[Any]]
    net: npt.NDArray[np.integer[Any]]


NAMES = tuple(each.name for each in fields(Results))


def digest(months: Sequence[Results]) -> str:
    """A short name for all figures of all months: equal only when every figure of every person is."""
    hashed = hashlib.blake2b(digest_size=12)
    for month in months:
        for name in NAMES:
            hashed.update(np.ascontiguousarray(getattr(month, name), dtype=np.int64).data)
    return hashed.hexdigest()
