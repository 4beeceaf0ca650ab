"""What every page of an import needs: the import within sight, and where the page stands."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.urls import reverse

from jishi.access.views.doors import Visit
from jishi.access.views.frame import place_page
from jishi.registry import permissions
from jishi.registry.models import ImportJob
from jishi.registry.selectors.imports import import_of
from jishi.ui.frame import Crumb


def found(visit: Visit, pk: int) -> ImportJob:
    """An import within sight.

    Errors: Http404 out of sight; Forbidden.
    """
    try:
        of = import_of(visit.sight, pk)
        permissions.check_can_import(visit.sight, of)
    except ImportJob.DoesNotExist as missing:
        raise Http404("no such import") from missing
    return of


def place(request: HttpRequest, of: ImportJob | None = None, *steps: str) -> None:
    """Put a page of the import centre in its place."""
    crumbs = [Crumb("导入中心", reverse("registry:imports"))]
    if of is not None:
        crumbs.append(Crumb(of.filename, reverse("registry:import", args=[of.pk])))
    place_page(request, *crumbs, *(Crumb(step) for step in steps), active="imports")
