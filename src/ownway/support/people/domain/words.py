"""Words about people: names, how to talk, places, and which team looks after whom. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ownway.kernel.period import age_on

# Accessible Information Standard (DAPB1605): codes we record, in the words that pages show.
COMMUNICATION_NEEDS = {
    "large-print": "large print",
    "easy-read": "Easy Read",
    "braille": "braille",
    "audio": "audio",
    "bsl": "British Sign Language",
    "hearing-loop": "a hearing loop",
    "email-only": "email, not post or phone",
    "advocate": "an advocate",
    "no-telephone": "no telephone calls",
    "text-messages": "text messages, not calls",
    "text-relay": "calls through Relay UK",
    "coloured-paper": "coloured paper",
    "screen-reader": "documents for a screen reader",
    "lipreading": "a face to lipread",
    "lipspeaker": "a lipspeaker",
    "note-taker": "a note taker",
    "deafblind-manual": "deafblind manual",
    "makaton": "Makaton",
    "pictures": "pictures or symbols",
    "communication-aid": "time to use a communication aid",
    "longer-time": "longer time",
    "somebody-there": "somebody they trust there",
}
# The four parts in which the standard asks (DAPB1605), and our codes in each.
NEEDS_BY_PART = {
    "To be reached": ("email-only", "no-telephone", "text-messages", "text-relay"),
    "To read": (
        "large-print",
        "easy-read",
        "braille",
        "audio",
        "coloured-paper",
        "screen-reader",
        "pictures",
    ),
    "Somebody to help them talk": (
        "bsl",
        "deafblind-manual",
        "lipspeaker",
        "note-taker",
        "advocate",
        "makaton",
        "somebody-there",
    ),
    "To talk and hear": ("hearing-loop", "lipreading", "communication-aid", "longer-time"),
}

# The groups that people and costs are counted in; `OTHER` is a blank or a value nobody listed.
OTHER = "Other"
SUPPORT_REASONS = (
    "Physical Support",
    "Learning Disability Support",
    "Support with Memory & Cognition",
    "Mental Health Support",
    "Social Support",
    "Sensory Support",
)


def need_in_words(code: str) -> str:
    """Words for a coded need; "interpreter:Polish" names its language; others show as they are."""
    kind, _, language = code.partition(":")
    if kind == "interpreter":
        return f"an interpreter for {language}" if language else "an interpreter"
    return COMMUNICATION_NEEDS.get(code, code)


def support_reason_group(reason: str) -> str:
    """The group that a primary support reason counts in: its first words, spelt in any case."""
    said = " ".join(reason.split()).casefold()
    for group in SUPPORT_REASONS:
        known = group.casefold()
        if said.startswith((known, known.replace("&", "and"))):
            return group
    return OTHER


def postcode_district(postcode: str) -> str:
    """The first half of a postcode, in capitals: QM1 for "qm1 4ab"; empty when it is none."""
    tidy = "".join(postcode.split()).upper()
    return tidy[:-3] if 5 <= len(tidy) <= 7 else ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of who looks after whom; an empty part means any."""

    team: str
    area: str = ""
    support_reason: str = ""


def team_for(area: str, reason: str, rules: Iterable[Rule]) -> str:
    """The team for an area and a reason: the line that says most wins, reason before area.

    Empty when no line fits.
    """
    group = support_reason_group(reason)
    fitting = [
        rule for rule in rules if rule.area in ("", area) and rule.support_reason in ("", group)
    ]
    best = max(fitting, key=lambda rule: (bool(rule.support_reason), bool(rule.area)), default=None)
    return best.team if best else ""


def display_name(
    given_name: str, family_name: str, council_id: str, born_on: date | None, place: str, on: date
) -> str:
    """A name; without one, what a council can tell people by: its id, age and place."""
    if given_name or family_name:
        return f"{given_name} {family_name}".strip()
    age = f"age {age_on(born_on, on)}" if born_on else "age not known"
    return ", ".join(part for part in (council_id, age, place) if part)
