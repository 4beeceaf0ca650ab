"""A bare Django page: one query of fifty rows, a plain template, as many bytes as the page beside it.

Served by the same server with the same number of workers; the compression is the product's own.
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
COLUMNS = ("name", "id_number_tail", "position", "post_class", "grade", "education", "identity", "entered_on")
ROWS_SIZE = 8_400  # bytes the fifty rows take, about
LINE = "tr class row key {0} th class name row 工作者{0} td class unit 社区{0} td class state 在岗 td {0}\n"


def page(request: HttpRequest) -> HttpResponse:
    """Fifty people and filling up to the size asked for."""
    rows = list(Standing.objects.order_by("id").values_list(*COLUMNS)[:50])
    filling = _text(int(request.GET.get("size", "40000")) - ROWS_SIZE)
    return HttpResponse(PAGE.render(Context({"rows": rows, "filling": filling})))


@lru_cache
def _text(length: int) -> str:
    """Text that compresses as mark-up does: the same words over and over with numbers between."""
    length = max(0, length)
    text = "".join(LINE.format(number) for number in range(length // 80 + 1))
    return text.encode()[:length].decode(errors="ignore")


urlpatterns = [path("", page)]
application = get_wsgi_application()
