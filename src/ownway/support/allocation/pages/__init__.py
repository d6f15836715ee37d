"""What the pages about first figures and the published table see."""

from ownway.support.allocation.pages.figures import BudgetPage
from ownway.support.allocation.pages.tables import TablePage

__all__ = ["BudgetPage", "TablePage"]
