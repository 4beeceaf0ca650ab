"""What a workbook says otherwise than the file of somebody known: field by field, each to be chosen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from jishi import vault
from jishi.places.models import Unit
from jishi.registry.actions.particulars import (
    Appointed,
    Assessed,
    Certified,
    Described,
    Figured,
    Graded,
    Graduated,
    Identified,
    Particulars,
    Reached,
    Served,
    Transferred,
)
from jishi.registry.models import (
    Assessment,
    Certificate,
    Contact,
    Education,
    Employment,
    Figure,
    GradeHeld,
    IdentityHeld,
    Profile,
    Service,
)
from jishi.registry.rulings.imports import PersonRows, Row, own_columns
from jishi.registry.selectors.files import PersonFile
from jishi.registry.selectors.imports import Places

CAUSE = "导入"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing said otherwise: what it is, before and after, the change that would take the new value.

    Shape: `sheet` and `number` the row it comes from; `key` names it among those of the person.
    """

    key: str
    label: str
    before: str
    after: str
    particulars: Particulars
    on: date
    sheet: str
    number: int | None


def differences(file: PersonFile, rows: PersonRows, places: Places, since: date) -> list[Difference]:
    """Everything a workbook says otherwise of somebody, what is empty in it left out."""
    found = [*_described(file, rows, since), *_standing(file, rows, places, since)]
    found += [*_qualified(file, rows, since), *_served(file, rows), *_figured(file, rows, since)]
    return found


_DESCRIBED = (
    ("name", "姓名"),
    ("birth_on", "档案认定出生日期"),
    ("retirement_category", "退休类别"),
    ("政治面貌", "政治面貌"),
    ("民族", "民族"),
    ("籍贯", "籍贯"),
)
_PROFILE_FIELDS = {"政治面貌": "political_status", "民族": "ethnicity", "籍贯": "native_place"}


def _main(
    rows: PersonRows, key: str, label: str, before: object, after: object, what: Particulars, on: date
) -> Difference:
    return Difference(key, label, str(before or ""), str(after), what, on, "花名册", rows.number)


def _described(file: PersonFile, rows: PersonRows, since: date) -> Iterator[Difference]:
    profile = file.nearest(Profile, since)
    for column, label in _DESCRIBED:
        field, said = _PROFILE_FIELDS.get(column, column), rows.person.get(column)
        before = getattr(profile, field) if profile else ""
        if said and said != before:
            yield _main(rows, field, label, before, said, Described(**{field: said}), since)
    if (phone := rows.person.get("手机号")) and not _has_phone(file, str(phone), since):
        contact = file.nearest(Contact, since)
        before = f"尾号 {contact.phone_tail}" if contact and contact.phone_tail else ""
        new = f"尾号 {str(phone)[-4:]}"
        yield _main(rows, "phone", "手机号", before, new, Reached(phone=str(phone)), since)


def _has_phone(file: PersonFile, phone: str, on: date) -> bool:
    contact = file.nearest(Contact, on)
    return contact is not None and contact.phone_index in vault.blind_indexes(phone, field="phone")


def _standing(file: PersonFile, rows: PersonRows, places: Places, since: date) -> Iterator[Difference]:
    person = rows.person
    held = file.nearest(IdentityHeld, since)
    if person["identity"] and (held is None or held.identity != person["identity"]):
        before = held.identity if held else ""
        what = Identified(identity=person["identity"])
        yield _main(rows, "identity", "人员身份", before, person["identity"], what, since)
    employment = file.nearest(Employment, since)
    unit: Unit | None = places.get((person["street"] or "", person["community"]))
    if employment is not None and unit is not None and employment.using_unit_id != unit.pk:
        before = employment.using_unit.name
        yield _main(rows, "unit", "社区（调动）", before, unit.name, Transferred(using_unit=unit), since)
    yield from _posts(file, rows, since)
    grade = file.nearest(GradeHeld, since)
    if person["confirmed_grade"] and (grade is None or grade.grade != person["confirmed_grade"]):
        what_grade = Graded(grade=person["confirmed_grade"], cause=CAUSE)
        before = f"{grade.grade} 级" if grade else ""
        on = person["grade_since"] or since
        yield _main(rows, "grade", "核定等级", before, f"{person['confirmed_grade']} 级", what_grade, on)


def _posts(file: PersonFile, rows: PersonRows, since: date) -> Iterator[Difference]:
    """A single post that is another than the one held; several at once are a matter for the person's page."""
    said = [word for word in (rows.person["position"] or "").split("、") if word]
    held = [post.position for post in file.posts(since)]
    if len(said) == 1 and len(held) <= 1 and said != held:
        yield _main(rows, "position", "职务", "、".join(held), said[0], Appointed(position=said[0]), since)


def _qualified(file: PersonFile, rows: PersonRows, since: date) -> Iterator[Difference]:
    studied = {(each.level, each.obtained_on) for each in file.every(Education)}
    levels = {each.level for each in file.every(Education)}
    for n, row in enumerate(rows.dated["学历"]):
        obtained = row["obtained_on"]
        if (row["level"], obtained) in studied or (obtained is None and row["level"] in levels):
            continue
        degree = Graduated(level=row["level"], degree=row["degree"] or "", obtained_on=obtained)
        after = f"{row['level']}{'，' + row['degree'] if row['degree'] else ''}"
        yield _dated(f"education{n}", "学历", ("", after), degree, obtained or since, row)
    certified = {(each.name, each.obtained_on) for each in file.every(Certificate)}
    names = {each.name for each in file.every(Certificate)}
    for n, row in enumerate(rows.dated["证书"]):
        obtained = row["obtained_on"]
        if (row["name"], obtained) in certified or (obtained is None and row["name"] in names):
            continue
        paper = Certified(
            name=row["name"],
            number=row["number"] or "",
            obtained_on=obtained,
            registered_before=row["registered_before"],
        )
        yield _dated(f"certificate{n}", "证书", ("", row["name"]), paper, obtained or since, row)
    yield from _assessed(file, rows)


def _assessed(file: PersonFile, rows: PersonRows) -> Iterator[Difference]:
    results = {each.year: each.result for each in file.every(Assessment)}
    for row in rows.dated["考核"]:
        if results.get(row["year"]) != row["result"]:
            what = Assessed(year=row["year"], result=row["result"])
            on = date(row["year"] + 1, 1, 20)
            words = (results.get(row["year"], ""), row["result"])
            yield _dated(f"assessment{row['year']}", f"{row['year']} 年度考核", words, what, on, row)


def _served(file: PersonFile, rows: PersonRows) -> Iterator[Difference]:
    known = {(each.workplace, each.valid_from) for each in file.every(Service)}
    for n, row in enumerate(rows.dated["工作经历"]):
        if (row["unit"] or "", row["valid_from"]) not in known:
            what = Served(
                workplace=row["unit"] or "",
                ends_before=row["valid_before"],
                verified=bool(row["verified"]),
                counts=row["counts"] is not False,
            )
            words = ("", row["unit"] or "")
            yield _dated(f"service{n}", "工作经历", words, what, row["valid_from"], row)


def _dated(key: str, label: str, words: tuple[str, str], what: Particulars, on: date, row: Row) -> Difference:
    """A record of another sheet that is not on file; `words` before and after."""
    kinds = {"education": "学历", "certificate": "证书", "service": "工作经历", "assessment": "考核"}
    sheet = next(sheet for kind, sheet in kinds.items() if key.startswith(kind))
    return Difference(key, label, *words, what, on, sheet, row["_row"])


def _figured(file: PersonFile, rows: PersonRows, since: date) -> Iterator[Difference]:
    held = {each.name: each.value for each in file.held(Figure, since)}
    for name in own_columns(rows.person):
        said = str(rows.person[name])
        if held.get(name) != said:
            yield _main(
                rows, f"figure:{name}", name, held.get(name, ""), said, Figured(name=name, value=said), since
            )
