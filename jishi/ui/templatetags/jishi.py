"""`{% load jishi %}`: every component and format of the design system, gathered from its parts."""

from __future__ import annotations

from django import template

from jishi.ui.templatetags import fields, figures, flows, formats, kept, layout

register = template.Library()

for part in (formats, layout, kept, figures, flows, fields):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)
