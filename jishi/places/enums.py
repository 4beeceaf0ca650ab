"""The kinds of places and what is said of them."""

from __future__ import annotations

from django.db.models import TextChoices


class UnitKind(TextChoices):
    """What a unit is. An office decides; the others hold people."""

    CITY = "city", "市"
    DISTRICT = "district", "区"
    STREET = "street", "街道"
    COMMUNITY = "community", "社区"
    GRID = "grid", "网格"
    OFFICE = "office", "部门"


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
