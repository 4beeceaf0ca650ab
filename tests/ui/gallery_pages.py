"""The addresses of every page of the gallery, and the platform without its doors."""

from __future__ import annotations

from collections.abc import Sequence

from jishi.ui.gallery.catalogue import ERRORS, GROUPS

COMPONENTS = tuple(f"/ui/gallery/{each.key}/" for group in GROUPS for each in group.specimens)
ERROR_PAGES = tuple(f"/ui/gallery/error/{name}/" for name in ERRORS)
FILTERED = "/ui/gallery/list/?q=%E6%A2%85&street=1&post=head&contract_from=2026-13-01"
PERSON = "/ui/gallery/people/3/"
PAGES = ("/ui/gallery/", *COMPONENTS, FILTERED, PERSON, *ERROR_PAGES)


def without_doors(middleware: Sequence[str]) -> list[str]:
    """The platform's middleware with nobody at the door."""
    return [name for name in middleware if not name.startswith("jishi.access.")]
