"""A support plan in the draft national standard, as plain JSON and back. Pure.

What the standard has no place for travels in "@id" of a component (who of ours does it, how it is
bought), so that nothing of ours is lost and others can ignore it. Costs are not in the standard.

Promise   The same plan is always spelt the same; a document written here reads back to the same
          components.
Errors    NotReadable: every problem found, with where it stands and what to do.
Source    SocialCareData/standard, PUB05 "Care Needs Assessments and Care Plans", draft 1.0.0:
          CarePlan, CareComponent; status values of FHIR CarePlan.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ownway.support.planning.domain.plans import Actor, BoughtBy, State

CONTEXT = "https://socialcaredata.github.io/assets/model/assessments-and-plans/context.jsonld"
KIND = "CarePlan"
MOST_BYTES = 1_000_000
STATUS = {
    State.DRAFT: "draft",
    State.SENT: "draft",
    State.SIGNED_OFF: "active",
    State.SUPERSEDED: "completed",
}
# The standard's actors, and which of ours each is; equipment has no place of its own there.
ACTORS = {
    Actor.MYSELF: "Self",
    Actor.FAMILY: "Family",
    Actor.FRIEND: "Friend",
    Actor.COMMUNITY: "Community",
    Actor.TECHNOLOGY: "Professional services",
    Actor.PAID: "Professional services",
}
OURS = {
    "Self": Actor.MYSELF,
    "Family": Actor.FAMILY,
    "Friend": Actor.FRIEND,
    "Community": Actor.COMMUNITY,
    "Other unpaid carer": Actor.FRIEND,
    "Professional services": Actor.PAID,
}
AT = "urn:ownway:component:"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where it stands in the document, and what to do."""

    where: str
    what: str


class NotReadable(ValueError):
    """A document that cannot be taken; `problems` says everything that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{one.where}: {one.what}" for one in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class CareComponent:
    """One part: who does what, how often, from when, what for."""

    actor: Actor
    who: str
    description: str
    frequency: str
    outcome: str
    outcome_codes: tuple[str, ...] = ()
    bought_by: BoughtBy | None = None
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class CarePlan:
    identifier: str
    person: tuple[str, str]  # value and system
    professional: str
    assessment: str
    completed_on: date | None
    status: str
    components: tuple[CareComponent, ...]


def as_plain(plan: CarePlan, *, system: str) -> dict[str, Any]:
    """The plan as the standard spells it. `system` names within which our ids stand."""
    plain: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": KIND,
        "identifier": _identifier(plan.identifier, system),
        "personId": _identifier(*plan.person),
        "professionalId": _identifier(plan.professional, system),
        "assessmentId": _identifier(plan.assessment, system),
        "status": plan.status,
        "careComponent": [_component(one) for one in plan.components],
    }
    if plan.completed_on is not None:
        plain["dateCompleted"] = plan.completed_on.isoformat()
    return plain


def spelt(plan: CarePlan, *, system: str) -> str:
    """The plan as text: always the same for the same plan."""
    return json.dumps(as_plain(plan, system=system), ensure_ascii=False, indent=2) + "\n"


def read_components(text: str) -> tuple[CareComponent, ...]:
    """The components of a CarePlan document. Raises NotReadable with every problem."""
    if len(text.encode()) > MOST_BYTES:
        raise NotReadable([Problem("The file", "is larger than 1 MB. Send the plan alone.")])
    try:
        said = json.loads(text)
    except ValueError as wrong:
        raise NotReadable([Problem("The file", f"is not JSON: {wrong}.")]) from None
    if not isinstance(said, dict) or said.get("@type") != KIND:
        raise NotReadable([Problem("@type", f"must be {KIND}.")])
    listed = said.get("careComponent")
    if not isinstance(listed, list) or not listed:
        raise NotReadable([Problem("careComponent", "must be a list with at least one part.")])
    problems: list[Problem] = []
    found = [_read(one, f"careComponent {at}", problems) for at, one in enumerate(listed, 1)]
    if problems:
        raise NotReadable(problems)
    return tuple(one for one in found if one is not None)


def _component(one: CareComponent) -> dict[str, Any]:
    activity: dict[str, Any] = {
        "@type": "Activity",
        "description": one.description,
        "outcome": list(one.outcome_codes) or [one.outcome],
        "outcomeText": one.outcome,
        "directPayment": one.bought_by is BoughtBy.DIRECT_PAYMENT,
    }
    when: dict[str, Any] = {"@type": "Timing", "frequency": one.frequency}
    if one.first_day is not None:
        when["start"] = one.first_day.isoformat()
    if one.last_day is not None:
        when["end"] = one.last_day.isoformat()
    bought = f":{one.bought_by.value}" if one.bought_by else ""
    return {
        "@type": "CareComponent",
        "@id": f"{AT}{one.actor.value}{bought}".replace(" ", "-"),
        "actor": {"@type": "Actor", "role": ACTORS[one.actor], "name": one.who},
        "time": when,
        "activity": activity,
    }


def _read(said: Any, where: str, problems: list[Problem]) -> CareComponent | None:
    if not isinstance(said, dict):
        problems.append(Problem(where, "must be an object."))
        return None
    actor, activity, when = (_object(said.get(name)) for name in ("actor", "activity", "time"))
    role = str(actor.get("role", ""))
    ours, bought_by = _at(str(said.get("@id", "")))
    if role not in OURS and ours is None:
        problems.append(Problem(f"{where}, actor", f"“{role}” is none of {', '.join(OURS)}."))
        return None
    description = str(activity.get("description", "")).strip()
    if not description:
        problems.append(Problem(f"{where}, activity", "has no description."))
    days = [_day(when.get(name), f"{where}, {name}", problems) for name in ("start", "end")]
    codes = [str(one) for one in _list(activity.get("outcome"))]
    who = ours or OURS[role]
    if who is Actor.PAID and bought_by is None:
        direct = bool(activity.get("directPayment"))
        bought_by = BoughtBy.DIRECT_PAYMENT if direct else BoughtBy.COUNCIL_MANAGED
    text = str(activity.get("outcomeText", "")).strip() or "; ".join(codes)
    if not text:
        problems.append(Problem(f"{where}, activity", "has no outcome: say what it is for."))
    return CareComponent(
        actor=who,
        who=str(actor.get("name", "")).strip() or role,
        description=description,
        frequency=str(when.get("frequency", "")).strip(),
        outcome=text,
        outcome_codes=tuple(one for one in codes if one.startswith("CA-")),
        bought_by=bought_by,
        first_day=days[0],
        last_day=days[1],
    )


def _at(said: str) -> tuple[Actor | None, BoughtBy | None]:
    """Which of ours a component written here was, from its "@id"."""
    if not said.startswith(AT):
        return None, None
    actor, _, bought = said.removeprefix(AT).partition(":")
    try:
        how = next((one for one in BoughtBy if one.value.replace(" ", "-") == bought), None)
        return Actor(actor), how
    except ValueError:
        return None, None


def _day(said: Any, where: str, problems: list[Problem]) -> date | None:
    if said in (None, ""):
        return None
    try:
        return date.fromisoformat(str(said)[:10])
    except ValueError:
        problems.append(Problem(where, f"“{said}” is no day. Write it like 2026-12-01."))
        return None


def _object(said: Any) -> Mapping[str, Any]:
    return said if isinstance(said, dict) else {}


def _list(said: Any) -> list[Any]:
    return said if isinstance(said, list) else [] if said is None else [said]


def _identifier(value: str, system: str) -> dict[str, str]:
    return {"@type": "Identifier", "value": value, "system": system}
