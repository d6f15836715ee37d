"""The person's door: whose record stands behind it, and which part of it each address shows.

Somebody may be let in to another's record. Which one they look at is kept with their session, and
asked of the rows at every request: whoever was let out sees nothing with their next page. An
address that names no part here is for the person alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import Enum
from functools import cache, wraps
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.access.domain import Kind
from ownway.foundation.access.models import SignIn
from ownway.foundation.access.routes import REGISTRY, Route
from ownway.foundation.look.frame import DoorNote
from ownway.front_doors.pages import Now
from ownway.front_doors.reading_only import for_reading
from ownway.kernel.refusal import NotAllowed, NotFound
from ownway.support.people.domain.letting_in import (
    LOOKING_AS,
    PART_WORDS,
    LookingAt,
    Part,
    looking,
    parts_in_words,
)
from ownway.support.people.queries import let_in

CHOSEN = "looking_at"  # where the session keeps which letting-in somebody looks through


class For(Enum):
    """For addresses that show no one part."""

    WHOEVER = "whoever was let in to anything"
    PERSON = "the person alone"
    ANYBODY = "also whoever has chosen no record yet"


# Every address behind the person's door, by the name of its route.
PARTS: dict[str, Part | For] = {
    "my.home": For.WHOEVER,
    "my.whose": For.ANYBODY,
    "my.look_at": For.ANYBODY,
    "my.stop_looking": For.ANYBODY,
    "my.record": Part.RECORD,
    "my.about_me": Part.RECORD,
    "people.my_talk": Part.RECORD,
    "people.my_sharing": Part.RECORD,
    "people.my_health": Part.RECORD,
    "people.my_no": Part.RECORD,
    "my.wrong": Part.RECORD,
    "my.say_wrong": Part.RECORD,
    "safeguarding.my_worried": For.ANYBODY,
    "safeguarding.my_received": For.ANYBODY,
    "contact.ask_for_myself": Part.RECORD,
    "contact.my_check": Part.RECORD,
    "contact.my_check_page": Part.RECORD,
    "contact.my_check_now": Part.RECORD,
    "contact.my_check_result": Part.RECORD,
    "contact.my_check_result_easy": Part.RECORD,
    "allocation.my_early_view": Part.RECORD,
    "allocation.my_early_view_easy": Part.RECORD,
    "allocation.my_early_view_easy_pdf": Part.RECORD,
    "contact.my_check_send": Part.RECORD,
    "contact.my_check_delete": Part.RECORD,
    "contact.withdraw_mine": Part.RECORD,
    "contact.my_equipment": Part.RECORD,
    "contact.my_offers": Part.RECORD,
    "contact.my_benefits": Part.MONEY,
    "charging.mine": Part.MONEY,
    "charging.my_means": Part.MONEY,
    "contact.my_referrals": Part.RECORD,
    "reablement.mine": Part.RECORD,
    "reablement.assessment_now": Part.RECORD,
    "my.assessment": Part.RECORD,
    "my.assessment_copy": For.PERSON,
    "my.assessment_as_carer": Part.RECORD,
    "my.assessment_section": Part.RECORD,
    "my.budget": Part.PLAN,
    "my.budget_easy": Part.PLAN,
    "my.budget_pdf": Part.PLAN,
    "my.budget_easy_pdf": Part.PLAN,
    "my.challenge_budget": Part.PLAN,
    "my.plan": Part.PLAN,
    "my.plan_version": Part.PLAN,
    "my.begin_plan": Part.PLAN,
    "my.describe_plan": Part.PLAN,
    "my.add_component": Part.PLAN,
    "my.change_component": Part.PLAN,
    "my.remove_component": Part.PLAN,
    "my.send_plan": Part.PLAN,
    "my.one_page": Part.PLAN,
    "my.challenge_plan": Part.PLAN,
    "my.plan_easy": Part.PLAN,
    "my.plan_easy_pdf": Part.PLAN,
    "my.plan_pdf": Part.PLAN,
    "my.plan_beside": Part.PLAN,
    "my.plan_ideas": Part.PLAN,
    "my.employing": Part.PLAN,
    "my.protection": Part.PLAN,
    "my.review": Part.PLAN,
    "my.review_say": Part.PLAN,
    "my.review_sooner": Part.PLAN,
    "my.review_take_back": Part.PLAN,
    "my.review_easy": Part.PLAN,
    "my.review_easy_pdf": Part.PLAN,
    "my.money": Part.MONEY,
    "my.lines": Part.MONEY,
    "my.statements": Part.MONEY,
    "my.by_hand": Part.MONEY,
    "my.statement_back": Part.MONEY,
    "my.line": Part.MONEY,
    "my.forget": Part.MONEY,
    "my.money_answer": Part.MONEY,
    "my.backs": Part.MONEY,
    "my.answer_back": Part.MONEY,
    "my.messages": Part.MESSAGES,
    "my.message": Part.MESSAGES,
    "my.write_message": Part.MESSAGES,
    "my.documents": Part.DOCUMENTS,
    "my.document": Part.DOCUMENTS,
    "my.add_document": Part.DOCUMENTS,
    "notices.mine": For.PERSON,
    "my.who_looked": For.PERSON,
    "my.who_looked_file": For.PERSON,
    "my.let_in": For.PERSON,
    "my.invite_again": For.PERSON,
    "my.invited": For.PERSON,
    "my.let_somebody_in": For.PERSON,
    "my.let_out": For.PERSON,
    "my.everything": For.PERSON,
    "my.everything_file": For.PERSON,
}
# Where also those write who only support: they answer messages that they were let in to, say in the
# assessment and for a review what they know, in their own name; and anybody may say that they are
# worried.
SUPPORTERS_WRITE = frozenset(
    {
        "my.assessment_section",
        "my.review",
        "my.review_say",
        "my.review_take_back",
        "my.message",
        "my.write_message",
        "my.whose",
        "my.look_at",
        "my.stop_looking",
        "safeguarding.my_worried",
    }
)
# What only the person opens, and whoever decides in their place: forms that readers cannot send,
# and pages that tell of others or of what the reader was not let in to.
NOT_FOR_READERS = frozenset(
    {
        "my.about_me",
        "my.wrong",
        "my.say_wrong",
        "people.my_talk",
        "people.my_sharing",
        "people.my_no",
        "contact.ask_for_myself",
        "contact.my_check",
        "contact.my_check_page",
        "contact.my_check_now",
        "contact.my_check_result",
        "contact.my_check_result_easy",
        "allocation.my_early_view",
        "allocation.my_early_view_easy",
        "allocation.my_early_view_easy_pdf",
        "contact.my_check_send",
        "contact.my_check_delete",
        "contact.withdraw_mine",
        "contact.my_offers",
        "charging.my_means",
        "my.by_hand",
        "my.challenge_budget",
        "my.begin_plan",
        "my.describe_plan",
        "my.add_component",
        "my.change_component",
        "my.remove_component",
        "my.send_plan",
        "my.one_page",
        "my.challenge_plan",
        "my.plan_beside",
        "my.plan_ideas",
        "my.employing",
        "my.protection",
        "my.review_sooner",
        "my.add_document",
    }
)
# Where also those write who were asked to help with the plan; sending it stays with the person.
HELPERS_WRITE = frozenset(
    {
        "my.begin_plan",
        "my.describe_plan",
        "my.add_component",
        "my.change_component",
        "my.remove_component",
        "my.plan",
        "my.plan_version",
        "my.plan_beside",
        "my.plan_ideas",
        "my.employing",
    }
)
# What each part holds, told to whoever was let in.
HOLDS = {
    Part.RECORD: "Who {} is, how to talk with {}, what happened",
    Part.PLAN: "The first figure and the support plan",
    Part.HELP_PLAN: "Write in the plan; sending it stays with {}",
    Part.MONEY: "What comes in, what it is for, what {} pays",
    Part.MESSAGES: "Read what {} and the council write to each other, and write too",
    Part.DOCUMENTS: "Letters and papers that are kept with the record",
}
FIRST_PAGE = {
    Part.RECORD: "my.record",
    Part.PLAN: "my.plan",
    Part.MONEY: "my.money",
    Part.MESSAGES: "my.messages",
    Part.DOCUMENTS: "my.documents",
}
SAFE = ("GET", "HEAD", "OPTIONS")


def by_part(*lists: Sequence[Route]) -> list[list[Route]]:
    """The same routes, each of which asks first whose record is looked at, and for its part."""
    return [[replace(one, view=_asking_whose(one)) for one in listed] for listed in lists]


def looks_at(request: HttpRequest) -> LookingAt | None:
    """The record somebody looks at because they were let in; None where it is their own."""
    at = getattr(request, "looks_at", None)
    return at if isinstance(at, LookingAt) else None


def parts_let_in(at: LookingAt) -> list[Now]:
    """Where somebody who was let in may go, in the words of the parts."""
    return [
        Now(
            PART_WORDS[part][0],
            f"{HOLDS[part].replace('{}', at.name)}.",
            "",
            "plain",
            "",
            reverse(name),
        )
        for part, name in FIRST_PAGE.items()
        if at.sees(part)
    ]


def _asking_whose(one: Route) -> Any:
    shows = PARTS.get(one.name, For.PERSON)

    @wraps(one.view)
    def asks_whose(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        by, on = asker(request), today()
        if by.kind == Kind.STAFF:  # their permission refuses them; nothing here is theirs
            return one.view(request, *args, **kwargs)
        open_to = let_in.open_to(by, on=on) if _needs_choice(request, by) else []
        at = _chosen(request, by, open_to)
        if at is None and by.own_person_id is None and shows is not For.ANYBODY:
            return _nowhere_yet(one, open_to)
        if at is not None:
            _check(at, one, shows, request)
        request.looks_at = at  # type: ignore[attr-defined]  # read by `looks_at`, and by the frame
        request.door_note = _note(at)  # type: ignore[attr-defined]  # read by `look.frame`
        with looking(at):
            if at is not None and isinstance(shows, Part) and request.method == "GET":
                let_in.record_looked(at, by=by, on=on)
            answer = one.view(request, *args, **kwargs)
        if at is not None and not _writes(at, one.name):
            answer = for_reading(answer, _shut())
        if isinstance(answer, StreamingHttpResponse):
            answer.streaming_content = _looking_on(answer.streaming_content, at)
        return answer

    return asks_whose


@cache
def _shut() -> tuple[str, ...]:
    """The addresses of what is kept from readers, but of those that name a row."""
    placed = (REGISTRY[name] for name in sorted(NOT_FOR_READERS))
    return tuple(one.address for one in placed if "<" not in one.address)


def _needs_choice(request: HttpRequest, by: SignIn) -> bool:
    """Whether it must be asked to what `by` was let in: not for those at home in their own."""
    return by.own_person_id is None or CHOSEN in request.session


def _chosen(request: HttpRequest, by: SignIn, open_to: list[LookingAt]) -> LookingAt | None:
    chosen = request.session.get(CHOSEN)
    found = next((at for at in open_to if str(at.let_in_id) == chosen), None)
    if found is None and chosen is not None:
        del request.session[CHOSEN]
    if found is None and by.own_person_id is None and len(open_to) == 1:
        return open_to[0]
    return found


def _nowhere_yet(one: Route, open_to: list[LookingAt]) -> HttpResponseBase:
    if open_to:
        return redirect("my.whose")
    if one.name == "my.home":
        return redirect("nothing-shared")
    raise NotFound("There is nothing here for you to see. Whoever let you in may have ended it.")


def _check(at: LookingAt, one: Route, shows: Part | For, request: HttpRequest) -> None:
    if shows is For.PERSON or (isinstance(shows, Part) and not at.sees(shows)):
        raise NotFound(f"This part of {at.name}'s record is not shared with you.")
    if _writes(at, one.name):
        return
    if one.name in NOT_FOR_READERS:
        raise NotAllowed(f"Only {at.name} opens this page. You may read the parts let in to you.")
    if request.method not in SAFE:
        raise NotAllowed(f"You may read this. Only {at.name} decides and writes here.")


def _writes(at: LookingAt, name: str) -> bool:
    """Whether somebody who was let in may write at an address."""
    return at.acts or name in SUPPORTERS_WRITE or (at.helps_plan and name in HELPERS_WRITE)


def _note(at: LookingAt | None) -> DoorNote | None:
    if at is None:
        return None
    return DoorNote(
        words=f"You are looking at {at.name}'s record as {LOOKING_AS[at.standing]}. "
        f"You can see: {parts_in_words(at.parts)}.",
        until=at.last_day,
        href=reverse("my.whose"),
        link="Stop looking, or choose another record",
        hidden=frozenset(
            name
            for name, shows in PARTS.items()
            if shows is For.PERSON
            or (isinstance(shows, Part) and not at.sees(shows))
            or (name in NOT_FOR_READERS and not _writes(at, name))
        ),
        reads_only=not at.acts,
    )


def _looking_on(parts: Any, at: LookingAt | None) -> Iterator[bytes]:
    """What is sent bit by bit is still read as the one who was let in."""
    with looking(at):
        yield from parts
