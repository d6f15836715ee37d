"""The ways out: each takes one rendered notice and gives back a reference to ask about it by.

An adapter is handed the notice's own id as its key, so that sending twice can be told by whoever
receives it. `Undelivered` says in words why one try failed.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings

from ownway.foundation.notices.domain import Channel
from ownway.kernel.refusal import Refused


class Undelivered(Refused):
    """This try did not go out; the text says why, and names nobody."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What goes out: `body` are the exact bytes that the digest is of."""

    key: str
    channel: Channel
    to: str
    subject: str
    text: str
    body: bytes


class Adapter(Protocol):
    name: str

    def send(self, said: Rendered) -> str: ...


class Kept:
    """Shown on the person's pages, or kept for the outbox: nothing leaves the council."""

    name = "kept"

    def send(self, said: Rendered) -> str:
        return f"kept-{said.key}"


class Smtp:
    """The council's own mail server. The message id is the notice's: sent twice, it is one."""

    name = "smtp"

    def send(self, said: Rendered) -> str:
        from django.core.mail import EmailMessage

        reference = f"<{said.key}@notices.{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2]}>"
        message = EmailMessage(
            said.subject,
            said.text,
            settings.DEFAULT_FROM_EMAIL,
            [said.to],
            headers={"Message-ID": reference},
        )
        try:
            message.send()
        except OSError as wrong:  # SMTPException is one
            raise Undelivered(
                f"The mail server did not take it ({type(wrong).__name__})."
            ) from None
        return reference


class Notify:
    """GOV.UK Notify: e-mail and text by its two plain templates, letters as our own PDF."""

    name = "notify"

    def __init__(self, key: str, base_url: str) -> None:
        from notifications_python_client.notifications import NotificationsAPIClient

        client: Any = NotificationsAPIClient  # the library has no types
        self._client = client(key, base_url=base_url)

    def send(self, said: Rendered) -> str:
        from io import BytesIO

        from notifications_python_client.errors import HTTPError

        try:
            if said.channel is Channel.LETTER:
                given = self._client.send_precompiled_letter_notification(
                    reference=said.key, pdf_file=BytesIO(said.body)
                )
            elif said.channel is Channel.EMAIL:
                given = self._client.send_email_notification(
                    email_address=said.to,
                    template_id=settings.OWNWAY_NOTIFY_EMAIL_TEMPLATE,
                    personalisation={"subject": said.subject, "body": said.text},
                    reference=said.key,
                )
            else:
                given = self._client.send_sms_notification(
                    phone_number=said.to,
                    template_id=settings.OWNWAY_NOTIFY_TEXT_TEMPLATE,
                    personalisation={"body": said.text},
                    reference=said.key,
                )
        except HTTPError as wrong:
            raise Undelivered(f"GOV.UK Notify did not take it ({wrong.status_code}).") from None
        return str(given["id"])

    def state_of(self, reference: str) -> str:
        """What became of it, in the words of GOV.UK Notify."""
        return str(self._client.get_notification_by_id(reference)["status"])

    def known(self, key: str) -> str:
        """The reference of what was taken under this key before; empty when nothing was."""
        found = self._client.get_all_notifications(reference=key)["notifications"]
        return str(found[0]["id"]) if found else ""


@cache
def notify() -> Notify | None:
    """GOV.UK Notify, where a key file is set; None otherwise."""
    path = settings.OWNWAY_NOTIFY_KEY_FILE
    if not path:
        return None
    return Notify(Path(path).read_text().strip(), settings.OWNWAY_NOTIFY_URL)


def adapter_for(channel: Channel) -> Adapter | None:
    """The way out by configuration; None for a letter that is printed and posted by hand."""
    if channel is Channel.PAGE or settings.DEMO:
        return None if channel is Channel.LETTER else Kept()
    if (found := notify()) is not None:
        return found
    if channel is Channel.EMAIL and settings.OWNWAY_MAIL_SERVER:
        return Smtp()
    if channel is Channel.LETTER:
        return None
    raise Undelivered(f"No way to send a notice by {channel.value} is set up.")
