"""An invented district, 清河区, as large as asked for: for trying everything out without anybody's data.

Nobody in it exists: names are drawn from lists, ID numbers carry region codes nobody was ever given, and
telephone numbers begin with 199. The same size, seed and day give the same district again.
"""

from __future__ import annotations

from jishi.roster.demo.district import make_demo
from jishi.roster.demo.team import POSITIONS

__all__ = ["POSITIONS", "make_demo"]
