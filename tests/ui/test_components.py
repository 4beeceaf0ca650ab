"""Components say what they are given, and hostile text stays text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError

from jishi.ui.components import (
    Band,
    Difference,
    Effect,
    Entry,
    Fact,
    Job,
    Link,
    MatrixRow,
    Signature,
    Step,
    Tab,
    Tag,
    TraceBlock,
    TraceNode,
    percent,
    slices_of,
)
from jishi.ui.forms import PlainForm
from jishi.ui.frame import AsOf, Crumb, Desk, Frame, NavItem

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
DAY = date(2026, 11, 1)


def drawn(source: str, **shown: object) -> str:
    return Template("{% load jishi %}" + source).render(Context(shown))


@dataclass(frozen=True)
class Case:
    """A component, given hostile words wherever it takes words."""

    source: str
    shown: dict[str, object]


H = HOSTILE
CASES = {
    "page_head": Case("{% page_head title=h unit=h note=h total=3 %}{{ h }}{% endpage_head %}", {}),
    "panel": Case("{% panel title=h hint=h link=link %}{{ h }}{% endpanel %}", {"link": Link(H, H)}),
    "detail_head": Case(
        "{% detail_head title=h subtitle=h tags=tags facts=facts alerts=alerts %}{{ h }}{% enddetail_head %}",
        {"tags": [Tag(H)], "facts": [Fact(H, H, H, H)], "alerts": [H]},
    ),
    "facts": Case("{% facts facts %}", {"facts": [Fact(H, H, H, H)]}),
    "tabs": Case("{% tabs tabs label=h %}", {"tabs": [Tab(H, H, 3)]}),
    "status_tag": Case("{% status_tag h %}", {}),
    "clause_tag": Case("{% clause_tag h %}", {}),
    "icon": Case("{% icon h h h %}", {}),
    "person_chip": Case("{% person_chip h h post=h grade=3 url=h %}", {}),
    "notice": Case("{% notice h 'bad' link %}", {"link": Link(H, H)}),
    "alert_line": Case("{% alert_line h link mute_url=h %}", {"link": Link(H, H)}),
    "empty_state": Case("{% empty_state title=h advice=h icon=h %}{{ h }}{% endempty_state %}", {}),
    "clause_popover": Case("{% clause_popover number=h text=h document=h url=h %}", {}),
    "print_sheet": Case(
        "{% print_sheet title=h version=h number=h office=h signatures=places %}{{ h }}{% endprint_sheet %}",
        {"places": [Signature(H, H)]},
    ),
    "toast": Case("{% toast h undo_url=h %}", {}),
    "key_figure": Case(
        "{% key_figure h h h delta=h delta_tone=h note=h target=h url=h icon=h tone=h %}",
        {},
    ),
    "gap_cell": Case("{% gap_cell approved=h2 active=7 url=h %}", {"h2": 9}),
    "distribution_strip": Case(
        "{% distribution_strip bands label=h cut_count=1 cut_label=h %}", {"bands": [Band(H, 3)]}
    ),
    "coverage_ring": Case("{% coverage_ring h 3 9 target_percent=50 %}", {}),
    "progress_job": Case("{% progress_job job %}", {"job": Job(H, "running", 1, 9, H, H, 2, H, H)}),
    "diff_table": Case(
        "{% diff_table rows caption=h before=h after=h %}",
        {"rows": [Difference(H, H, "乙"), Difference(H, "甲", H)]},
    ),
    "unit_matrix": Case(
        "{% unit_matrix units rows caption=h %}", {"units": [H], "rows": [MatrixRow(H, (Tag(H),), H)]}
    ),
    "approval_stepper": Case(
        "{% approval_stepper steps %}", {"steps": [Step(H, "now", H, H, H, H), Step(H, "returned", H)]}
    ),
    "opinion_box": Case(
        "{% opinion_box name=h label=h phrases=phrases value=h error=h %}{{ h }}{% endopinion_box %}",
        {"phrases": [H]},
    ),
    "effect_panel": Case("{% effect_panel effects title=h %}", {"effects": [Effect(H, H, H, H)]}),
    "trace_strip": Case("{% trace_strip blocks result=h label=h %}", {"blocks": [TraceBlock(H, H, H)]}),
    "trace_tree": Case(
        "{% trace_tree node %}", {"node": TraceNode(H, H, H, H, H, (TraceNode(H, H, H, H, H),))}
    ),
    "timeline": Case("{% timeline entries label=h %}", {"entries": [Entry(H, H, H, H, Tag(H), "ok", H)]}),
    "field_group": Case("{% field_group h hint=h %}{{ h }}{% endfield_group %}", {}),
    "known_fact": Case("{% known_fact h h wrong_url=h %}", {}),
    "masked_field": Case("{% masked_field label=h masked=h url=h reasons=h %}", {}),
    "state": Case("{% state h %}{{ h }}{% endstate %}", {}),
    "blank": Case("{{ h|blank }}", {}),
    "unknown": Case("{{ h|unknown }}", {}),
}


@pytest.mark.parametrize("name", CASES)
def test_hostile_text_stays_text_in(name: str) -> None:
    text = drawn(CASES[name].source, h=HOSTILE, **CASES[name].shown)

    assert "<script>" not in text
    assert "<img" not in text
    assert "&lt;script&gt;" in text or name == "masked_field" or "alert" in text


class Hostile(PlainForm):
    """A form whose every word is hostile."""

    word = forms.CharField(label=HOSTILE, help_text=HOSTILE, initial=HOSTILE)
    choice = forms.ChoiceField(label=HOSTILE, choices=[(HOSTILE, HOSTILE)], widget=forms.RadioSelect)


def test_hostile_text_stays_text_in_fields_and_their_faults() -> None:
    form = Hostile({"word": "", "choice": HOSTILE + "1"})
    form.add_error(None, HOSTILE)

    source = "{% error_summary form %}{% field form.word unit=h %}{% field form.choice %}"
    text = drawn(source, form=form, h=HOSTILE)

    assert "<script>" not in text
    assert "<img" not in text


def test_hostile_text_stays_text_in_the_frame() -> None:
    frame = Frame(
        place=H,
        desk=Desk(H, H, H, H, H),
        nav=(NavItem("a", H, "home", H, 3), NavItem("b", H, "home", "", 3, (NavItem("c", H, "", H, 2),))),
        active="c",
        tabs=(NavItem("a", H, "home", H, 3),),
        crumbs=(Crumb(H, H), Crumb(H)),
        places=(Crumb(H, H),),
        as_of=AsOf(DAY, DAY),
        home_url=H,
        search_url=H,
        todo_url=H,
        draft_url=H,
        help_url=H,
    )

    text = drawn("{% include 'ui/base.html' %}", frame=frame, title=H)

    assert "alert(1)</script>" not in text
    assert "<img" not in text


def test_a_misspelt_argument_is_refused_when_the_template_is_read() -> None:
    with pytest.raises(TemplateSyntaxError):
        Template("{% load jishi %}{% key_figure label='在岗' valeu='620' %}")
    with pytest.raises(TemplateSyntaxError):
        Template("{% load jishi %}{% panel titel='在岗' %}{% endpanel %}")


def test_a_step_in_hand_is_marked_for_those_who_listen() -> None:
    text = drawn("{% approval_stepper steps %}", steps=[Step("初审", "done"), Step("复审", "now")])

    assert text.count('aria-current="step"') == 1


def test_effects_that_change_nothing_say_so() -> None:
    assert "不改变等级、工资、员额和合同" in drawn("{% effect_panel effects %}", effects=[])


def test_a_gap_is_told_in_words_as_well_as_colour() -> None:
    assert "缺 2" in drawn("{% gap_cell approved=9 active=7 %}")
    assert "超 1" in drawn("{% gap_cell approved=9 active=10 %}")
    assert "足额" in drawn("{% gap_cell approved=9 active=9 %}")
    assert "未核定" in drawn("{% gap_cell approved=none active=9 %}", none=None)


def test_only_what_changed_is_struck_through() -> None:
    changed, same = Difference("岗位", "工作人员", "副职"), Difference("社区", "第2社区", "第2社区")
    rows = [changed, same, Difference("日期", "", "今")]
    text = drawn("{% diff_table rows caption='变更' %}", rows=rows)

    assert text.count("<del>") == 1
    assert text.count("<ins>") == 2
    assert "—" in text


def test_a_finished_job_is_not_asked_after_again() -> None:
    assert "hx-get" in drawn("{% progress_job job %}", job=Job("导出", "running", 1, 2, poll_url="/x"))
    assert "hx-get" not in drawn("{% progress_job job %}", job=Job("导出", "done", 2, 2, poll_url="/x"))


def test_a_fault_is_said_on_top_and_beside_its_field_in_the_same_words() -> None:
    class Change(PlainForm):
        post = forms.ChoiceField(label="新岗位", choices=[("a", "甲")])
        grade = forms.IntegerField(label="等级", max_value=18)
        since = forms.DateField(label="生效日期")
        why = forms.CharField(label="理由", max_length=3)

    form = Change({"post": "", "grade": "40", "since": "2026-13-01", "why": "太长了吧"})
    fields = "{% field form.post %}{% field form.grade %}{% field form.since %}"
    text = drawn("{% error_summary form %}" + fields, form=form)

    assert text.count("请选择新岗位。") == 2
    assert text.count("等级不能大于 18，请核对。") == 2
    assert text.count("生效日期不是有效的日期，请写成 2026-11-01 这样的日期。") == 2
    assert 'href="#id_post"' in text
    assert 'aria-describedby="id_post-error"' in text
    assert 'aria-invalid="true"' in text
    assert form.errors["why"] == ["理由最多 3 个字，现在有 4 个，请删短一些。"]


def test_a_form_without_faults_has_no_summary() -> None:
    assert drawn("{% error_summary form %}", form=PlainForm()).strip() == ""


def test_slices_fill_the_line_exactly() -> None:
    slices = slices_of([Band("甲", 1), Band("乙", 1), Band("丙", 1)])

    assert sum(each.width for each in slices) == 1000
    assert [each.share for each in slices] == ["33.3%"] * 3
    assert percent(1, 0) == "—"


def test_the_menu_opens_where_the_page_is() -> None:
    child = NavItem("roster", "花名册", "", "/roster/")
    people = NavItem("people", "人员", "users", "", children=(child,))
    frame = Frame(place="清河区", nav=(people,), active="roster")

    (entry,) = frame.menu

    assert entry.is_open
    assert not entry.is_current
    assert entry.children[0].is_current
    assert frame.trail == (Crumb("人员"),)


def test_a_day_is_now_only_when_known_today_too() -> None:
    assert AsOf(DAY, DAY).is_now
    assert AsOf(DAY, DAY, DAY).is_now
    assert not AsOf(DAY, DAY, date(2026, 10, 1)).is_now
    assert AsOf(date(2027, 1, 1), DAY).is_future
