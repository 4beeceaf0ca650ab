"""What is read about accounts, grants and rights; nothing here writes."""

from jishi.access.selectors.duties import district_of, grants_of, holds, levels_of, sight_for

__all__ = ["district_of", "grants_of", "holds", "levels_of", "sight_for"]
