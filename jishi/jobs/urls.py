"""The address of the watch."""

from __future__ import annotations

from django.urls import path

from jishi.jobs.views import health

app_name = "jobs"

urlpatterns = [path("healthz", health.healthz, name="healthz")]
