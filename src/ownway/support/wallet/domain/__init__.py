"""The arithmetic of somebody's money, and what their own bank account tells. Pure."""

from ownway.support.wallet.domain.sums import Made, day_of_sum, made, promised

__all__ = ["Made", "day_of_sum", "made", "promised"]
