"""What the pages that tell a whole story see: plain values out of every context's queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from ownway.foundation.facts.queries import Happening
from ownway.foundation.hand_overs.domain import State
from ownway.foundation.hand_overs.queries import HandOverLine
from ownway.foundation.look.filters import short_day
from ownway.support.people.queries.said_wrong import SaidWrongLine


@dataclass(frozen=True, slots=True)
class Now:
    """One thing that is moving or stuck: its name, its state, and the next step."""

    title: str
    words: str
    chip: str
    kind: str  # good, some, bad or plain
    link: str = ""
    href: str = ""


def late_words(days: int) -> str:
    if days >= 14:
        return f"{days // 7} weeks late"
    return f"{days} day{'s' if days != 1 else ''} late"


def hand_over_now(line: HandOverLine) -> Now:
    """A hand-over as a line of "what is happening now"."""
    href = reverse("hand_overs.hand_over", args=[line.id])
    since = f"With {line.receiver} since {short_day(line.handed_over_on)}."
    if line.came_back:
        words = f"{line.receiver} gave it back: {line.answer} Nobody has said what happens next."
        chip = late_words(line.days_late) if line.days_late else "Came back"
        return Now(line.what, words, chip, "bad", "Say what happens next", href)
    if line.days_late:
        words = f"{since} No answer by {short_day(line.due_on)}, the day agreed."
        if line.call:
            words += f" Call {line.call}."
        return Now(line.what, words, late_words(line.days_late), "bad", "Ask again", href)
    chip = (
        "Accepted" if line.state is State.ACKNOWLEDGED else f"Answer due {short_day(line.due_on)}"
    )
    kind = "good" if line.state is State.ACKNOWLEDGED else "some"
    return Now(line.what, since, chip, kind, "See it", href)


# Where a line of the timeline leads, by the name of its fact: a route that takes the row's id.
LEADS_TO: dict[str, str] = {
    "hand_overs.handed-over": "hand_overs.hand_over",
    "contact.equipment-looked-at": "contact.equipment_look",
    "contact.first-questions-asked": "contact.request",
    "contact.referral-answered": "contact.referral",
    "contact.referral-helped": "contact.referral",
    "contact.referred": "contact.referral",
    "contact.request-decided": "contact.request",
    "contact.support-asked-for": "contact.request",
    "contact.told-about-service": "contact.referral",
    "contact.welfare-check-asked": "contact.welfare_check",
    "contact.welfare-check-came-back": "contact.welfare_check",
    "assessment.completed": "assessment.assessment",
    "planning.plan-signed-off": "planning.plan",
}


# Facts that are kept but say again what another line of the timeline tells: shown when asked for.
QUIET = (
    "assessment.answered-by-person",
    "assessment.answered-by-worker",
    "conversations.marked-mistaken",
    "conversations.no-answer-needed",
    "conversations.written",
    "ledger.posted",
    "payments.instruction-approved",
    "payments.instruction-proposed",
    "payments.rate-changed",
    "payments.schedule-set",
    "people.around-noted",
    "people.came-to-know",
    "people.deciding-and-sharing-noted",
    "people.details-updated",
    "people.name-added",
    "people.worker-named",
    "planning.component-added",
    "planning.component-changed",
    "planning.component-removed",
    "planning.plan-begun",
    "planning.plan-described",
)


@dataclass(frozen=True, slots=True)
class TimelineLine:
    on: date
    heading: str
    words: str
    by: str
    href: str
    fact_id: int
    wrong: tuple[SaidWrongLine, ...]


def timeline(
    happenings: list[Happening], *, mine: bool, wrong: Iterable[SaidWrongLine] = ()
) -> list[TimelineLine]:
    """Facts as lines to read; the links are those of the front door the reader came through.

    What the person said is `wrong` in a line stands with it.
    """
    said: dict[int | None, list[SaidWrongLine]] = {}
    for line in wrong:
        said.setdefault(line.fact_id, []).append(line)
    return [
        TimelineLine(
            on=one.on,
            heading=one.heading,
            words=one.words,
            by=one.by_name,
            href=reverse(LEADS_TO[one.name], args=[one.of_id])
            if not mine and one.name in LEADS_TO and one.of_id
            else "",
            fact_id=one.fact_id,
            wrong=tuple(said.get(one.fact_id, ())),
        )
        for one in happenings
    ]


def how_much(asked: Mapping[str, str], *, at_first: int) -> tuple[int, bool]:
    """How many lines of a timeline an address asks for, and whether with the quiet ones."""
    lines = asked.get("lines", "")
    return min(int(lines), 500) if lines.isdecimal() else at_first, asked.get("all") == "yes"
