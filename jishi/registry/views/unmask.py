"""Showing an identifier in full for half a minute, for a reason that is logged."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from jishi.access.enums import Permission
from jishi.access.permissions import Forbidden
from jishi.access.views.doors import page
from jishi.registry.models import Contact
from jishi.registry.presenters import person as presenter
from jishi.registry.selectors import dossier
from jishi.registry.views.people import Opened, opened, record_seen
from jishi.vault import unseal

SHORTEST_REASON = 2
LONGEST_REASON = 100
_LABELS = {"id_number": "公民身份号码", "phone": "手机号", "bank_card": "银行卡号"}


@never_cache
@page(Permission.PERSON_UNMASK, Permission.SELF_VIEW, methods=("POST",))
def unmask(request: HttpRequest, uid: str, field: str) -> HttpResponse:
    """Give one identifier of somebody, once its reader said what for."""
    if field not in _LABELS:
        raise Http404
    file = opened(request, uid)
    contact = None
    if field != "id_number":
        contact = dossier.fact_of(file.person, Contact, file.visit.on, file.visit.known_at)
    shown = presenter.identifiers(file.person, contact, file.view)
    if field not in {each.field for each in shown}:
        raise Forbidden("您不能查看这一项的完整号码。如办理业务确需核对，请由有权限的单位代为核对。")
    reason = request.POST.get("reason", "").strip()[:LONGEST_REASON]
    if len(reason) < SHORTEST_REASON:
        return JsonResponse({"sentence": "请写明查看的用途，例如“办理参保核对证件”。"}, status=400)
    record_seen(file, fields=[f"完整的{_LABELS[field]}"], reason=reason)
    return JsonResponse({"value": _opened(file, contact, field)})


def _opened(file: Opened, contact: Contact | None, field: str) -> str:
    """The identifier in clear; it leaves the server in this answer alone."""
    uid = file.person.uid
    if field == "id_number":
        return unseal(file.person.id_number_sealed, table="person", row=uid, field=field)
    sealed = getattr(contact, f"{field}_sealed")
    return unseal(sealed, table="contact", row=uid, field=field)
