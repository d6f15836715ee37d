"""What is sent about signing in, in the background: no page takes longer for somebody we know."""

from procrastinate.contrib.django import app

from ownway.config.clock import instant
from ownway.foundation.access import operations, telling
from ownway.foundation.keys import open_text


@app.task(queue="default")  # type: ignore[untyped-decorator]  # the library has no types
def send_forgotten(email: str, site: str) -> bool:
    """Send a link to somebody who forgot their password; nothing when nobody signs in so.

    The address comes sealed, so that the table of work holds no list of who forgot. Run twice, the
    newer link works. Returns whether there was somebody.
    """
    made = operations.forgotten(open_text(email), at=instant())
    if made is None:
        return False
    telling.tell(
        made.who.email,
        "Set a new password for Ownway",
        f"Open this page within one hour to set a new password:\n\n{site}{made.address}\n\n"
        "If you did not ask for it, do nothing: your password stays as it is.",
    )
    return True


@app.task(queue="default")  # type: ignore[untyped-decorator]  # as above
def send_invitation(email: str, address: str) -> None:
    """Send a member of staff the link of their invitation; both come sealed. The code is not in it.

    Twice does no harm: the link is the same and works once.
    """
    telling.tell(
        open_text(email),
        "You are invited to Ownway",
        f"Open this page to set your password:\n\n{open_text(address)}\n\n"
        "It asks for a code, which your administrator tells you another way. If you expected no "
        "invitation, ask them before you open it.",
    )


@app.task(queue="default")  # type: ignore[untyped-decorator]  # as above
def tell_of_reset(email: str) -> None:
    """Tell somebody that an administrator took their second factors away; twice does no harm."""
    telling.tell(
        open_text(email),
        "Your second factor for Ownway was reset",
        "An administrator took away your authenticator app, passkeys and recovery codes, because "
        "somebody said that you had lost them. You are signed out everywhere; set up another the "
        "next time you sign in.\n\nIf that was not you, call your administrator now.",
    )
