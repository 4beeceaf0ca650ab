"""The address of one's own file."""

from __future__ import annotations

from django.urls import path

from jishi.registry.views import me

urlpatterns = [
    path("me/", me.me, name="me"),
    path("me/grade/", me.grade, name="me-grade"),
]
