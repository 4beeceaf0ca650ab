"""基石: rules of community-worker careers as data, run exactly, each figure explained."""

__version__ = "0.1.0"
