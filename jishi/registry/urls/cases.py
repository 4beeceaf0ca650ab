"""The addresses from which cases about people are sent on their way."""

from __future__ import annotations

from django.urls import path

from jishi.registry.views import cases

urlpatterns = [
    path("people/<slug:uid>/cases/transfer/", cases.transfer, name="case-transfer"),
    path("people/<slug:uid>/cases/transfer/effects/", cases.effects, name="case-transfer-effects"),
    path("cases/<int:pk>/transfer/", cases.transfer_again, name="case-transfer-again"),
]
