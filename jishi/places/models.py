"""Places and what is true of them from a day on: names and parents, households, tags, bodies, stars.

A `Unit` is the thing that lasts; what may change is a dated fact about it, so that a rename or a merger
keeps history. `path` is where the unit stands now, for deciding sight quickly; `UnitStanding` says where it
stood on any day. Both are written by `jishi.places.actions` alone.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from jishi.ledger.models import DatedFact
from jishi.places.enums import BodyKind, UnitKind

STEP = 6  # characters of one step of a path: five digits and a slash


class Unit(models.Model):
    """组织: a city, district, street, community, grid or office."""

    kind = models.CharField("类别", max_length=12, choices=UnitKind)
    district = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", verbose_name="所属区"
    )  # a district is its own; null for the city and its offices
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="children", verbose_name="上级"
    )
    path = models.CharField("路径", max_length=80, unique=True)
    code = models.CharField("代码", max_length=24, blank=True)
    name = models.CharField("名称", max_length=60)  # as of now; `UnitStanding` has the names of other days
    pack = models.CharField("政策包", max_length=60, blank=True)  # of a district
    dissolved = models.BooleanField("已撤销", default=False)
    last_step = models.PositiveIntegerField("下级已用序号", default=0)  # no path is ever given twice
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = "组织"
        ordering: ClassVar[list[str]] = ["path"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["district", "kind"])]

    def __str__(self) -> str:
        return self.name

    @property
    def depth(self) -> int:
        """How many steps from the root; the city has 1."""
        return len(self.path) // STEP

    def within(self, path: str) -> bool:
        """Whether it is the unit of a path or lies under it."""
        return self.path.startswith(path)


class UnitFact(DatedFact):
    """A dated fact of one unit."""

    owner = "unit"
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="组织")

    class Meta(DatedFact.Meta):
        abstract = True
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["unit", "valid_from"])]


class UnitStanding(UnitFact):
    """A unit's name and place in the tree over a span of days."""

    name = models.CharField("名称", max_length=60)
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="上级")
    succeeded_by = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", verbose_name="并入"
    )  # on the last standing of a merged unit

    class Meta(UnitFact.Meta):
        verbose_name = "组织沿革"


class Households(UnitFact):
    """户数与人口 of a community or grid."""

    households = models.PositiveIntegerField("户数", null=True)
    residents = models.PositiveIntegerField("常住人口", null=True)
    source = models.CharField("来源", max_length=80, blank=True)

    class Meta(UnitFact.Meta):
        verbose_name = "户数人口"


class Tag(UnitFact):
    """A type tag of a community with its evidence (R-021)."""

    name = models.CharField("标签", max_length=30)
    evidence = models.CharField("依据", max_length=200)

    class Meta(UnitFact.Meta):
        verbose_name = "社区标签"


class Star(UnitFact):
    """社区星级."""

    star = models.CharField("星级", max_length=12)
    document = models.CharField("文号", max_length=80, blank=True)

    class Meta(UnitFact.Meta):
        verbose_name = "社区星级"


class Body(UnitFact):
    """A body of a unit: party organisation, residents' committee, service centre."""

    kind = models.CharField("类别", max_length=16, choices=BodyKind)
    name = models.CharField("名称", max_length=60)

    class Meta(UnitFact.Meta):
        verbose_name = "组织机构"


class UnitFigure(UnitFact):
    """A figure a locality keeps of its communities, named in its own words (员额调整, 社区量化得分 …)."""

    name = models.CharField("项目", max_length=40)
    value = models.CharField("值", max_length=60)
    remark = models.CharField("说明", max_length=200, blank=True)

    class Meta(UnitFact.Meta):
        verbose_name = "社区数据"
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["unit", "name", "valid_from"])]


class UnitChange(models.Model):
    """组织调整: one recorded change of places; the facts it recorded carry its number.

    `replaced` names the facts it superseded, table and row, so that withdrawing it believes them again.
    """

    district = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="所属区")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="changes", verbose_name="组织")
    kind = models.CharField("类别", max_length=24)  # RestructureKind or RecordKind
    effective_on = models.DateField("生效日期")
    reason = models.CharField("理由", max_length=200, blank=True)
    summary = models.CharField("摘要", max_length=200)
    replaced = models.JSONField("所替代的资料", default=list)
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.CharField("登记人", max_length=40)
    withdrawn_at = models.DateTimeField("撤回时间", null=True)
    withdraws = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", verbose_name="所撤回的调整"
    )

    class Meta:
        verbose_name = "组织调整"
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["unit", "-id"])]
