"""The ways out: each takes one rendered notice and gives back a reference to ask about it by.

An adapter is handed the notice's own id as its key, so that sending twice can be told by whoever
receives it. `Undelivered` says in words why one try failed; whatever else goes wrong in somebody
else's program becomes one, so that nothing fails silently.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings

from ownway.foundation.notices.domain import Channel, State
from ownway.kernel.refusal import Refused

PAGES_ASKED = 40  # of 250 notices each, newest first; Notify keeps them for a week
# What GOV.UK Notify says of a notice -> what it means here, and in which words.
# Source: docs.notifications.service.gov.uk/python.html, "Get message status". That a letter was
# printed ("received") says nothing of its arrival, so it stays sent.
NOTIFY_SAYS: dict[str, tuple[State, str]] = {
    "delivered": (State.DELIVERED, "GOV.UK Notify says that it arrived."),
    "permanent-failure": (
        State.RETURNED,
        "GOV.UK Notify could not deliver it: the address or number is wrong.",
    ),
    "temporary-failure": (
        State.FAILED,
        "GOV.UK Notify tried for three days: an inbox that is full, or a telephone that is off.",
    ),
    "technical-failure": (State.FAILED, "GOV.UK Notify had a fault of its own."),
    "validation-failed": (State.FAILED, "GOV.UK Notify cannot print this letter."),
    "virus-scan-failed": (State.FAILED, "GOV.UK Notify found a fault in the file of the letter."),
    "cancelled": (State.FAILED, "Somebody stopped this letter at GOV.UK Notify."),
}
LETTER_NOT_PRINTED = "GOV.UK Notify could not print this letter. It was not posted."


class Undelivered(Refused):
    """This try did not go out, or may not have; the text says why, and names nobody.

    `later`: the same try may go better by itself later. `unclear`: it may have gone all the same,
    as the answer never came.
    """

    def __init__(self, words: str, *, later: bool = False, unclear: bool = False) -> None:
        super().__init__(words)
        self.later, self.unclear = later, unclear


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

    def known(self, key: str) -> str:
        """The reference of what was taken under this key before; empty when nothing was, or
        when there is nobody to ask."""


class Kept:
    """Shown on the person's pages, or kept for the outbox: nothing leaves the council."""

    name = "kept"

    def send(self, said: Rendered) -> str:
        return f"kept-{said.key}"

    def known(self, key: str) -> str:
        return ""


class Smtp:
    """The council's own mail server. The message id is the notice's: sent twice, it is one."""

    name = "smtp"

    def send(self, said: Rendered) -> str:
        from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPResponseException

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
        except SMTPRecipientsRefused as wrong:
            codes = [code for code, _ in wrong.recipients.values()]
            raise Undelivered(
                f"The mail server does not take mail for this address ({codes[0]}).",
                later=all(code < 500 for code in codes),
            ) from None
        except SMTPResponseException as wrong:
            raise Undelivered(
                f"The mail server did not take it ({wrong.smtp_code}).",
                later=wrong.smtp_code < 500 or not isinstance(wrong, SMTPDataError),
            ) from None
        except OSError as wrong:  # every other SMTPException is one
            raise Undelivered(
                f"The mail server cannot be reached, or stopped in between "
                f"({type(wrong).__name__}).",
                later=True,
                unclear=True,
            ) from None
        except ValueError:
            raise Undelivered("This is not an e-mail address that mail can go to.") from None
        return reference

    def known(self, key: str) -> str:
        return ""  # a mail server cannot be asked


class Notify:
    """GOV.UK Notify: e-mail and text by its two plain templates, letters as our own PDF."""

    name = "notify"

    def __init__(self, key: str, base_url: str, seconds: int = 30) -> None:
        from notifications_python_client.notifications import NotificationsAPIClient

        client: Any = NotificationsAPIClient  # the library has no types
        try:
            self._client = client(key, base_url=base_url, timeout=seconds)
        except AssertionError:
            raise Undelivered("The key of GOV.UK Notify is not whole.", later=True) from None

    def send(self, said: Rendered) -> str:
        return str(self._handed_on(said))

    def _handed_on(self, said: Rendered) -> Any:
        from io import BytesIO

        if said.channel is Channel.LETTER:
            return self._asked(
                "send_precompiled_letter_notification",
                "id",
                reference=said.key,
                pdf_file=BytesIO(said.body),
            )
        if said.channel is Channel.EMAIL:
            return self._asked(
                "send_email_notification",
                "id",
                email_address=said.to,
                template_id=settings.OWNWAY_NOTIFY_EMAIL_TEMPLATE,
                personalisation={"subject": said.subject, "body": said.text},
                reference=said.key,
            )
        return self._asked(
            "send_sms_notification",
            "id",
            phone_number=said.to,
            template_id=settings.OWNWAY_NOTIFY_TEXT_TEMPLATE,
            personalisation={"body": said.text},
            reference=said.key,
        )

    def known(self, key: str) -> str:
        found = self._asked("get_all_notifications", "notifications", reference=key)
        return str(found[0]["id"]) if found else ""

    def states(self) -> Iterator[tuple[str, str, str]]:
        """What became of the notices of the last days: key, reference and Notify's own word."""
        older_than = None
        for _ in range(PAGES_ASKED):
            found = self._asked("get_all_notifications", "notifications", older_than=older_than)
            for one in found:
                yield str(one.get("reference") or ""), str(one["id"]), str(one["status"])
            if not found:
                return
            older_than = found[-1]["id"]

    def _asked(self, verb: str, wanted: str, **said: Any) -> Any:
        """What Notify answers under one word. Raises Undelivered for whatever is no answer."""
        from notifications_python_client.errors import HTTPError, InvalidResponse

        try:
            return getattr(self._client, verb)(**said)[wanted]
        except HTTPError as wrong:
            if wrong.response is None:
                raise Undelivered(
                    "GOV.UK Notify cannot be reached, or did not answer in time.",
                    later=True,
                    unclear=True,
                ) from None
            code = wrong.status_code
            if code in (401, 403):
                raise Undelivered(f"GOV.UK Notify does not take our key ({code}).") from None
            raise Undelivered(
                f"GOV.UK Notify did not take it ({code}).",
                later=code == 429 or code >= 500,
                unclear=code >= 500,
            ) from None
        except (InvalidResponse, KeyError, TypeError):
            raise Undelivered(
                "GOV.UK Notify answered something that is no answer.", later=True, unclear=True
            ) from None


def notify() -> Notify | None:
    """GOV.UK Notify, where a key file is set; None otherwise.

    Raises Undelivered for a file that cannot be read or a key that is not whole.
    """
    path = settings.OWNWAY_NOTIFY_KEY_FILE
    if not path:
        return None
    try:
        key = Path(path).read_text().strip()
    except (OSError, UnicodeDecodeError):
        raise Undelivered(
            "The file with the key of GOV.UK Notify cannot be read.", later=True
        ) from None
    return Notify(key, settings.OWNWAY_NOTIFY_URL)


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
    raise Undelivered(f"No way to send a notice by {channel.value} is set up.", later=True)
