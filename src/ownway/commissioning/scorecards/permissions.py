"""Who may read the register of models, calibrate and propose one, and approve it for a board.

A commissioner makes a model and puts it forward. The minutes of a board are entered by a team
manager, who lives with the figures and makes no model, or by an administrator, who keeps its
papers; finance may, as the board holds the envelope. Nobody approves a model they made.
"""

from ownway.foundation.access.domain import Role, may

READ_REGISTER = may(
    "read the register of models",
    Role.COMMISSIONER,
    Role.PERFORMANCE,
    Role.FINANCE,
    Role.TEAM_MANAGER,
    Role.INFORMATION_GOVERNANCE,
    Role.ADMINISTRATOR,
)
CALIBRATE = may("calibrate a model", Role.COMMISSIONER)
PROPOSE_MODEL = CALIBRATE
APPROVE_MODEL = may(
    "approve a model for a board", Role.TEAM_MANAGER, Role.FINANCE, Role.ADMINISTRATOR
)
SAY_ENVELOPE = may("say what money there is for figures", Role.FINANCE, Role.COMMISSIONER)
