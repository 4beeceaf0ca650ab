"""Pages for what went wrong, each with a sentence that says how to go on.

Point `handler403`, `handler404`, `handler500` of the root addresses here. A part of a page that was asked for
by script gets the sentence alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from jishi.ui.components import Difference
from jishi.ui.responses import wants_part

NOT_ALLOWED = "您现在的岗位没有办理这件事的权限。如果工作需要，请联系本单位的系统管理员授权。"


def handler400(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 # Django names it
    """Say that a request could not be read."""
    return _page(
        request, 400, "收到的内容不完整，没有办理。请返回上一页刷新后再试，已填写的内容保存在草稿中。"
    )


def handler403(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say why somebody may not, in the sentence of the refusal when it has one."""
    sentence = str(getattr(exception, "sentence", "") or exception) or NOT_ALLOWED
    return _page(request, 403, sentence)


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 # it may name what is hidden
    """Say that there is nothing here, or nothing one may see: both look the same."""
    return _page(request, 404, "没有找到这个页面，或者它不在您可以查看的范围内。")


def handler500(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 # nothing of the request may break this page
    """Say that it is our fault. The page needs no context, no database and no session."""
    return HttpResponse(render_to_string("ui/errors/500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 # Django names it
    """Say that a form lay open too long and that what was typed is kept."""
    return _page(
        request,
        403,
        "这个页面打开得太久，或者您在另一个窗口重新登录过，所以没有提交。"
        "请返回上一页刷新后再提交，已填写的内容保存在草稿中。",
    )


def expired_response(request: HttpRequest, *, sign_in_url: str) -> HttpResponse:
    """Say that the session is over, that the work is kept, and lead back to the same form and field."""
    return render(request, "ui/errors/expired.html", {"sign_in_url": sign_in_url}, status=401)


def conflict_response(
    request: HttpRequest, sentence: str, *, changes: Sequence[Difference] = (), reload_url: str = ""
) -> HttpResponse:
    """Say that somebody changed the same thing in between, and show what changed."""
    shown = {"sentence": sentence, "changes": changes, "reload_url": reload_url or request.get_full_path()}
    return render(request, "ui/errors/409.html", shown, status=409)


def _page(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    if wants_part(request):
        return render(request, "ui/errors/part.html", {"sentence": sentence}, status=status)
    return render(request, f"ui/errors/{status}.html", {"sentence": sentence}, status=status)
