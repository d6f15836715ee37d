"""Simple equipment in one visit. Pure.

Source    Care and Support (Charging and Assessment of Resources) Regulations 2014 (SI 2014/2672),
          regulation 3: community equipment, aids and minor adaptations up to £1,000 are free.
"""

from enum import StrEnum


class OrderState(StrEnum):
    ORDERED = "ordered"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
