"""The addresses of the daily pages: home, roster, search, batches, quality of the data."""

from __future__ import annotations

from django.urls import path

from jishi.registry.views import roster

urlpatterns = [
    path("roster/", roster.roster, name="roster"),
    path("roster/export/", roster.export, name="roster-export"),
    path("roster/row/<slug:uid>/", roster.row, name="row"),
]
