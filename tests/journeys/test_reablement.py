"""Reablement that ends with no need: asked for, begun with her own goals, looked back at together.

The worker's pages and hers, wide and narrow, with the accessibility check; what happened stands on
her record.
"""

from collections.abc import Callable
from typing import Any

import making
import pytest
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from ownway.foundation.access.models import SignIn
from ownway.support.reablement import operations
from ownway.support.reablement.models import Episode

pytestmark = pytest.mark.django_db(transaction=True)
Be = Callable[[SignIn], None]
Look = Callable[[str], None]


def test_from_a_new_hip_to_needing_nobody(page: Page, live_server: Any, be: Be, look: Look) -> None:
    on = localdate()
    ruth, nell, asif = making.person(), making.practitioner(), making.manager()
    operations.set_places(making.team(), places=3, from_day=on, by=asif, on=on)
    be(nell)
    page.goto(f"{live_server.url}/team/people/{ruth.pk}/reablement/")
    look("reablement-none")
    page.get_by_label("After a stay in hospital").check()
    page.get_by_label("What has become hard").fill("A new hip. She wants to manage alone.")
    page.get_by_role("button", name="Put on the list").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Waiting for reablement")
    look("reablement-waiting")
    page.get_by_label("What do they want to do again?").fill("Make my own tea")
    page.get_by_label("They said yes themself").check()
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Week 1 of reablement")

    for at, own in (("start", "2"), ("end", "9")):
        page.get_by_role("link", name=f"How near at the {at}").click()
        page.get_by_label("Their own number").select_option(own)
        page.get_by_label("Your number").select_option("6")
        look(f"reablement-goal-{at}")
        page.get_by_role("button", name="Keep it").click()
        page.get_by_role("link", name=f"Daily things at the {at}").click()
        page.get_by_label("Make something to eat and drink").select_option(
            "0" if at == "start" else "3"
        )
        page.get_by_role("button", name="Keep it").click()
        expect(page.get_by_text("Noted.").first).to_be_visible()
    made = Episode.objects.get()
    operations.plan_visit(made.pk, planned_on=on, who="Ola", by=nell, on=on)

    be(making.own_sign_in(ruth))
    page.goto(f"{live_server.url}/my/reablement/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Week 1 of 6")
    look("my-reablement")
    page.get_by_label("How is it going?").fill("I made the tea by myself today.")
    page.get_by_role("button", name="Send it to my worker").click()
    expect(page.get_by_text("I made the tea by myself today.")).to_be_visible()
    page.get_by_role("link", name="Easy Read").click()
    expect(page.get_by_text("You do more each week. We do less.")).to_be_visible()
    look("my-reablement-easy")

    be(nell)
    page.goto(f"{live_server.url}/team/reablement/")
    look("reablement-board")
    page.get_by_role("link", name="Ruth Calloway").click()
    expect(page.get_by_text("I made the tea by myself today.")).to_be_visible()
    look("reablement-running")
    page.get_by_label("Needs no support now").check()
    page.get_by_label("How did it go?").fill("She manages by herself.")
    page.get_by_label("Say goodbye, and how to come back").check()
    page.get_by_role("button", name="End it").click()
    expect(page.get_by_text("Ask how it was for them").first).to_be_visible()
    page.get_by_label("How was it for them?").fill("I am myself again.")
    page.get_by_role("button", name="End it").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Needs no support now")
    look("reablement-ended")

    page.goto(f"{live_server.url}/team/people/{ruth.pk}/")
    expect(page.get_by_text("Reablement ended").first).to_be_visible()
