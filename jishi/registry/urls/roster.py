"""The addresses of the daily pages: home, roster, search, batches, quality of the data."""

from __future__ import annotations

from django.urls import path

from jishi.registry.views import batch, home, quality, roster, search

urlpatterns = [
    path("", home.home, name="home"),
    path("roster/", roster.roster, name="roster"),
    path("roster/export/", roster.export, name="roster-export"),
    path("roster/row/<slug:uid>/", roster.row, name="row"),
    path("search/", search.search, name="search"),
    path("quality/", quality.quality, name="quality"),
    path("quality/export/", quality.export, name="quality-export"),
    path("roster/batch/", batch.batch, name="batch"),
    path("roster/batch/<uuid:mark>/", batch.choose_kind, name="batch-kind"),
    path("roster/batch/<uuid:mark>/undo/", batch.undo, name="batch-undo"),
    path("roster/batch/<uuid:mark>/<slug:kind>/", batch.fill_in, name="batch-form"),
]
