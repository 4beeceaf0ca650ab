"""Places as they were on a day and as known at an instant: the tree, one unit, what is said of units.

Everything here takes `on` and `known_at` and reads dated facts; nothing relies on what unit rows say of now,
except the path, by which today's sight is decided.
"""

from jishi.places.selectors.said import bodies_on, figures_on, households_on, stars_on, tags_on
from jishi.places.selectors.tree import Node, children, tree
from jishi.places.selectors.units import (
    Entry,
    UnitAsOf,
    history,
    predecessors,
    standings_of,
    successors,
    unit_as_of,
)

__all__ = [
    "Entry",
    "Node",
    "UnitAsOf",
    "bodies_on",
    "children",
    "figures_on",
    "history",
    "households_on",
    "predecessors",
    "standings_of",
    "stars_on",
    "successors",
    "tags_on",
    "tree",
    "unit_as_of",
]
