"""The addresses of places: the tree, changes of it, communities, grids."""

from __future__ import annotations

from django.urls import path

from jishi.registry.views import communities, grids, place_changes, places

urlpatterns = [
    path("places/", places.places, name="places"),
    path("places/<int:pk>/", places.unit, name="unit"),
    path("places/<int:pk>/change/<slug:verb>/", place_changes.change, name="place-change"),
    path("places/<int:pk>/<slug:tab>/", places.unit, name="unit-tab"),
    path("places/changes/<int:pk>/withdraw/", place_changes.withdraw, name="place-withdraw"),
    path("places/standings/<int:pk>/correct/", place_changes.correct, name="place-correct"),
    path("places/tags/<int:pk>/end/", place_changes.end_tag, name="place-tag-end"),
    path("communities/<int:pk>/", communities.community, name="community"),
    path("communities/<int:pk>/<slug:tab>/", communities.community, name="community-tab"),
    path("grids/", grids.grids, name="grids"),
    path("grids/cards/", grids.cards, name="grid-cards"),
    path("grids/reassign/", grids.reassign, name="grid-reassign"),
]
