"""The kinds of places and what is said of them."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices

from jishi.audit.enums import verbs


class UnitKind(TextChoices):
    """What a unit is. An office decides; the others hold people."""

    CITY = "city", "市"
    DISTRICT = "district", "区"
    STREET = "street", "街道"
    COMMUNITY = "community", "社区"
    GRID = "grid", "网格"
    OFFICE = "office", "部门"


# The kinds a unit of each kind may stand under; only the city stands under nothing.
PARENT_KINDS: Mapping[UnitKind, tuple[UnitKind, ...]] = {
    UnitKind.CITY: (),
    UnitKind.DISTRICT: (UnitKind.CITY,),
    UnitKind.STREET: (UnitKind.DISTRICT,),
    UnitKind.COMMUNITY: (UnitKind.STREET,),
    UnitKind.GRID: (UnitKind.COMMUNITY,),
    UnitKind.OFFICE: (UnitKind.CITY, UnitKind.DISTRICT, UnitKind.STREET),
}


class BodyKind(TextChoices):
    """A body of a community or street."""

    PARTY = "party", "党组织"
    COMMITTEE = "committee", "居民委员会"
    SERVICE_CENTRE = "service_centre", "公共服务中心"
    PARTY_WORK = "party_work", "党工委"


class RestructureKind(TextChoices):
    """How the map of places is changed."""

    FOUND = "found", "设立"
    RENAME = "rename", "更名"
    MOVE = "move", "划转"
    MERGE = "merge", "合并"
    SPLIT = "split", "拆分"
    DISSOLVE = "dissolve", "撤销"


class RecordKind(TextChoices):
    """What is recorded about a unit without changing the map."""

    HOUSEHOLDS = "households", "户数人口"
    TAG = "tag", "社区标签"
    STAR = "star", "社区星级"
    BODY = "body", "组织机构"
    FIGURE = "figure", "社区数据"
    CORRECT = "correct", "更正"
    WITHDRAW = "withdraw", "撤回"


_PARTICULARS = {"summary": "内容", "effective_on": "生效日期"}
for _kind in (*RestructureKind, *RecordKind):
    verbs.register(f"unit.{_kind}", "{summary}", label=str(_kind.label), names=_PARTICULARS)
TAKE_EFFECT = verbs.register(
    "unit.take_effect", "{subject}的划转到期生效", label="组织调整生效", names={"on": "日期"}
)
CHOOSE_PACK = verbs.register(
    "unit.choose_pack", "为{subject}选定政策包“{pack}”", label="选定政策包", names={"pack": "政策包"}
)
