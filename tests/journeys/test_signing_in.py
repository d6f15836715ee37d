"""Somebody of staff sets up a second factor, signs in with it, and shows once more that it is them
before what matters, without losing what they typed: wide and narrow."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import making
import pytest
from playwright.sync_api import CDPSession, Page, expect

from ownway.config.clock import instant
from ownway.foundation.access import one_time
from ownway.foundation.access.models import OneTimeSecret, Session, SignIn
from ownway.foundation.access.sessions import SessionStore, digest_of

pytestmark = pytest.mark.django_db(transaction=True)
Be = Callable[[SignIn], None]
Look = Callable[[str], None]
PASSWORD = "seven-quiet-herons-9"


def administrator(email: str) -> SignIn:
    return making.staff(making.Role.ADMINISTRATOR, name="Tom Reyes", email=email, password=PASSWORD)


def code_of(who: SignIn, *, steps_on: int = 0) -> str:
    row = OneTimeSecret.objects.get(sign_in=who)
    step = max(one_time.step_of(instant().timestamp()) + steps_on, row.last_step + 1)
    return one_time.code_at(row.secret, step)


def age_proof(page: Page) -> None:
    """The proof of the browser's session lies eleven minutes back from now on."""
    key = next(one["value"] for one in page.context.cookies() if one["name"] == "sessionid")
    session = SessionStore(key)
    session["proved_at"] = (instant() - timedelta(minutes=11)).isoformat()
    session.save()
    assert Session.objects.filter(session_key=digest_of(key)).exists()


def sign_in(page: Page, url: str, email: str) -> None:
    page.goto(f"{url}/sign-in/")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_an_app_set_up_used_and_asked_for_again(
    page: Page, live_server: Any, look: Look, settings: Any
) -> None:
    settings.OWNWAY_SECOND_FACTOR = "required"
    tom = administrator("tom@example.org")
    sign_in(page, live_server.url, tom.email)
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Set up a second factor before you go on"
    )
    look("factor-set-up")
    page.get_by_role("button", name="Use an app").click()
    look("factor-app")
    page.get_by_label("Six digits").fill("000000")
    page.get_by_role("button", name="Use this app").click()
    look("factor-app-wrong")
    page.get_by_label("Six digits").fill(code_of(tom))
    page.get_by_role("button", name="Use this app").click()
    look("factor-codes")
    recovery = page.locator("code").first.inner_text()
    page.get_by_role("button", name="I have kept them").click()
    look("sign-ins")
    page.get_by_role("link", name="How I sign in").click()
    look("how-i-sign-in")
    page.get_by_role("button", name="Sign out", exact=True).click()

    sign_in(page, live_server.url, tom.email)
    look("second-factor")
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Go on").click()
    look("second-factor-wrong")
    page.get_by_label("Code").fill(recovery)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Add a member of staff").click()
    look("sign-in-add")
    page.get_by_label("Name").fill("Ola Berg")
    page.get_by_label("Email address").fill("ola@example.org")
    page.get_by_label("Finance").check()
    age_proof(page)
    page.get_by_role("button", name="Add and invite").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Show that it is still you")
    look("prove")
    page.get_by_label("Code").fill(code_of(tom, steps_on=1))
    page.get_by_role("button", name="Carry on").click()
    expect(page.get_by_text("Ola Berg", exact=True)).to_be_visible()
    look("kept")
    page.get_by_role("button", name="Send it now").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ola Berg is invited")
    look("invited")
    link = page.locator("dd").first.inner_text()
    code = page.locator("dd").nth(1).inner_text()
    page.get_by_role("button", name="Done").click()
    look("sign-in-one")
    page.get_by_role("button", name="Sign out", exact=True).click()

    page.goto(link)
    look("invitation")
    page.get_by_label("Code").fill(code)
    page.get_by_label("New password").fill("nine-calm-otters-4")
    page.get_by_role("button", name="Set my password").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Set up a second factor")


def a_device(page: Page) -> CDPSession:
    """The browser's own invented passkey device, whose holder always agrees."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return device


def test_a_passkey_made_and_signed_in_with(page: Page, live_server: Any, look: Look) -> None:
    url = live_server.url.replace("127.0.0.1", "localhost")
    tom = administrator("tom@example.org")
    a_device(page)
    sign_in(page, url, tom.email)
    page.goto(f"{url}/how-i-sign-in/passkeys/add/")
    look("passkey-make")
    page.get_by_role("button", name="Make a passkey").click()
    page.get_by_role("button", name="I have kept them").click()
    page.get_by_role("button", name="Sign out", exact=True).click()

    page.goto(f"{url}/sign-in/")
    page.get_by_role("link", name="Sign in with a passkey").click()
    look("passkey-sign-in")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign-ins")
