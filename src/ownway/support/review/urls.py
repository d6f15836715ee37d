"""Where a team sees which reviews are late or due."""

from ownway.foundation.access.routes import route
from ownway.support.review import permissions, views

team = [
    route("reviews/", views.due, may=permissions.READ_DUE, name="review.due", menu="Reviews"),
    route("reviews.csv", views.due_csv, may=permissions.READ_DUE),
]
