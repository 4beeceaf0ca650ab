"""One invented life in the demo district: birth, service, terms, results, and what the pay roll knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from jishi.policy.identifiers import make_id_number
from jishi.policy.money import plain_yuan
from jishi.policy.period import Month
from jishi.roster.demo.dice import Dice
from jishi.roster.demo.naming import person_name
from jishi.roster.demo.schooling import Row, certificates, education
from jishi.roster.demo.team import Member, Rank, Story

TERM_YEARS, SOME_TERM = 5, 2022
_ASSESSED_YEARS = 5
_AGES = {Rank.HEAD: (36, 54), Rank.DEPUTY: (31, 54), Rank.MEMBER: (26, 52), Rank.WORKER: (23, 48)}
_YEARS_SERVED = {Rank.HEAD: (8, 24), Rank.DEPUTY: (5, 20), Rank.MEMBER: (3, 16), Rank.WORKER: (1, 14)}
_YOUNGEST = 20
_OLDEST_IN_THE_LEAGUE = 28
_LACKING_EVERY = 31  # one person in so many lacks something
_PARTIES = ("中共党员", "中共党员", "中共预备党员", "共青团员", "群众", "群众", "群众")
_FUND_RATES = ("5%", "8%", "8%", "8%", "10%", "12%")
_DEDUCTIONS = (0, 0, 1000, 1000, 1500, 2000, 2000, 3000, 3500)
_SKILL = ("通过", "通过", "通过", "通过", "通过", "未通过", "未参加")


@dataclass(frozen=True, slots=True)
class Career:
    """The rows somebody has in each frame of the records."""

    person: Row
    appointments: tuple[Row, ...]
    service: tuple[Row, ...]
    education: tuple[Row, ...]
    certificates: tuple[Row, ...]
    assessments: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class _Life:
    """The bones of a career: who, and since when."""

    member: Member
    worker_id: str
    name: str
    id_number: str
    female: bool
    birth: date
    began: date  # community work, however long interrupted since
    entered: date  # the present employment
    left: date | None


def live(member: Member, number: int, on: date, dice: Dice, prefix: str = "QH") -> Career:
    """Invents the holder of a post; every so manieth lacks something grades or pay need."""
    life = _born(member, number, on, dice, prefix)
    lacks = number // _LACKING_EVERY % 4 if number % _LACKING_EVERY == _LACKING_EVERY // 2 else None
    schooling = list(education(life.worker_id, life.birth, on, dice))
    if lacks == 0:
        schooling[-1] = (*schooling[-1][:3], None)
    return Career(
        _person(life, on, dice, lacks),
        tuple(_appointments(life, on)),
        () if lacks == 1 else tuple(_service(life, dice)),
        () if lacks == 2 else tuple(schooling),
        tuple(certificates(life.worker_id, life.began, on, dice)),
        tuple(_assessments(life, on, dice)),
    )


def _born(member: Member, number: int, on: date, dice: Dice, prefix: str) -> _Life:
    female = dice.chance(68)
    age = dice.between(*_AGES[member.rank])
    birth = date(on.year - age, dice.between(1, 12), dice.between(1, 28))
    id_number = make_id_number(f"99{number // 500 % 9900 + 100:04d}", birth, number % 500 * 2 + (not female))
    began, entered = _beginnings(member, birth, on, dice)
    left = None
    if member.story is Story.LEAVING:
        left = (Month.of(on) + dice.between(0, 1)).first_day + timedelta(days=dice.between(9, 24))
    name = person_name(dice)
    return _Life(member, f"{prefix}{number + 1:06d}", name, id_number, female, birth, began, entered, left)


def _beginnings(member: Member, birth: date, on: date, dice: Dice) -> tuple[date, date]:
    """When community work began, and the present employment: later for the one in four who paused."""
    if member.story in {Story.JOINED, Story.JOINING}:
        month = Month.of(on) + (member.story is Story.JOINING)
        entered = month.first_day + timedelta(days=dice.between(0, 19))
        return entered, entered
    served = dice.between(*_YEARS_SERVED[member.rank])
    if member.story is not Story.NOTHING:
        served = max(served, _ASSESSED_YEARS + 1)
    began = date(max(on.year - served, birth.year + _YOUNGEST), dice.between(1, 12), 1)
    last_month = (Month.of(on) + -1).first_day
    began = min(began, last_month)
    if served >= 6 and dice.chance(25):
        return began, min((Month.of(began) + dice.between(30, 48)).first_day, last_month)
    return began, began


def _person(life: _Life, on: date, dice: Dice, lacks: int | None) -> Row:
    member, community = life.member, life.member.community
    identity, channel = _standing(member, dice)
    trained = dice.day_between(max(life.entered, date(on.year - 4, 3, 1)), on)
    return (
        life.worker_id,
        life.name,
        life.id_number,
        "女" if life.female else "男",
        life.birth,
        community.name,
        community.street,
        member.positions[0],
        identity,
        channel,
        True,
        None if lacks == 1 else life.entered,
        life.left,
        None,
        None,
        trained if dice.chance(88) and life.entered < on else None,
        _retirement(life, on, dice),
        *_pay_facts(life, on, dice, lacks),
    )


def _standing(member: Member, dice: Dice) -> tuple[str, str]:
    """人员身份 and 进入渠道."""
    if member.story is Story.SECONDED:
        return "编制干部", "委任"
    if member.rank is not Rank.WORKER:
        return "两委专职", "选任"
    return dice.one_of((*[("统招专职", "招聘")] * 38, *[("转聘", "转聘")] * 11, ("公益岗", "其他")))


def _retirement(life: _Life, on: date, dice: Dice) -> str:
    if not life.female:
        return "男60"
    to_55 = life.member.rank in {Rank.HEAD, Rank.DEPUTY} or on.year - life.birth.year > 47
    return "女55" if to_55 or dice.chance(40) else "女50"


def _party(life: _Life, on: date, dice: Dice) -> str:
    """政治面貌; nobody stays in the Youth League beyond its age."""
    if life.member.rank is Rank.HEAD:
        return _PARTIES[0]
    party = dice.one_of(_PARTIES)
    return (
        _PARTIES[-1] if party == "共青团员" and on.year - life.birth.year > _OLDEST_IN_THE_LEAGUE else party
    )


def _pay_facts(life: _Life, on: date, dice: Dice, lacks: int | None) -> Row:
    """The district's own columns of 花名册, in the order of PERSON_FACTS."""
    wage = 380_000 + 90_000 * (3 - life.member.rank.value) + dice.between(0, 90_000)
    return (
        f"199{dice.between(0, 99_999_999):08d}",
        _party(life, on, dice),
        None if lacks == 3 else plain_yuan(wage),
        dice.one_of(_FUND_RATES),
        str(dice.one_of(_DEDUCTIONS)),
        str(dice.between(16, 80)),
        dice.one_of(_SKILL),
        "是" if dice.chance(35) else "否",
        f"{dice.between(40, 70)}%",
        f"{dice.between(76, 99)}%",
    )


def _appointments(life: _Life, on: date) -> Iterator[Row]:
    """The present post of everybody, and what those now in office did in the term before."""
    member = life.member
    community = member.community.name
    term = SOME_TERM + (on.year - SOME_TERM) // TERM_YEARS * TERM_YEARS
    if member.rank is Rank.WORKER:
        yield life.worker_id, community, member.positions[0], "聘任", None, life.entered, life.left
        return
    elected = max(life.entered, date(term, 1, 1))
    if life.entered < elected:
        before = member.positions[0] if int(life.worker_id[2:]) % 2 else "专职社区工作者"
        mode = "选任" if before != "专职社区工作者" else "聘任"
        yield life.worker_id, community, before, mode, f"{term - TERM_YEARS}届", life.entered, elected
    mode = "委任" if member.story is Story.SECONDED else "选任"
    for position in member.positions:
        yield life.worker_id, community, position, mode, f"{term}届", elected, life.left


def _service(life: _Life, dice: Dice) -> Iterator[Row]:
    """Work elsewhere that does not count, community work before a pause, and the present employment."""
    community = life.member.community
    here = f"{community.street}{community.name}"
    grown = date(life.birth.year + _YOUNGEST, 1, 1)
    if life.began.year - grown.year >= 3 and dice.chance(35):
        until = life.began - timedelta(days=31 * dice.between(0, 6))
        yield life.worker_id, "企业工作", date(life.began.year - 2, 1, 1), until, dice.chance(90), False
    if life.began < life.entered:
        paused = (Month.of(life.entered) + -dice.between(1, 15)).first_day
        yield life.worker_id, f"{community.street}其他社区", life.began, paused, dice.chance(94), True
    yield life.worker_id, here, life.entered, life.left, dice.chance(97), True


def _assessments(life: _Life, on: date, dice: Dice) -> Iterator[Row]:
    """A result for each of the last five years worked from July on at least."""
    years = [y for y in range(on.year - _ASSESSED_YEARS, on.year) if life.began <= date(y, 7, 1)]
    failed = _failed(life.member.story, on)
    for year in years:
        drawn = dice.one_of(_RESULTS)
        yield life.worker_id, year, "不合格" if year in failed else drawn


_RESULTS = (*["优秀"] * 45, *["合格"] * 247, *["基本合格"] * 7, "不合格")


def _failed(story: Story, on: date) -> tuple[int, ...]:
    """Two years of the present term somebody failed in, as far as two have been assessed."""
    term = SOME_TERM + (on.year - SOME_TERM) // TERM_YEARS * TERM_YEARS
    years = range(max(term, on.year - _ASSESSED_YEARS), on.year)
    if story is Story.FAILED_TWICE_RUNNING:
        return tuple(years[-2:])
    return (years[0], years[-1]) if story is Story.FAILED_TWICE_APART and years else ()
