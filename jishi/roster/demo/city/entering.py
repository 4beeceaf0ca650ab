"""How somebody came on file: on taking the platform into use, or by entering since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from jishi.policy.money import parse_yuan, plain_yuan
from jishi.roster.demo.city.chronicle import Begin, Happening, Place, at_desk
from jishi.roster.demo.city.scene import Scene
from jishi.roster.demo.city.staff import Fate, Staff
from jishi.roster.demo.district import PERSON_FACTS
from jishi.roster.demo.team import Rank

KEPT_ELSEWHERE = ("手机号", "政治面貌")  # columns of a roster file that are facts of their own here
FIGURES = tuple(name for name in PERSON_FACTS if name not in KEPT_ELSEWHERE)
WAGE = "上年月均工资"
CONTRACT_YEARS = 3
_BANKS = ("清江农村商业银行", "清江城市商业银行")
_NATIVE = ("清江市", "清江市", "清江市", "邻水县", "望山县")
_PROBATION = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class First:
    """The first record of somebody: when, and what was to be known by then."""

    staff: Staff
    recorded: datetime

    @property
    def day(self) -> date:
        """The day of the record."""
        return self.recorded.date()

    def knows(self, day: date) -> bool:
        """Whether something of a day went on file with the first record."""
        return day <= self.day


def first_record(staff: Staff, scene: Scene) -> First:
    """When somebody came on file."""
    dice, opened = scene.dice, scene.times.opened
    if staff.fate is Fate.COMING:
        return First(staff, scene.lately())
    if staff.entered < opened:
        return First(staff, at_desk(opened + timedelta(days=dice.between(0, 18)), dice))
    if dice.chance(40):  # recorded before the day, as it should be
        early = staff.entered - timedelta(days=dice.between(1, 9))
        return First(staff, at_desk(max(opened, early), dice))
    return First(staff, scene.soon_after(staff.entered))


def entry(first: First, scene: Scene) -> Happening:
    """Coming on file: who somebody is, the employment, the posts, the years of work, the contract."""
    staff = first.staff
    begins = [
        *_identity(staff),
        employment(staff, begin_place(staff), staff.entered, scene),
        *_posts(first),
        *_service(staff),
        *_contract(first, scene),
        *_figures(first, scene),
    ]
    clerk = scene.clerk(begin_place(staff).street)
    return Happening("enter", staff.entered, first.recorded, tuple(begins), by=clerk)


def begin_place(staff: Staff) -> Place:
    """Where somebody worked when coming on file."""
    return staff.moved_from or staff.place


def _identity(staff: Staff) -> Iterator[Begin]:
    yield Begin("profile", "Profile", staff.entered, profile(staff))
    yield Begin("contact", "Contact", staff.entered, contact(staff))
    identity = "统招专职" if staff.promoted_on else staff.text("identity")
    yield Begin("identity", "IdentityHeld", staff.entered, {"identity": identity})


def profile(staff: Staff) -> dict[str, object]:
    """基本信息."""
    return {
        "name": staff.text("name"),
        "sex": staff.text("sex"),
        "birth_on": staff.of("birth_on"),
        "ethnicity": "回族" if staff.number % 29 == 3 else "汉族",
        "political_status": staff.text("政治面貌"),
        "native_place": _NATIVE[staff.number % len(_NATIVE)],
        "retirement_category": staff.text("retirement_category"),
    }


def contact(staff: Staff) -> dict[str, object]:
    """联系方式, in clear."""
    card = f"6230{int(staff.text('id_number')[:17]) * 7919 % 10**15:015d}"
    bank = _BANKS[staff.number % len(_BANKS)]
    return {"phone": staff.text("手机号"), "bank_card": card, "bank_name": bank}


def employment(staff: Staff, place: Place, since: date, scene: Scene) -> Begin:
    """The employment from a day on, used by a community and managed by its street."""
    fresh = staff.rank is Rank.WORKER and staff.entered > scene.times.on - _PROBATION
    content = {
        "channel": staff.text("channel"),
        "recruiting_unit": Place(),
        "managing_unit": Place(place.street),
        "using_unit": place,
        "full_time": True,
        "state": "probation" if fresh else "active",
        "entered_on": staff.entered,
    }
    return Begin("employment", "Employment", since, content)


def posts_of(staff: Staff) -> list[Begin]:
    """The posts of a career in order, each with the day it ended; the last ones end with the employment."""
    return [
        Begin(f"post:{number}", "Appointment", since, _post(row[1:5], staff.place.street), before)  # type: ignore[arg-type] # rows of plain objects
        for number, row in enumerate(staff.career.appointments)
        for since, before in [(row[5], row[6])]
    ]


def _post(row: tuple[object, ...], street: str) -> dict[str, object]:
    community, position, mode, term = row
    return {
        "unit": Place(street, str(community)),
        "position": position,
        "mode": mode or "",
        "term": term or "",
    }


def _posts(first: First) -> Iterator[Begin]:
    """The posts begun by the first record; one that has ended by then keeps its end, others are open."""
    for post in posts_of(first.staff):
        if not first.knows(post.since) and first.staff.entered != post.since:
            continue
        ended = post.before if post.before and first.knows(post.before) else None
        content = dict(post.content)
        if first.staff.moved_from:
            content["unit"] = first.staff.moved_from
        yield Begin(post.key, post.kind, post.since, content, ended)


def _service(staff: Staff) -> Iterator[Begin]:
    for number, (_, unit, since, before, verified, counts) in enumerate(staff.career.service):
        assert isinstance(since, date)
        content = {"workplace": unit, "verified": bool(verified), "counts": bool(counts)}
        ended = before if isinstance(before, date) and before != staff.left and before > since else None
        yield Begin(f"service:{number}", "Service", since, content, ended)


def _figures(first: First, scene: Scene) -> Iterator[Begin]:
    """The district's own columns; the wage of the year before is told anew each January."""
    staff = first.staff
    since = max(staff.entered, date(first.day.year, 1, 1))
    for name in FIGURES:
        if value := staff.text(name):
            value = wage_told(staff, first.day.year, scene) if name == WAGE else value
            yield Begin(f"figure:{name}", "Figure", since, {"name": name, "value": value})


def wage_told(staff: Staff, year: int, scene: Scene) -> str:
    """The wage somebody's file told in a year: some four in a hundred less for each year back."""
    fen = parse_yuan(staff.text(WAGE))
    years = max(0, (staff.left or scene.times.on).year - year)
    return plain_yuan(fen * 96**years // 100**years // 100 * 100)


def contract_spans(staff: Staff, scene: Scene) -> Iterator[tuple[date, date]]:
    """The contracts somebody signed one after the other, as far as they touch the years on file."""
    since, elected = staff.entered, staff.rank is not Rank.WORKER
    while since <= scene.times.on:
        until = date(scene.times.term + 5, 1, 1) if elected else _years_later(since, CONTRACT_YEARS)
        if elected and since < date(scene.times.term, 1, 1):
            until = date(scene.times.term, 1, 1)
        if until > scene.times.opened:
            yield since, until
        since = until


def _years_later(day: date, years: int) -> date:
    return date(day.year + years, day.month, min(day.day, 28))


def contract(since: date, until: date, staff: Staff, scene: Scene) -> Begin:
    """A contract with the street."""
    engaged = staff.rank is Rank.WORKER
    number = f"{scene.plan.prefix}-{since.year}-{staff.number:04d}"
    content = {
        "party": f"{begin_place(staff).street}办事处",
        "kind": "劳动合同" if engaged else "任期合同",
        "number": number,
        "signed_on": since,
    }
    return Begin(f"contract:{since}", "Contract", since, content, until)


def has_contract(staff: Staff) -> bool:
    """Cadres of the establishment sign none; every so manieth of the others is missing."""
    return staff.text("identity") != "编制干部" and staff.number % 53 != 7


def _contract(first: First, scene: Scene) -> Iterator[Begin]:
    if has_contract(first.staff):
        for since, until in contract_spans(first.staff, scene):
            if first.knows(since) or since == first.staff.entered:
                yield contract(since, until, first.staff, scene)
