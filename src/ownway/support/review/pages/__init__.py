"""What the pages of reviews say."""

from ownway.support.review.pages.backlog import WayDown, way_down
from ownway.support.review.pages.due import ON_A_PAGE, ListPage, Where, as_csv, headline
from ownway.support.review.pages.mine import MyReview, easy_lines

__all__ = [
    "ON_A_PAGE",
    "ListPage",
    "MyReview",
    "WayDown",
    "Where",
    "as_csv",
    "easy_lines",
    "headline",
    "way_down",
]
