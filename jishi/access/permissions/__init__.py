"""What somebody may see and do: the sight of one grant, the table of roles, who may hold what.

Pages ask for a `Permission`; selectors and actions take a `Sight`. How a sight is found for an account is in
`jishi.access.selectors`.
"""

from jishi.access.permissions.roles import ADMINISTRATORS, DEFAULT_LEVELS, ROLE_PERMISSIONS, UNIT_KINDS
from jishi.access.permissions.sight import Forbidden, Sight

__all__ = ["ADMINISTRATORS", "DEFAULT_LEVELS", "ROLE_PERMISSIONS", "UNIT_KINDS", "Forbidden", "Sight"]
