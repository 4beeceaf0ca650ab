"""The seven districts of the demo city: invented names, the pack each works by, and how large it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

CITY = "清江市"
SMALLEST = 9  # people: one full community


@dataclass(frozen=True, slots=True)
class DistrictPlan:
    """A district to be invented. `prefix` begins its worker numbers, `number` keeps its ID numbers apart."""

    name: str
    pack: str
    people: int
    streets: tuple[str, ...]
    prefix: str
    number: int

    @property
    def system(self) -> str:
        """The system its pack demonstrates: the pack's code without the mark of a demo."""
        return self.pack.removesuffix("-demo")


PLANS = (
    DistrictPlan(
        "清河区",
        "talent-drive-demo",
        620,
        (
            "东城街道",
            "北苑街道",
            "湖滨街道",
            "南苑街道",
            "西关街道",
            "新港街道",
            "文昌街道",
            "桂湖街道",
        ),
        "QH",
        0,
    ),
    DistrictPlan("云栖区", "huainan-demo", 112, ("云台街道", "溪口街道", "上桥街道"), "YQ", 1),
    DistrictPlan("松澜区", "chuzhou-demo", 104, ("松坪街道", "澜岸街道", "古槐街道"), "SL", 2),
    DistrictPlan("柳汀区", "longzihu-demo", 96, ("柳堤街道", "汀洲街道"), "LT", 3),
    DistrictPlan("双桂区", "wangcheng-demo", 104, ("桂园街道", "双井街道", "书院街道"), "SG", 4),
    DistrictPlan("鹤鸣区", "county-rules-demo", 78, ("鹤亭街道", "鸣泉街道"), "HM", 5),
    DistrictPlan("晴川区", "income-base-demo", 86, ("晴岚街道", "川渡街道"), "QC", 6),
)


def scaled(percent: int) -> Sequence[DistrictPlan]:
    """The same districts with so many of a hundred people; 100 is the demo itself."""
    if percent == 100:
        return PLANS
    return [replace(plan, people=max(SMALLEST, plan.people * percent // 100)) for plan in PLANS]
