"""The page of one person as of a day, the printed form, and two days side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.timezone import localdate

from jishi.access.enums import FieldGroup, Permission
from jishi.access.nav import address
from jishi.access.permissions import Forbidden
from jishi.access.views.doors import Visit, page, visit_of
from jishi.access.views.frame import place_page
from jishi.audit.actions import record_view
from jishi.audit.enums import Subject
from jishi.process.selectors import cases_seen
from jishi.registry import permissions
from jishi.registry.models import Contact, Employment, Figure, GradeHeld, Person, Profile, Standing
from jishi.registry.presenters import person as presenter
from jishi.registry.presenters.career import career
from jishi.registry.presenters.cases import under_way
from jishi.registry.presenters.grading import GradeStory, brief_story, grade_story
from jishi.registry.presenters.holdings import Table, table
from jishi.registry.presenters.person import Chapter, View
from jishi.registry.presenters.timeline import Story, story
from jishi.registry.rulings.grades import estimate_of, grade_of
from jishi.registry.rulings.service import service_months
from jishi.registry.selectors import dossier
from jishi.registry.selectors.files import PersonFile, person_file
from jishi.registry.selectors.timeline import timeline
from jishi.ui.components import Difference, Fact, Signature, Tab
from jishi.ui.frame import Crumb
from jishi.ui.responses import wants_part

LATEST = 12  # changes beside the page; all of them are a tab of their own
SIGNING = ("本人", "所在社区", "街道", "区级审核单位")
FORM_VERSION = "DJ-01 · 2026 年第 1 版"


@dataclass(frozen=True, slots=True)
class Opened:
    """A person's file as one visit opens it."""

    person: Person
    now: Standing | None
    standing: Standing | None
    view: View
    visit: Visit

    @property
    def name(self) -> str:
        """The name on the day looked at, else today's."""
        standing = self.standing or self.now
        return standing.name if standing else str(self.person)

    @property
    def before(self) -> date | None:
        """Facts that begin on or after this day are not shown; None shows all."""
        return None if self.visit.on >= self.visit.today else self.visit.on + timedelta(days=1)


def opened(request: HttpRequest, uid: str) -> Opened:
    """Open somebody's file, or answer that there is no such person."""
    visit = visit_of(request)
    try:
        person, now = dossier.person_and_standing(visit.sight, uid)
    except Person.DoesNotExist as missing:
        raise Http404 from missing
    is_now = visit.on == visit.sight.on and visit.known_at is None
    standing = now if is_now else dossier.standing_as_of(person, visit.on, visit.known_at)
    return Opened(person, now, standing, presenter.view_of(visit.sight, person, now), visit)


def record_seen(file: Opened, *, fields: list[str], reason: str = "") -> None:
    """Leave in the audit trail which field groups of a person were shown."""
    with transaction.atomic():
        record_view(
            subject=Subject("person", file.person.uid, file.name),
            fields=fields,
            by=file.visit.actor,
            at=file.visit.at,
            chain=f"district-{file.person.district_id}",
            reason=reason,
        )


@page(Permission.PERSON_VIEW)
def person(request: HttpRequest, uid: str, tab: str = "overview") -> HttpResponse:
    """One person as of a day."""
    file = opened(request, uid)
    chapters = presenter.chapters(file.view)
    chapter = next((each for each in chapters if each.key == tab), None)
    if chapter is None:
        raise Http404
    record_seen(file, fields=[str(group.label) for group in seen_groups(chapter)])
    told, kind = story_of(file), request.GET.get("kind", "")
    kinds = permissions.allowed_kinds(file.visit.sight, file.person, file.now)
    place_page(request, *crumbs(file), active="roster")
    context = {
        "title": file.name,
        "file": file,
        "under_way": under_way(cases_seen(file.visit.sight, "person", file.person.uid)),
        "story": told,
        "entries": told.of(kind),
        "latest": told.of(kind)[:LATEST],
        "kind": kind,
        "tabs": tab_links(file, chapters, chapter, told),
        "chapter": chapter,
        "can_change": bool(kinds),
        "can_kinds": {kind.value for kind in kinds},
        "known_sentence": known_sentence(file),
        **head(file),
        **body(file, chapter),
        **comparison(request, file),
    }
    return render(request, "registry/person.html", context)


def seen_groups(chapter: Chapter) -> list[FieldGroup]:
    """The field groups one tab shows."""
    shown = [FieldGroup.BASIC, chapter.group]
    if chapter.key == "overview":
        shown.append(FieldGroup.IDENTIFIERS)
    return list(dict.fromkeys(shown))


def crumbs(file: Opened) -> tuple[Crumb, ...]:
    """The way to a person's page."""
    page = reverse("registry:person", args=[file.person.uid])
    return (Crumb("花名册", address("registry:roster")), Crumb(file.name, page))


def story_of(file: Opened) -> Story:
    """The changes of a person as far as their kinds may be seen."""
    return story(
        timeline(file.person, file.visit.known_at),
        on=file.visit.on,
        today=file.visit.today,
        known_at=file.visit.known_at,
        visible=file.view.tells,
    )


def known_sentence(file: Opened) -> str:
    """What knowledge the page shows, when it is not today's."""
    known_at = file.visit.known_at
    if known_at is None:
        return ""
    day = localdate(known_at)
    return f"当时所知：只显示 {day} 及以前登记的内容；此后的补登、更正和撤销都没有计入。"


def head(file: Opened) -> dict[str, object]:
    """The header card: state, post, key facts and what needs care."""
    standing, view = file.standing, file.view
    if standing is None:
        return {"tags": (), "facts": (), "alerts": (), "subtitle": ""}
    service = None
    if view.reads(FieldGroup.QUALIFICATION):
        service = service_months([standing], on=file.visit.on, known_at=file.visit.known_at)[file.person.pk]
    return {
        "tags": presenter.tags(standing),
        "subtitle": presenter.subtitle(standing),
        "facts": presenter.key_facts(standing, view, service),
        "alerts": presenter.alerts(standing, view, on=file.visit.on),
    }


def tab_links(file: Opened, chapters: tuple[Chapter, ...], current: Chapter, told: Story) -> tuple[Tab, ...]:
    """The tabs with how much is in each."""
    kinds = [kind for chapter in chapters for kind in chapter.kinds]
    counts = dossier.fact_counts(file.person, kinds, file.visit.known_at, before=file.before)
    return tuple(
        Tab(
            chapter.label,
            tab_url(file.person, chapter.key),
            _count(chapter, counts, told),
            chapter.key == current.key,
        )
        for chapter in chapters
    )


def _count(chapter: Chapter, counts: dossier.Counts, told: Story) -> int | None:
    if not chapter.counted:
        return None
    return sum(counts[kind] for kind in chapter.kinds) if chapter.kinds else len(told.entries)


def tab_url(person: Person, key: str) -> str:
    """The address of one tab of a person's page."""
    if key == "overview":
        return reverse("registry:person", args=[person.uid])
    return reverse("registry:person-tab", args=[person.uid, key])


def body(file: Opened, chapter: Chapter) -> dict[str, object]:
    """What the chosen tab shows."""
    if chapter.key == "overview":
        return overview(file)
    return {"tables": tables(file, chapter)}


def tables(file: Opened, chapter: Chapter) -> tuple[Table, ...]:
    """The facts of a tab, a table a kind."""
    visit = file.visit
    return tuple(
        table(
            kind,
            dossier.facts_of(file.person, kind, visit.known_at),
            on=visit.on,
            today=visit.today,
        )
        for kind in chapter.kinds
    )


def overview(file: Opened) -> dict[str, Any]:
    """基本信息, 用工关系 and identifiers as of the day."""
    standing, visit = file.standing, file.visit
    if standing is None:
        return {}
    profile = dossier.fact_of(file.person, Profile, visit.on, visit.known_at)
    employment = dossier.fact_of(file.person, Employment, visit.on, visit.known_at)
    contact = None
    if file.view.identifies:
        contact = dossier.fact_of(file.person, Contact, visit.on, visit.known_at)
    figures = [
        figure
        for figure in dossier.facts_of(file.person, Figure, visit.known_at)
        if figure.valid_from <= visit.on < figure.valid_before
    ]
    return {
        "basic_facts": presenter.basic_facts(standing, profile),
        "work_facts": presenter.work_facts(standing, employment),
        "identifiers": presenter.identifiers(file.person, contact, file.view),
        "figure_facts": presenter.figure_facts(figures),
    }


def comparison(request: HttpRequest, file: Opened) -> dict[str, object]:
    """What differs from another day, when one is asked for."""
    asked = request.GET.get("compare", "")
    if not asked:
        return {}
    day = _day(asked)
    if day is None:
        messages.warning(request, f"“{asked[:20]}”不是可用的日期，请按 2026-11-01 的格式填写要对比的日期。")
        return {}
    other = dossier.standing_as_of(file.person, day, file.visit.known_at)
    earlier, later = sorted([(day, other), (file.visit.on, file.standing)], key=lambda pair: pair[0])
    differences: tuple[Difference, ...] = presenter.differences(earlier[1], later[1], file.view)
    return {
        "compare": day,
        "differences": differences,
        "compare_title": f"{earlier[0]} 与 {later[0]} 的不同",
        "earlier_day": earlier[0].isoformat(),
        "later_day": later[0].isoformat(),
    }


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


@page(Permission.PERSON_VIEW)
def grade(request: HttpRequest, uid: str) -> HttpResponse:
    """What somebody's grade is made of; a part of the page, or a page of its own."""
    file = opened(request, uid)
    if not (file.view.reads(FieldGroup.GRADE) and file.view.sees_trace):
        raise Forbidden("您当前的身份看不到等级的测算过程。如确需查阅，请联系本区安全管理员。")
    record_seen(file, fields=["等级测算过程"])
    part = "registry/person_grade.html" if wants_part(request) else "registry/person_grade_page.html"
    place_page(request, *crumbs(file), active="roster")
    return render(request, part, {"title": f"等级测算 · {file.name}", "file": file, **grade_context(file)})


@page(Permission.PERSON_VIEW)
def outlook(request: HttpRequest, uid: str) -> HttpResponse:
    """Somebody's grade in figures and their years on one band, for the overview, as far as it may be seen."""
    file = opened(request, uid)
    if not wants_part(request):
        return HttpResponseRedirect(tab_url(file.person, "overview"))
    facts = person_file(file.person, file.visit.known_at)
    context: dict[str, object] = {"file": file, "career": career(facts, file.view, file.visit.on)}
    if file.view.reads(FieldGroup.GRADE):
        context["grade"] = _brief(file, facts)
    return render(request, "registry/person_outlook.html", context)


def _brief(file: Opened, facts: PersonFile) -> GradeStory:
    held = facts.sole(GradeHeld, file.visit.on)
    estimate = estimate_of(facts, file.visit.on)
    return brief_story(estimate, confirmed=held.grade if held else None, on=file.visit.on)


def grade_context(file: Opened) -> dict[str, object]:
    """The grade of the day looked at, told."""
    facts = person_file(file.person, file.visit.known_at)
    held = facts.sole(GradeHeld, file.visit.on)
    told = grade_story(
        grade_of(facts, file.visit.on),
        file.person.district,
        confirmed=held.grade if held else None,
        on=file.visit.on,
    )
    return {"grade": told, "result": f"{told.proposed} 级", "hint": f"按 {file.visit.on:%Y-%m} 的政策和资料"}


@page(Permission.PERSON_VIEW)
def sheet(request: HttpRequest, uid: str) -> HttpResponse:
    """The printed 登记表 as of a day."""
    file = opened(request, uid)
    if file.standing is None:
        raise Http404
    chapters = [chapter for chapter in presenter.chapters(file.view) if chapter.kinds]
    record_seen(file, fields=["登记表"])
    place_page(request, *crumbs(file), Crumb("登记表"), active="roster")
    context = {
        "title": f"社区工作者登记表 · {file.standing.name}",
        "file": file,
        "form_version": FORM_VERSION,
        "signatures": tuple(Signature(office) for office in SIGNING),
        "tables": [table for chapter in chapters for table in tables(file, chapter)],
        "sheet_rows": _in_pairs(sheet_facts(file)),
    }
    return render(request, "registry/sheet.html", context)


def sheet_facts(file: Opened) -> tuple[Fact, ...]:
    """What the first table of the printed form holds; identifiers stay masked on paper too."""
    shown = overview(file)
    masked = tuple(Fact(each.label, each.text) for each in shown["identifiers"])
    return (*shown["basic_facts"], *shown["work_facts"], *masked)


def _in_pairs(facts: Sequence[Fact]) -> list[Sequence[Fact]]:
    return [facts[start : start + 2] for start in range(0, len(facts), 2)]
