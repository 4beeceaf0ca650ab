"""The addresses of the event wizard, of changes, corrections and withdrawals."""

from __future__ import annotations

from django.urls import path

from jishi.registry.views import changes, choosing, corrections, intake

urlpatterns = [
    path("changes/new/", choosing.choose_people, name="change-new"),
    path("changes/enter/", intake.enter, name="change-enter"),
    path("changes/enter/effects/", intake.effects, name="change-enter-effects"),
    path("changes/<int:pk>/", corrections.change, name="change"),
    path("changes/<int:pk>/correct/", corrections.correct, name="change-correct"),
    path("changes/<int:pk>/correct/effects/", corrections.effects, name="change-correct-effects"),
    path("changes/<int:pk>/withdraw/", corrections.withdraw, name="change-withdraw"),
    path("people/<slug:uid>/changes/new/", changes.choose, name="change-new"),
    path("people/<slug:uid>/changes/new/<slug:kind>/", changes.new, name="change-new"),
    path("people/<slug:uid>/changes/new/<slug:kind>/effects/", changes.effects, name="change-effects"),
]
