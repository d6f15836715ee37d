"""What the pages of first contact see, a file a subject."""

from ownway.support.contact.pages.requests import RequestPage, answer_in_words

__all__ = ["RequestPage", "answer_in_words"]
