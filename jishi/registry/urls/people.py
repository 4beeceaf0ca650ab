"""The addresses of people: the page, its tabs, the printed form, unmasking."""

from __future__ import annotations

from django.urls import path

from jishi.registry.views import people, unmask

urlpatterns = [
    path("people/<slug:uid>/", people.person, name="person"),
    path("people/<slug:uid>/sheet/", people.sheet, name="sheet"),
    path("people/<slug:uid>/outlook/", people.outlook, name="person-outlook"),
    path("people/<slug:uid>/grade/why/", people.grade, name="person-grade"),
    path("people/<slug:uid>/unmask/<slug:field>/", unmask.unmask, name="unmask"),
    path("people/<slug:uid>/<slug:tab>/", people.person, name="person-tab"),
]
