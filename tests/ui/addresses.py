"""The design system's addresses alone, as its tests reach them."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("ui/", include("jishi.ui.urls"))]

handler403 = "jishi.ui.views.handler403"
handler404 = "jishi.ui.views.handler404"
handler500 = "jishi.ui.views.handler500"
