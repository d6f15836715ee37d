"""What the pages of the self-check see."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from ownway.commissioning.directory import queries as directory
from ownway.commissioning.directory.queries import ServiceBrief
from ownway.kernel.refusal import NotFound
from ownway.parameters import decimal_on
from ownway.support.contact.domain import self_checks as checks
from ownway.support.contact.domain.self_checks import MATTERS, Answer, Page, Result, Whom
from ownway.support.contact.queries.advice import AdviceLine, published_advice
from ownway.support.contact.queries.self_checks import HeldCheck, SentCheck

SERVICES_SHOWN = 6
ADVICE_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Way:
    """The names of the routes behind one door; a public check can be saved with a code."""

    start: str
    page: str
    now: str
    result: str
    easy: str
    send: str
    delete: str
    public: bool


PUBLIC = Way(
    "contact.check",
    "contact.check_page",
    "contact.check_now",
    "contact.check_result",
    "contact.check_result_easy",
    "contact.check_send",
    "contact.check_delete",
    public=True,
)
OWN = Way(
    "contact.my_check",
    "contact.my_check_page",
    "contact.my_check_now",
    "contact.my_check_result",
    "contact.my_check_result_easy",
    "contact.my_check_send",
    "contact.my_check_delete",
    public=False,
)


@dataclass(frozen=True, slots=True)
class CheckPage:
    """One page of a check and its neighbours; `questions` is None for the page of what matters."""

    key: str
    title: str
    whom: Whom
    questions: Page | None
    number: int
    of: int
    before: str
    after: str

    @classmethod
    def named(cls, key: str, version: int, whom: Whom) -> "CheckPage":
        """Raises NotFound when there is no such page."""
        steps = checks.steps(version, whom)
        if key not in steps:
            raise NotFound("There is no such page of questions.")
        at = steps.index(key)
        asked = next((one for one in checks.pages(version, whom) if one.key == key), None)
        return cls(
            key=key,
            title=asked.title if asked else "What matters, and where",
            whom=whom,
            questions=asked,
            number=at + 1,
            of=len(steps),
            before=steps[at - 1] if at else "",
            after=steps[at + 1] if at + 1 < len(steps) else "",
        )


@dataclass(frozen=True, slots=True)
class PartShown:
    """What was answered on one page, with where to change it."""

    key: str
    title: str
    answers: tuple[Answer, ...]
    words: str


@dataclass(frozen=True, slots=True)
class ResultPage:
    """The result with what there is near by, and everything that was said."""

    whom: Whom
    result: Result
    services: tuple[ServiceBrief, ...]
    advice: tuple[AdviceLine, ...]
    parts: tuple[PartShown, ...]
    matters: str

    @classmethod
    def of(cls, held: HeldCheck) -> "ResultPage":
        found = checks.result(held.version, held.whom, held.said)
        told = checks.told(held.version, held.whom, held.said)
        return cls(
            whom=held.whom,
            result=found,
            services=tuple(
                directory.services_for(
                    found.topics,
                    postcode_district=checks.district_of(held.said.postcode),
                    limit=SERVICES_SHOWN,
                )
            ),
            advice=tuple(
                one for one in published_advice() if not set(one.topics).isdisjoint(found.topics)
            )[:ADVICE_SHOWN],
            parts=tuple(
                PartShown(page.key, one.title, one.answers, one.words)
                for page, one in zip(checks.pages(held.version, held.whom), told, strict=True)
            ),
            matters=held.said.words.get(MATTERS, ""),
        )


def kept_days(on: date) -> int:
    """How many days a saved check is kept after it was last touched."""
    return int(decimal_on("self_check_kept_days", on))


def initial_of(held: HeldCheck) -> dict[str, Any]:
    """What the form of the sender begins with: what they told before, and where."""
    told = dict(held.sender)
    if born_on := told.get("born_on"):
        told["born_on"] = date.fromisoformat(born_on)
    return {"postcode": held.said.postcode, **told}


def record_from(check: SentCheck) -> dict[str, Any]:
    """What a record of the person would begin with, out of what the sender told."""
    told = check.sender
    names = ("given_name", "family_name", "address_line_1", "town", "postcode")
    found: dict[str, Any] = {name: told.get(name, "") for name in names}
    if born_on := told.get("born_on"):
        found["born_on"] = date.fromisoformat(born_on)
    if check.told.whom is Whom.OTHER:
        return found | {"telephone": told.get("their_telephone", "")}
    return found | {"telephone": told.get("telephone", ""), "email": told.get("email", "")}
