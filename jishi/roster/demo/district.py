"""Puts the demo district together: places, then the teams of each community, then everybody's records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from jishi.policy import records
from jishi.policy.records import Records
from jishi.roster.demo.career import Career, live
from jishi.roster.demo.dice import Dice
from jishi.roster.demo.places import COMMUNITY_FACTS, Community, make_communities
from jishi.roster.demo.team import make_teams

PERSON_FACTS = (
    "手机号",
    "政治面貌",
    "上年月均工资",
    "公积金比例",
    "专项附加扣除",
    "培训学时",
    "社岗通",
    "党务资格证",
    "走访时间占比",
    "群众满意度",
)


def make_demo(people: int, seed: int, *, on: date) -> Records:
    """Invents a district of so many people as of a day.

    Shape: about one community per 8.6 people and households for about 1.06 posts a person at 350 a post;
           some three people in a hundred lack something a grade or a pay needs.
    """
    dice = Dice(seed)
    communities = make_communities(people, dice)
    members = make_teams(communities)
    careers = [live(member, number, on, dice) for number, member in enumerate(members)]
    return records_of(communities, careers)


def records_of(communities: Sequence[Community], careers: Sequence[Career]) -> Records:
    """The frames of a district, from its places and its people."""
    people = {**records.PEOPLE, **dict.fromkeys(PERSON_FACTS, records.TEXT)}
    places = {**records.COMMUNITIES, **dict.fromkeys(COMMUNITY_FACTS, records.TEXT)}
    return Records(
        people=_frame([career.person for career in careers], people),
        communities=_frame([community.record for community in communities], places),
        appointments=_frame([row for career in careers for row in career.appointments], records.APPOINTMENTS),
        service=_frame([row for career in careers for row in career.service], records.SERVICE),
        education=_frame([row for career in careers for row in career.education], records.EDUCATION),
        certificates=_frame([row for career in careers for row in career.certificates], records.CERTIFICATES),
        assessments=_frame([row for career in careers for row in career.assessments], records.ASSESSMENTS),
    )


def _frame(rows: Sequence[tuple[object, ...]], schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dict(schema), orient="row")
