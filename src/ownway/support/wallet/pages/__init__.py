"""What the pages of somebody's money say first."""

from ownway.support.wallet.pages.money import MoneyPage, as_csv
from ownway.support.wallet.pages.statements import StatementsPage

__all__ = ["MoneyPage", "StatementsPage", "as_csv"]
