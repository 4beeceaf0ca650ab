"""The addresses from which cases about people are sent on their way."""

from __future__ import annotations

from django.urls import path

from jishi.registry.views import cases, own_cases

urlpatterns = [
    path("people/<slug:uid>/cases/transfer/", cases.transfer, name="case-transfer"),
    path("people/<slug:uid>/cases/transfer/effects/", cases.effects, name="case-transfer-effects"),
    path("cases/<int:pk>/transfer/", cases.transfer_again, name="case-transfer-again"),
    path("me/correct/", own_cases.choose, name="me-correct"),
    path("me/correct/<slug:item>/", own_cases.correct, name="me-correct-item"),
    path("cases/<int:pk>/correct/", own_cases.correct_again, name="case-correct-again"),
]
