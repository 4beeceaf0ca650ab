"""Files and places as the records the policy core reads: the same shape a roster workbook gives.

A file is told as of a day: the employment, unit, grade and local figures of that day; whatever has dates of
its own comes with them. What is not on file is null, for the core to name as missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import polars as pl

from jishi.ledger.models import FOREVER
from jishi.places.enums import UnitKind
from jishi.places.models import Unit, UnitStanding
from jishi.places.selectors.said import figures_on, households_on, stars_on
from jishi.policy import records
from jishi.policy.records import Records
from jishi.registry.enums import EmploymentState
from jishi.registry.models import (
    Appointment,
    Assessment,
    Certificate,
    Education,
    Employment,
    Figure,
    GradeHeld,
    IdentityHeld,
    Person,
    Profile,
    Service,
)
from jishi.registry.rulings.archives import TRAINED_ON
from jishi.registry.selectors.files import PersonFile, person_files

PROBATION = "试用期"
ADJUSTMENT = "员额调整"
_Row = dict[str, Any]


def records_of(
    files: Iterable[PersonFile] | Mapping[str, PersonFile],
    on: date,
    *,
    communities: pl.DataFrame | None = None,
) -> Records:
    """The records of some files as of a day.

    Shape: `worker_id` is the person's uid, or the key a file is given under; without `communities` the
           places are unknown and only what needs no place can be told.
    """
    keyed = files if isinstance(files, Mapping) else {file.person.uid: file for file in files}
    return Records(
        people=_frame([_person(key, file, on) for key, file in keyed.items()], records.PEOPLE),
        communities=_frame([], records.COMMUNITIES) if communities is None else communities,
        appointments=_sheet(keyed, Appointment, _appointment, records.APPOINTMENTS),
        service=_sheet(keyed, Service, _service, records.SERVICE),
        education=_sheet(keyed, Education, _education, records.EDUCATION),
        certificates=_sheet(keyed, Certificate, _certificate, records.CERTIFICATES),
        assessments=_sheet(keyed, Assessment, _assessment, records.ASSESSMENTS),
    )


def records_of_people(
    people: Iterable[Person], on: date, *, district: Unit, known_at: datetime | None = None
) -> Records:
    """The records of some people of one district, with its communities, as known now or at an instant."""
    return records_of(
        person_files(people, known_at), on, communities=communities_of(district, on, known_at=known_at)
    )


def communities_of(district: Unit, on: date, *, known_at: datetime | None = None) -> pl.DataFrame:
    """The communities of a district on a day with their counts, stars and figures; four queries."""
    standing = UnitStanding.objects.true_on(on).known_at(known_at).filter(unit__district=district)
    rows = list(standing.select_related("unit"))
    names = {row.unit_id: row.name for row in rows}
    grids = Counter(row.parent_id for row in rows if row.unit.kind == UnitKind.GRID)
    units = sorted(
        (row for row in rows if row.unit.kind == UnitKind.COMMUNITY), key=lambda row: row.unit.path
    )
    keys = [row.unit_id for row in units]
    counts = households_on(keys, on=on, known_at=known_at)
    stars = stars_on(keys, on=on, known_at=known_at)
    figures = figures_on(keys, on=on, known_at=known_at)
    made = []
    for row in units:
        own = figures.get(row.unit_id, {})
        count, star, adjustment = counts.get(row.unit_id), stars.get(row.unit_id), own.get(ADJUSTMENT)
        made.append(
            {
                "community": row.name,
                "street": names.get(row.parent_id or 0),
                "households": count.households if count else None,
                "residents": count.residents if count else None,
                "grids": grids.get(row.unit_id) or None,
                "star": star.star if star else None,
                "adjustment": _whole(adjustment.value) if adjustment else None,
                "adjustment_reason": adjustment.remark if adjustment else None,
                **{name: figure.value for name, figure in own.items() if name != ADJUSTMENT},
            }
        )
    return _frame(made, records.COMMUNITIES)


def _whole(text: str) -> int | None:
    sign, digits = text[:1], text.lstrip("+-")
    return int(digits) * (-1 if sign == "-" else 1) if digits.isdecimal() else None


def _person(key: str, file: PersonFile, on: date) -> _Row:
    profile, employment = file.nearest(Profile, on), file.nearest(Employment, on)
    identity, grade = file.nearest(IdentityHeld, on), file.sole(GradeHeld, on)
    figures = {figure.name: figure.value for figure in file.held(Figure, on)}
    trained = figures.pop(TRAINED_ON, None)
    community, street = _home(employment.using_unit) if employment else (None, None)
    probation = employment is not None and employment.state == EmploymentState.PROBATION
    return {
        "worker_id": key,
        "name": profile.name if profile else None,
        "id_number": None,
        "sex": profile.sex if profile else None,
        "birth_on": profile.birth_on if profile else None,
        "community": community,
        "street": street,
        "position": _position_to_come(file, employment, on) if employment else None,
        "identity": identity.identity if identity else None,
        "channel": employment.channel if employment else None,
        "full_time": employment.full_time if employment else None,
        "entered_on": employment.entered_on if employment else None,
        "left_before": _left_before(file, employment) if employment else on,
        "confirmed_grade": grade.grade if grade else None,
        "grade_since": grade.valid_from if grade else None,
        "trained_on": date.fromisoformat(trained) if trained else None,
        "retirement_category": (profile.retirement_category or None) if profile else None,
        **({PROBATION: "是"} if probation else {}),
        **figures,
    }


def _home(unit: Unit) -> tuple[str | None, str | None]:
    """The community and street of a using unit."""
    while unit.kind == UnitKind.GRID and unit.parent is not None:
        unit = unit.parent
    if unit.kind == UnitKind.STREET:
        return None, unit.name
    return unit.name, unit.parent.name if unit.parent else None


def _position_to_come(file: PersonFile, employment: Employment, on: date) -> str | None:
    """What somebody still to come will be, as a roster would state it; who is in post has dated posts."""
    if employment.valid_from <= on:
        return None
    return "、".join(post.position for post in file.posts(employment.valid_from)) or None


def _left_before(file: PersonFile, employment: Employment) -> date | None:
    """The first day no longer employed, through all stretches of the employment."""
    end = employment.valid_before
    for stretch in file.every(Employment):
        if stretch.valid_from == end:
            end = stretch.valid_before
    return None if end == FOREVER else end


def _appointment(fact: Appointment) -> _Row:
    return {
        "community": _home(fact.unit)[0],
        "position": fact.position,
        "mode": fact.mode or None,
        "term": fact.term or None,
        "valid_from": fact.valid_from,
        "valid_before": fact.span.valid_before,
    }


def _service(fact: Service) -> _Row:
    return {
        "unit": fact.workplace,
        "valid_from": fact.valid_from,
        "valid_before": fact.span.valid_before,
        "verified": fact.verified,
        "counts": fact.counts,
    }


def _education(fact: Education) -> _Row:
    return {"level": fact.level, "degree": fact.degree or None, "obtained_on": fact.obtained_on}


def _certificate(fact: Certificate) -> _Row:
    return {
        "name": fact.name,
        "number": fact.number or None,
        "obtained_on": fact.obtained_on,
        "registered_before": fact.registered_before,
    }


def _assessment(fact: Assessment) -> _Row:
    return {"year": fact.year, "result": fact.result}


def _sheet(
    files: Mapping[str, PersonFile], kind: Any, row: Any, schema: Mapping[str, pl.DataType]
) -> pl.DataFrame:
    rows = [{"worker_id": key, **row(fact)} for key, file in files.items() for fact in file.every(kind)]
    return _frame(rows, schema)


def _frame(rows: Sequence[_Row], schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """A frame of the schema's columns and whatever own columns the rows carry, as text."""
    own = dict.fromkeys(name for row in rows for name in row if name not in schema)
    return pl.DataFrame(
        [{name: row.get(name) for name in (*schema, *own)} for row in rows],
        schema={**schema, **dict.fromkeys(own, records.TEXT)},
    )
