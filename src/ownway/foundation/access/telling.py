"""Tell somebody who signs in something about that, by e-mail.

Only links and warnings about the sign-in itself go this way, never anything about a person's care.
"""

from django.conf import settings
from django.core.mail import send_mail


def possible() -> bool:
    """Whether there is a mail server; without one pages say whom to ask instead."""
    return bool(settings.OWNWAY_MAIL_SERVER)


def tell(email: str, subject: str, words: str) -> None:
    """Send a few words by e-mail, through the mail server that settings name."""
    send_mail(subject, words, settings.DEFAULT_FROM_EMAIL, [email])
