"""Whether what was found supports eligible needs, under the regulations in force on a day. Pure.

The worker decides. This says whether the findings support a decision, and exactly where they do
not, in plain words; it decides nothing, and is shown and kept beside the decision.

Promise   More need recorded never turns a test that was met into one that is not. The same
          findings under the same rules give the same workings, whoever asks and whenever.
Errors    BadRules: a file of rules leaves something out. Refused: no rules for that day or name.
Source    SI 2015/313, regulations 2 (adults) and 3 (carers), as data in `rules/`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

from ownway.kernel.refusal import Refused

FOLDER = Path(__file__).parent / "rules"


class BadRules(ValueError):
    """A file of rules that cannot be worked with."""


class Whose(StrEnum):
    """Whose needs are assessed. The values are those of the national return (Client Type)."""

    ADULT = "Service user"
    CARER = "Carer"

    @classmethod
    def of(cls, client_type: str) -> "Whose":
        """Files know more client types; only "Carer" is somebody assessed as a carer."""
        return cls.CARER if client_type == cls.CARER.value else cls.ADULT


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome of the regulations; `topic` is where the directory keeps what else may help."""

    id: str
    reference: str
    words: str
    national_id: str
    topic: str


@dataclass(frozen=True, slots=True)
class Test:
    """The rules for adults, or for carers. `health_words` is empty where health is no test."""

    __test__ = False  # no test of ours, for pytest

    reference: str
    outcomes: tuple[Outcome, ...]
    outcomes_at_least: int
    unable_because: tuple[str, ...]
    arises_words: str
    health_words: str

    def outcome(self, outcome_id: str) -> Outcome:
        """Raises Refused for what is no outcome of these rules."""
        for one in self.outcomes:
            if one.id == outcome_id:
                return one
        raise Refused("That outcome is not part of this assessment.")


@dataclass(frozen=True, slots=True)
class Rules:
    """The eligibility criteria in force from a day."""

    version: str
    in_force_from: date
    reference: str
    proposes_from_level: int
    tests: Mapping[Whose, Test]
    because_words: Mapping[str, str]
    wellbeing: Mapping[str, str]

    def __post_init__(self) -> None:
        for test in self.tests.values():
            ids = [one.id for one in test.outcomes]
            if len(set(ids)) != len(ids) or not 0 < test.outcomes_at_least <= len(ids):
                raise BadRules(f"{self.version} counts outcomes that it does not name.")
            if unknown := set(test.unable_because) - set(self.because_words):
                raise BadRules(f"{self.version} has no words for {', '.join(sorted(unknown))}.")


@dataclass(frozen=True, slots=True)
class Found:
    """What was found about one outcome: None is not said yet."""

    unable: bool | None = None
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Findings:
    """All that the tests ask about one assessment; None is not said yet."""

    whose: Whose
    outcomes: Mapping[str, Found]
    arises: bool | None = None
    health_at_risk: bool | None = None
    impact: bool | None = None
    areas: tuple[str, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """Plain values to keep with a decision; `findings_from` reads them again."""
        return {
            "whose": self.whose.value,
            "outcomes": {
                name: {"unable": one.unable, "because": sorted(one.because)}
                for name, one in sorted(self.outcomes.items())
            },
            "arises": self.arises,
            "health_at_risk": self.health_at_risk,
            "impact": self.impact,
            "areas": sorted(self.areas),
        }


def findings_from(data: Mapping[str, Any]) -> Findings:
    """Findings as they were kept with a decision."""
    return Findings(
        whose=Whose(data["whose"]),
        outcomes={
            name: Found(one["unable"], tuple(one["because"]))
            for name, one in data["outcomes"].items()
        },
        arises=data["arises"],
        health_at_risk=data["health_at_risk"],
        impact=data["impact"],
        areas=tuple(data["areas"]),
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One part of the test: what the law asks, whether the findings meet it, and what they say.

    `known`: whether anything is written down about it; what a decision kept was known.
    """

    asks: str
    reference: str
    met: bool
    says: str
    known: bool = True

    def as_data(self) -> dict[str, Any]:
        return {
            "asks": self.asks,
            "reference": self.reference,
            "met": self.met,
            "says": self.says,
        }


@dataclass(frozen=True, slots=True)
class Workings:
    """What the rules make of the findings, step by step. All steps must be met."""

    rules: str
    steps: tuple[Step, ...]
    counted: tuple[str, ...]  # ids of the outcomes that count as unable to achieve

    @property
    def supported(self) -> bool:
        return all(step.met for step in self.steps)

    @property
    def where_not(self) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if not step.met)

    def as_data(self) -> dict[str, Any]:
        return {
            "rules": self.rules,
            "steps": [step.as_data() for step in self.steps],
            "counted": list(self.counted),
            "supported": self.supported,
        }


def work_out(findings: Findings, *, rules: Rules) -> Workings:
    """Whether the findings support eligible needs, and where they do not."""
    test = rules.tests[findings.whose]
    counted = tuple(
        one.id
        for one in test.outcomes
        if _counts(findings.outcomes.get(one.id, Found()), test.unable_because)
    )
    steps = (
        Step(
            f"{test.arises_words}.",
            _of(test.reference, "(1)(a)"),
            findings.arises is True,
            _said(findings.arises, "Found so.", "Found that they do not.", "where needs come from"),
            findings.arises is not None,
        ),
        _of_outcomes(findings, test, counted),
        Step(
            "Because of that, there is or is likely to be a significant impact on wellbeing.",
            _of(test.reference, "(1)(c)"),
            findings.impact is True and bool(findings.areas),
            _of_impact(findings, rules),
            findings.impact is not None,
        ),
    )
    return Workings(rules.version, steps, counted)


def agrees(eligible: bool, workings: Workings) -> bool:
    """Whether a decision says what the findings support."""
    return eligible is workings.supported


def nothing_found(findings: Findings) -> bool:
    """Whether nothing at all has been written down that the tests ask about."""
    said = [one.unable for one in findings.outcomes.values()]
    rest = [findings.arises, findings.health_at_risk, findings.impact]
    return all(one is None for one in (*said, *rest))


def _counts(found: Found, reasons: Iterable[str]) -> bool:
    return found.unable is True and not set(found.because).isdisjoint(reasons)


def _of_outcomes(findings: Findings, test: Test, counted: tuple[str, ...]) -> Step:
    many = test.outcomes_at_least
    of_many = f"{many} or more of {len(test.outcomes)} outcomes"
    enough = len(counted) >= many
    names = ", ".join(_mid_sentence(test.outcome(name).words) for name in counted)
    says = f"{len(counted)} of {len(test.outcomes)}: {names}." if counted else "None yet."
    reasonless = [
        _mid_sentence(one.words)
        for one in test.outcomes
        if findings.outcomes.get(one.id, Found()).unable is True and one.id not in counted
    ]
    if reasonless:
        says += f" Not counted, because it is not written why: {', '.join(reasonless)}."
    known = any(one.unable is not None for one in findings.outcomes.values())
    if not test.health_words:
        asks = f"As a result, unable to achieve {of_many}."
        return Step(asks, test.reference, enough, says, known)
    at_risk = findings.health_at_risk is True
    if at_risk:
        says = f"Health is at risk. Outcomes: {says}"
    return Step(
        f"{test.health_words}; or they are unable to achieve {of_many}.",
        _of(test.reference, "(2)"),
        enough or at_risk,
        says,
        known or findings.health_at_risk is not None,
    )


def _of_impact(findings: Findings, rules: Rules) -> str:
    if findings.impact is True and not findings.areas:
        return "A significant impact was found, but not on which part of wellbeing."
    if findings.impact is True:
        areas = [rules.wellbeing.get(one, one) for one in sorted(findings.areas)]
        return f"Found, on: {', '.join(map(_mid_sentence, areas))}."
    return _said(findings.impact, "", "Found that there is none.", "what it does to wellbeing")


def _said(value: bool | None, yes: str, no: str, what: str) -> str:
    return f"Not written down yet: {what}." if value is None else yes if value else no


def _mid_sentence(words: str) -> str:
    return words[0].lower() + words[1:]


def _of(reference: str, part: str) -> str:
    return f"{reference}{part}"


def rules_from(plain: Mapping[str, Any]) -> Rules:
    """Rules out of what a file says. Raises BadRules when they cannot be worked with."""
    return Rules(
        version=plain["version"],
        in_force_from=plain["in_force_from"],
        reference=" ".join(plain["reference"].split()),
        proposes_from_level=plain["proposes_from_level"],
        tests={Whose.ADULT: _test(plain["adult"]), Whose.CARER: _test(plain["carer"])},
        because_words=plain["because_words"],
        wellbeing=plain["wellbeing"],
    )


def _test(plain: Mapping[str, Any]) -> Test:
    return Test(
        reference=plain["reference"],
        outcomes=tuple(Outcome(**one) for one in plain["outcomes"]),
        outcomes_at_least=plain["outcomes_at_least"],
        unable_because=tuple(plain["unable_because"]),
        arises_words=plain["arises_words"],
        health_words=plain.get("health_words", ""),
    )


RULES: Mapping[str, Rules] = {
    made.version: made
    for made in (
        rules_from(yaml.safe_load(file.read_text(encoding="utf-8")))
        for file in sorted(FOLDER.glob("*.yaml"))
    )
}


def rules_named(version: str) -> Rules:
    """Raises Refused when there are no rules of that name."""
    try:
        return RULES[version]
    except KeyError:
        raise Refused("The rules of this decision are not kept here.") from None


def rules_on(on: date) -> Rules:
    """The rules in force on a day. Raises Refused before the first."""
    standing = [one for one in RULES.values() if one.in_force_from <= on]
    if not standing:
        raise Refused("There were no national eligibility rules on that day.")
    return max(standing, key=lambda one: one.in_force_from)
