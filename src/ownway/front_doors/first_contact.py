"""First contact on the first page of a working day, and on the person's: what waits for whom."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.urls import reverse

from ownway.foundation.access.models import SignIn
from ownway.foundation.look.filters import short_day
from ownway.front_doors.pages import Now, late_words
from ownway.support.allocation import queries as allocation
from ownway.support.contact import queries as contact
from ownway.support.contact.domain.referrals import State
from ownway.support.people import queries as people


def requests_waiting(*, by: SignIn, on: date) -> tuple[list[Now], list[Now]]:
    """Requests past their due day, and the others; each for those who may answer them."""
    late, waiting = [], []
    for one in contact.queue(by=by, on=on):
        route = "contact.self_check" if one.is_check else "contact.request"
        href = reverse(route, args=[one.id])
        title = f"{one.name}: self-check" if one.is_check else f"{one.name} asked for support"
        if one.late:
            words = f"Asked on {short_day(one.requested_on)}. An answer was due by "
            words += f"{short_day(one.due_on)}. {one.worker or 'Nobody'} works with them."
            late.append(Now(title, words, late_words(one.late), "bad", "Answer it", href))
        else:
            chip = f"Answer due {short_day(one.due_on)}"
            if one.may_be_unsafe:
                chip = "May not be safe: today"
            kind = "bad" if one.may_be_unsafe else "some"
            waiting.append(Now(title, one.words, chip, kind, "", href))
    return late, waiting


def page_behind(hand_over_id: UUID, *, by: SignIn) -> str:
    """The page on which a hand-over is answered, where another than its own tells the whole."""
    if (referral := contact.referral_passed_on(hand_over_id, by=by)) is not None:
        return reverse("contact.referral", args=[referral])
    if (check := contact.welfare_check_passed_on(hand_over_id, by=by)) is not None:
        return reverse("contact.welfare_check", args=[check])
    if (challenged := allocation.challenge_passed_on(hand_over_id, by=by)) is not None:
        return reverse("allocation.answer_challenge", args=[challenged])
    return ""


def not_back_yet(*, by: SignIn, on: date, told: Collection[UUID]) -> list[Now]:
    """Welfare checks of which nobody has heard yet: today's business, before all else.

    `told` are hand-overs that stand on the page already.
    """
    lines = [
        one
        for one in contact.welfare_checks_out(by=by)
        if one.asked_on == on and one.hand_over_id not in told
    ]
    named = people.briefly({one.person_id for one in lines}, by=by, on=on)
    return [
        Now(
            f"{named[one.person_id].name}: welfare check today",
            f"{one.asked_of} looks in. Not back yet.",
            "Today",
            "some",
            "",
            reverse("contact.welfare_check", args=[one.id]),
        )
        for one in lines
        if one.person_id in named
    ]


def offers_to_make(*, by: SignIn, on: date) -> list[Now]:
    """Events in people's lives after which help early may do them good."""
    lines = contact.offers_to_make(by=by)
    named = people.briefly({one.person_id for one in lines}, by=by, on=on)
    return [
        Now(
            f"{named[one.person_id].name}: offer help",
            f"{one.event.words}. {one.event.offer}",
            f"Since {short_day(one.noted_on)}",
            "some",
            "",
            reverse("contact.life_events", args=[one.person_id]),
        )
        for one in lines
        if one.person_id in named
    ]


def to_follow_up(*, by: SignIn, on: date) -> list[Now]:
    """What `by` set going that may be helping by now, and that nobody has asked about."""
    asked = contact.to_ask_if_it_helped(by=by, on=on)
    came = contact.orders_to_ask_about(by=by, on=on)
    lost = contact.orders_not_come(by=by, on=on)
    said = contact.looks_waiting(by=by, on=on)
    about = {one.person_id for one in asked} | {one.person_id for one in came}
    about |= {one.person_id for one in said} | {one.person_id for one in lost}
    named = people.briefly(about, by=by, on=on)
    found = [
        Now(
            f"{named[one.person_id].name} says what is hard at home",
            f"{', '.join(one.hard)}.",
            f"Since {short_day(one.noted_on)}",
            "some",
            "",
            reverse("contact.equipment_look", args=[one.id]),
        )
        for one in said
        if one.person_id in named
    ]
    found += [
        Now(
            f"{named[one.person_id].name}: the {one.name.lower()} has not come",
            "Ring the store, and tell them when it comes.",
            f"Ordered {short_day(one.ordered_on)}",
            "bad",
            "",
            reverse("contact.equipment_order", args=[one.person_id, one.id]),
        )
        for one in lost
        if one.person_id in named
    ]
    found += [
        Now(
            f"{named[one.person_id].name}: ask whether the {one.name.lower()} helps",
            "",
            f"Came {short_day(one.delivered_on)}",
            "some",
            "",
            reverse("contact.equipment_order", args=[one.person_id, one.id]),
        )
        for one in came
        if one.person_id in named
    ]
    return found + [
        Now(
            f"{named[one.person_id].name}: ask whether {one.service} helps",
            "They started." if one.state is State.STARTED else "They were told about it.",
            f"Since {short_day(one.answered_on or one.sent_on)}",
            "some",
            "",
            reverse("contact.referral", args=[one.id]),
        )
        for one in asked
        if one.person_id in named
    ]


def my_services(person_id: UUID, *, by: SignIn, on: date) -> list[Now]:
    """Groups, services and equipment that the person has something to say or to hear about."""
    return [*_services(person_id, by=by, on=on), *_equipment(person_id, by=by, on=on)]


def _equipment(person_id: UUID, *, by: SignIn, on: date) -> list[Now]:
    orders = contact.orders_of(person_id, by=by, on=on)
    href = reverse("contact.my_equipment")
    if any(one.has_come and not one.helped for one in orders):
        words = "Some of it came. Tell us whether it helps."
        return [Now("Your equipment", words, "", "some", "Tell us", href)]
    if any(one.is_coming for one in orders):
        names = ", ".join(one.name for one in orders if one.is_coming)
        return [Now("Your equipment", f"{names}.", "On its way", "some", "See it", href)]
    if orders:
        return []
    words = "A rail, a board, a stool. Tell us what is hard, and we look together."
    return [Now("Small things that help at home", words, "", "plain", "Tell us", href)]


def _services(person_id: UUID, *, by: SignIn, on: date) -> list[Now]:
    lines = contact.referrals_of(person_id, by=by, on=on)
    href = reverse("contact.my_referrals")
    to_say = [one for one in lines if one.may_say_if_it_helped and one.helped is None]
    if to_say:
        names = ", ".join(dict.fromkeys(one.service for one in to_say))
        return [Now("Did it help?", f"Tell us about {names}.", "", "some", "Tell us", href)]
    waits = [one for one in lines if one.waits]
    if waits:
        names = ", ".join(dict.fromkeys(one.service for one in waits))
        words = f"We asked {names} for you."
        return [Now("Groups and services", words, "Asked", "some", "See what they said", href)]
    if lines:
        words = "Whom we told you about, and what they said."
        return [Now("Groups and services", words, "", "plain", "See them", href)]
    return []
