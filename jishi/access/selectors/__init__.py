"""What is read about accounts, grants and rights; nothing here writes."""

from jishi.access.selectors.duties import grants_of, holds, sight_for

__all__ = ["grants_of", "holds", "sight_for"]
