"""What happened to somebody beside posts: schooling, certificates, results, grades, contracts, figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from jishi.roster.demo.city.chronicle import Begin, End, Happening, at_desk
from jishi.roster.demo.city.entering import (
    WAGE,
    First,
    contact,
    contract,
    contract_spans,
    has_contract,
    profile,
    wage_told,
)
from jishi.roster.demo.city.scene import Scene

_HONOURS = ("优秀社区工作者", "最美网格员", "抗洪抢险先进个人", "文明城市创建先进个人")
_INFLUENCE = timedelta(days=730)
_HONOURED, _NEW_PHONE, _FULL_MEMBER = 6, 12, 60  # of a hundred
_ONE_MISTAKE_IN, _ONE_FORGOTTEN_IN = 37, 4
_LATELY = timedelta(days=110)


def confirmed_on(year: int) -> date:
    """The first day on which results of a year can be confirmed."""
    return date(year + 1, 3, 10)


@dataclass(frozen=True, slots=True)
class Since:
    """Tells what happened to somebody after the first record, and what came on file with it."""

    first: First
    scene: Scene

    def everything(self) -> Iterator[Happening]:
        """All of it, kind by kind."""
        yield from self.schooling()
        yield from self.certificates()
        yield from self.assessments()
        yield from self.grades()
        yield from self.contracts()
        yield from self.wages()
        yield from self.honours()
        yield from self.contact()
        yield from self.party()
        yield from self.mistakes()

    @property
    def last_day(self) -> date:
        """The last day of the story: the day of the demo, or the last one employed."""
        on = self.scene.times.on
        return min(on, self.first.staff.left or on) - timedelta(days=1)

    def schooling(self) -> Iterator[Happening]:
        """学历: those reached before went on file with the person, a few of them with a wrong day."""
        for number, row in enumerate(self.first.staff.career.education):
            begin = _education(number, row, self.first)
            if number == self._mistaken:
                begin = _a_year_later(begin)
            yield self._told("education", begin.since, begin)

    def mistakes(self) -> Iterator[Happening]:
        """更正: the wrong day of schooling was put right when the original was seen."""
        number = self._mistaken
        if number is not None:
            begin = _education(number, self.first.staff.career.education[number], self.first)
            recorded = self.first.recorded + timedelta(days=self.scene.dice.between(150, 330))
            reason = "核对毕业证书原件，更正取得日期"
            yield self._by_clerk(
                "correct", begin.since, recorded, begin, withdraws=(begin.key,), reason=reason
            )

    @property
    def _mistaken(self) -> int | None:
        """Which row of the schooling went on file with a wrong day, if any."""
        rows = self.first.staff.career.education
        long_on_file = self.first.day < self.scene.times.on - timedelta(days=340)
        if not rows or not long_on_file or self.first.staff.number % _ONE_MISTAKE_IN:
            return None
        obtained = rows[-1][3]
        known = isinstance(obtained, date) and self.first.knows(obtained + timedelta(days=366))
        return len(rows) - 1 if known else None

    def certificates(self) -> Iterator[Happening]:
        """证书."""
        for number, row in enumerate(self.first.staff.career.certificates):
            _, name, serial, obtained, registered = row
            assert isinstance(obtained, date)
            content = {
                "name": name,
                "number": serial,
                "obtained_on": obtained,
                "registered_before": registered,
            }
            begin = Begin(f"certificate:{number}", "Certificate", obtained, content)
            if obtained <= self.last_day:
                yield self._told("certificate", obtained, begin)

    def assessments(self) -> Iterator[Happening]:
        """考核: a result a year, confirmed in the spring of the next."""
        for _, year, result in self.first.staff.career.assessments:
            assert isinstance(year, int)
            on = confirmed_on(year) + timedelta(days=self.scene.dice.between(0, 12))
            begin = Begin(f"assessment:{year}", "Assessment", on, {"year": year, "result": result})
            if on <= self.last_day:
                yield self._told("assessment", on, begin)

    def grades(self) -> Iterator[Happening]:
        """核定等级: what was confirmed, one after the other."""
        held, recorded = 0, self.first.recorded
        for given, grade in self.scene.grades.get(self.first.staff.worker_id, ()):
            day = max(given, self.first.staff.entered)
            if day > self.last_day:
                return
            cause = "初次定级" if not held else "年度晋级" if grade > held else "岗位变动重新核定"
            begin = Begin("grade", "GradeHeld", day, {"grade": grade, "cause": cause})
            if not self.first.knows(day):
                later = self.scene.soon_after(day)
                recorded = max(later, recorded + timedelta(minutes=5))
            document = f"{self.scene.plan.name[:2]}社工〔{day.year}〕{self.scene.dice.between(3, 60)}号"
            ends = (End("grade", day),) if held else ()
            held = grade
            yield self._by_clerk("grade", day, recorded, begin, ends=ends, document=document)

    def contracts(self) -> Iterator[Happening]:
        """合同: renewed when one ran out; a few of the last months are not renewed yet."""
        staff = self.first.staff
        if not has_contract(staff):
            return
        for since, until in contract_spans(staff, self.scene):
            forgotten = since > self.scene.times.on - _LATELY and staff.number % _ONE_FORGOTTEN_IN == 0
            if since <= self.last_day and not (
                self.first.knows(since) or since == staff.entered or forgotten
            ):
                begin = contract(since, until, staff, self.scene)
                yield self._told("contract", since, begin, reason="合同到期续签")

    def wages(self) -> Iterator[Happening]:
        """上年月均工资: told anew each January."""
        staff = self.first.staff
        if not staff.text(WAGE):
            return
        recorded = self.first.recorded
        for year in range(max(self.first.day, staff.entered).year + 1, self.last_day.year + 1):
            day = date(year, 1, 1)
            value = wage_told(staff, year, self.scene)
            begin = Begin(f"figure:{WAGE}", "Figure", day, {"name": WAGE, "value": value})
            recorded = max(at_desk(date(year, 1, 6), self.scene.dice), recorded + timedelta(minutes=5))
            if day <= self.last_day and recorded.date() < self.scene.times.on:
                yield self._by_clerk("figure", day, recorded, begin, ends=(End(begin.key, day),))

    def honours(self) -> Iterator[Happening]:
        """奖惩: a few are honoured in the years on file."""
        dice = self.scene.dice
        start = max(self.first.day, self.first.staff.entered) + timedelta(days=30)
        if not dice.chance(_HONOURED) or start >= self.last_day:
            return
        day = dice.day_between(start, self.last_day)
        content = {
            "kind": "reward",
            "name": dice.one_of(_HONOURS),
            "issuer": dice.one_of((f"{self.scene.plan.name}人民政府", self.first.staff.place.street)),
            "awarded_on": day,
        }
        yield self._told("award", day, Begin("award", "Award", day, content, day + _INFLUENCE))

    def contact(self) -> Iterator[Happening]:
        """联系方式: some have another telephone since."""
        dice = self.scene.dice
        start = max(self.first.day, self.first.staff.entered) + timedelta(days=1)
        if dice.chance(_NEW_PHONE) and start < self.last_day:
            day = dice.day_between(start, self.last_day)
            number = f"199{dice.between(0, 99_999_999):08d}"
            begin = Begin("contact", "Contact", day, {**contact(self.first.staff), "phone": number})
            yield self._told("contact", day, begin, End("contact", day), reason="更换手机号")

    def party(self) -> Iterator[Happening]:
        """政治面貌: a probationary member of the party became a full one."""
        dice, staff = self.scene.dice, self.first.staff
        start = max(self.first.day, staff.entered) + timedelta(days=30)
        probationary = staff.text("政治面貌") == "中共预备党员"
        if probationary and dice.chance(_FULL_MEMBER) and start < self.last_day:
            day = dice.day_between(start, self.last_day)
            content = {**profile(staff), "political_status": "中共党员"}
            begin = Begin("profile", "Profile", day, content)
            yield self._told("profile", day, begin, End("profile", day), reason="预备党员转正")

    def _told(  # as a happening is told
        self, kind: str, on: date, begin: Begin, *ends: End, reason: str = ""
    ) -> Happening:
        """Something that came with the first record, or was recorded in its own time."""
        recorded = self.first.recorded
        if not self.first.knows(on):
            recorded = max(self.scene.soon_after(on), recorded + timedelta(minutes=5))
        return self._by_clerk(kind, on, recorded, begin, ends=ends, reason=reason)

    def _by_clerk(self, kind: str, on: date, recorded: datetime, begin: Begin, **more: Any) -> Happening:
        clerk = self.scene.clerk(self.first.staff.place.street)
        return Happening(kind, on, recorded, (begin,), by=clerk, **more)


def _education(number: int, row: Sequence[object], first: First) -> Begin:
    """A level of schooling; one whose day is not known is told from the day it went on file."""
    _, level, degree, obtained = row
    since = obtained if isinstance(obtained, date) else min(first.staff.entered, first.day)
    content = {"level": level, "degree": "" if degree == "无" else degree, "obtained_on": obtained}
    return Begin(f"education:{number}", "Education", since, content)


def _a_year_later(begin: Begin) -> Begin:
    day = date(begin.since.year + 1, begin.since.month, 1)
    return replace(begin, since=day, content={**begin.content, "obtained_on": day})
