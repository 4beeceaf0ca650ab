"""An invented city, 清江市, with seven districts and three years of history: what the platform's demo loads.

Nothing here knows a database: places are plans, and every person is a list of happenings, each with the day
it took effect and the instant it was recorded. The same seed and day give the same city again.
"""

from __future__ import annotations

from jishi.roster.demo.city.plans import CITY, PLANS, DistrictPlan, scaled
from jishi.roster.demo.city.scene import GradePath, Words
from jishi.roster.demo.city.story import District, make_district

__all__ = ["CITY", "PLANS", "District", "DistrictPlan", "GradePath", "Words", "make_district", "scaled"]
