"""The audit (P85): who did and saw what, exports, and proof that nothing was changed since."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse

from jishi.access.enums import Permission
from jishi.access.selectors.audit_scope import chains_of
from jishi.access.views.doors import Visit, page, visit_of
from jishi.access.views.frame import place_page
from jishi.access.views.trail import asked, quick_views, verb_choices
from jishi.audit import actions
from jishi.audit.enums import AuditVerb, Subject
from jishi.audit.exports import event_lines
from jishi.audit.presenters import event_rows, report_rows, verdict
from jishi.audit.selectors import Verification, events, verify_all
from jishi.ui.frame import Crumb

_READERS = (Permission.AUDIT_VIEW, Permission.ADMIN_AUDIT_VIEW)


@page(*_READERS)
def audit(request: HttpRequest) -> HttpResponse:
    """List events, newest first: by account, by what they are about, by verb and period."""
    visit = visit_of(request)
    search = asked(request.GET, chains_of(visit.sight))
    found = events(search.where, after=search.after)
    place_page(request, Crumb("审计查询"), active="audit")
    context = {
        "title": "审计查询",
        "search": search,
        "rows": event_rows(found.events),
        "following": found.following,
        "verbs": verb_choices(),
        "tabs": quick_views(search),
        "may_verify": visit.sight.may(Permission.AUDIT_VERIFY),
    }
    return render(request, "access/audit.html", context)


@page(Permission.AUDIT_VERIFY, methods=("GET", "POST"))
def audit_verify(request: HttpRequest) -> HttpResponse:
    """Recompute the chains within sight and say whether they are as recorded."""
    visit = visit_of(request)
    place_page(request, Crumb("审计查询", reverse("access:audit")), Crumb("核验"), active="audit")
    context: dict[str, object] = {"title": "核验审计链", "chains": chains_of(visit.sight)}
    if request.method == "POST":
        found = verify_all(chains_of(visit.sight))
        _note(visit, found)
        context |= {"found": found, "verdict": verdict(found), "reports": report_rows(found)}
    return render(request, "access/audit_verify.html", context)


@page(*_READERS, methods=("POST",))
def audit_export(request: HttpRequest) -> StreamingHttpResponse:
    """Give every event of the chains within sight as JSON Lines, to be verified elsewhere."""
    visit = visit_of(request)
    chains = chains_of(visit.sight)
    export = actions.Export(page="审计查询", filters={"chains": chains}, columns=["全部"], row_count=0)
    with transaction.atomic():
        actions.record_export(export=export, by=visit.actor, at=visit.at, chain=chains[0])
    response = StreamingHttpResponse(event_lines(chains), content_type="application/jsonl; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="audit-{visit.today:%Y%m%d}.jsonl"'
    response["Cache-Control"] = "no-store"
    return response


@transaction.atomic
def _note(visit: Visit, found: Verification) -> None:
    chains = chains_of(visit.sight)
    outcome = "与登记时一致" if found.is_sound else "发现问题"
    actions.record(
        verb=AuditVerb.VERIFY,
        subject=Subject("chain", "、".join(chains)[:100], "审计链"),
        by=visit.actor,
        at=visit.at,
        chain=chains[0],
        particulars={"outcome": outcome},
    )
