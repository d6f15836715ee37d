"""What the pages of first contact see, a file a subject."""

from ownway.support.contact.pages.queue import QueuePage, queue_page
from ownway.support.contact.pages.referrals import CountsPage
from ownway.support.contact.pages.requests import RequestPage, ScreeningPage, answer_in_words

__all__ = [
    "CountsPage",
    "QueuePage",
    "RequestPage",
    "ScreeningPage",
    "answer_in_words",
    "queue_page",
]
