"""The addresses of the design system: gallery, list settings, drafts."""

from __future__ import annotations

from django.urls import path, register_converter

from jishi.ui.views import drafts, gallery, lists


class PageKey:
    """The lasting key of a list or a form in an address."""

    regex = r"[A-Za-z0-9][A-Za-z0-9:_.-]{0,119}"

    def to_python(self, value: str) -> str:
        """Take the key as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """Write the key as it stands."""
        return value


register_converter(PageKey, "page_key")

app_name = "ui"

urlpatterns = [
    path("gallery/", gallery.index, name="gallery"),
    path("gallery/search/", gallery.search, name="gallery-search"),
    path("gallery/people/<int:number>/", gallery.person, name="gallery-person"),
    path("gallery/unmask/", gallery.unmask, name="gallery-unmask"),
    path("gallery/error/<slug:name>/", gallery.error, name="gallery-error"),
    path("gallery/<slug:component>/", gallery.component, name="gallery-component"),
    path("drafts/", drafts.draft_list, name="drafts"),
    path("drafts/<page_key:key>/", drafts.draft, name="draft"),
    path("drafts/<page_key:key>/save/", drafts.save_draft, name="draft-save"),
    path("drafts/<page_key:key>/discard/", drafts.discard_draft, name="draft-discard"),
    path("lists/<page_key:page>/views/", lists.save_view, name="view-save"),
    path("lists/<page_key:page>/views/<int:view_id>/delete/", lists.delete_view, name="view-delete"),
    path("lists/<page_key:page>/columns/", lists.save_columns, name="columns-save"),
    path("lists/<page_key:page>/density/", lists.save_density, name="density-save"),
    path("lists/<page_key:page>/reset/", lists.reset_columns, name="columns-reset"),
]
