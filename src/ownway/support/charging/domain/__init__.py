"""What a person pays: as it was decided, and how it is worked out. Pure.

`decided` holds what stands; `rules` the law, written once; `page` and `bulk` run it for one person
with workings and for many at once. Nothing here needs NumPy until `bulk` is imported.
"""

from ownway.support.charging.domain.decided import FARTHEST, Contribution, payable

__all__ = ["FARTHEST", "Contribution", "payable"]
