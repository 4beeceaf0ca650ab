"""A form that came too late: its page was open since before sign-in, or cookies are off."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 # Django names it
    """Say that a form is out of date and that what was typed is kept."""
    context = {
        "title": "这张表单已过期",
        "sentence": "页面打开后您重新登录过，或浏览器禁用了 Cookie。"
        "请返回上一页刷新后再提交，已填写的内容保存在草稿中。",
    }
    return render(request, "access/refusal.html", context, status=403)
