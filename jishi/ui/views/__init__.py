"""What the design system answers itself: error pages, the gallery, list settings, drafts."""

from jishi.ui.views.errors import (
    conflict_response,
    csrf_failure,
    expired_response,
    handler400,
    handler403,
    handler404,
    handler500,
)

__all__ = [
    "conflict_response",
    "csrf_failure",
    "expired_response",
    "handler400",
    "handler403",
    "handler404",
    "handler500",
]
