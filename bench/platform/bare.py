"""A bare Django page beside one of the product: one query, one plain template, as many cells, as many bytes.

No session, no rights, no audit, no counts; served by the same server with the same number of workers, and
compressed as the product compresses.
"""

from __future__ import annotations

import os
from functools import lru_cache

import django
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.platform.bare_settings"  # whatever started it
django.setup()

from jishi.registry.models import Standing  # noqa: E402 # models can be named once Django is set up

PAGE = Engine().from_string(
    "<!doctype html><title>bare</title><table>{% for row in rows %}<tr>{% for cell in row %}"
    "<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table><pre>{{ filling }}</pre>"
)
COLUMNS = (
    *("name", "sex", "id_number_tail", "phone_tail", "presence", "position", "post_class", "grade"),
    *("education", "certificate", "identity", "entered_on", "contract_before"),
)
CELL = 20  # bytes, about
LINE = "tr class row key {0} th class name row 工作者{0} td class unit 社区{0} td class state 在岗 td {0}\n"


def page(request: HttpRequest) -> HttpResponse:
    """So many cells of people, and filling up to the size asked for."""
    cells = int(request.GET.get("cells", "650"))
    rows = list(Standing.objects.order_by("id").values_list(*COLUMNS)[: max(1, cells // len(COLUMNS))])
    filling = _text(int(request.GET.get("size", "40000")) - cells * CELL)
    return HttpResponse(PAGE.render(Context({"rows": rows, "filling": filling})))


@lru_cache
def _text(length: int) -> str:
    """Text that compresses as mark-up does: the same words over and over with numbers between."""
    length = max(0, length)
    text = "".join(LINE.format(number) for number in range(length // 80 + 1))
    return text.encode()[:length].decode(errors="ignore")


urlpatterns = [path("", page)]
application = get_wsgi_application()
