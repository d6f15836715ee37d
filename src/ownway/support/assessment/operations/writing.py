"""Writing in an assessment, each in their own voice; nothing that was written is ever lost."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from ownway.foundation.access.domain import Kind
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.foundation.hand_overs import operations as hand_overs_operations
from ownway.foundation.hand_overs import queries as hand_overs
from ownway.kernel.refusal import Refused
from ownway.kernel.working_days import working_days_after
from ownway.support.assessment.domain import LONGEST, Version, Voice, eligibility, passages
from ownway.support.assessment.domain.sections import Section, may_write, section_named
from ownway.support.assessment.models import Assessment, Passage, PassageVersion
from ownway.support.assessment.operations.opening import made_here
from ownway.support.people import queries as people
from ownway.support.people.domain.letting_in import AS_WORDS, looked_at_by

WRITTEN = declare("assessment.passage-written", "Wrote in the assessment")
TAKEN_DOWN = declare("assessment.said-aloud", "What they said was written down in the assessment")
SEEN_DIFFERENTLY = declare("assessment.seen-differently", "Said that they see it differently")
SEEN_DIFFERENTLY_WHAT = "Sees the decision differently"
ANSWER_WITHIN_DAYS = 10  # working days


class TooLate(Refused):
    """The assessment was finished while somebody wrote; what they typed is not in it."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What stands of a passage after a save: the ids to send with the next one.

    `beside` says that another save stands beside this one, written without knowing of it.
    """

    seen: tuple[UUID, ...]
    beside: bool
    is_new: bool
    at: datetime | None


@transaction.atomic
def write(
    assessment_id: UUID,
    section_id: str,
    words: str,
    *,
    differs: bool = False,
    seen: Iterable[UUID] = (),
    aloud: bool = False,
    by: SignIn,
    at: datetime,
) -> Saved:
    """Keep what one author writes in a section, as a version of their own passage.

    `aloud`: the person says it and a worker writes it down, word for word. It stands in the
    person's voice and names who wrote; apart from the worker's own passage.

    `seen` are the versions that the page showed them. A save on what has moved on meanwhile is
    kept beside it: none is refused for being stale, and none is merged. The same again keeps
    nothing new.

    Raises TooLate when the assessment is finished and this part of it is closed; Refused for
    words longer than one version holds, for a part there is none of, for somebody who has died,
    and for taking down by who is no worker; NotAllowed, NotFound as `opening.made_here`.
    """
    row = made_here(assessment_id, by=by)
    words = "\n".join(line.rstrip() for line in words.strip().splitlines())
    if aloud and by.kind != Kind.STAFF:
        raise Refused("What somebody says aloud, a worker writes down. Write your own words.")
    voice = Voice.PERSON if aloud else _voice(by)
    section = _section(row, section_id)
    _check_open(section, voice, row)
    if len(words) > LONGEST:
        raise Refused(f"Write it in {LONGEST} letters or fewer, or in two parts.")
    own = Passage.objects.filter(assessment=row, section=section.id, by=by)
    passage = own.filter(taken_down=aloud).first()
    versions = _versions(passage)
    asked = tuple(seen)
    if passages.says_nothing_new(versions, words, differs=differs, seen=asked):
        return _saved(versions, mine=None, seen=asked)
    if passage is None:
        passage = Passage.objects.create(
            assessment=row,
            section=section.id,
            by=by,
            voice=voice.value,
            standing=_standing(by),
            taken_down=aloud,
        )
    made = PassageVersion.objects.create(
        passage=passage,
        number=len(versions) + 1,
        words=words,
        parents=list(passages.parents_of_save(versions, asked)),
        differs=differs,
        saved_at=at,
    )
    if not any(localdate(one.saved_at) == localdate(at) for one in versions):
        written = TAKEN_DOWN if aloud else WRITTEN
        what = SEEN_DIFFERENTLY if section.id == "differently" else written
        facts.record(
            what,
            about=row.person_id,
            of=row.pk,
            by=by,
            on=localdate(at),
            words=section.words,
            after={"section": section.id},
        )
        if section.id == "differently" and by.kind != Kind.STAFF:
            _pass_on(row, by=by, on=localdate(at))
    return _saved([*versions, _version(made)], mine=made.pk, seen=asked)


def _pass_on(row: Assessment, *, by: SignIn, on: date) -> None:
    """That they see the decision differently waits for somebody, with a day; once while it does."""
    waits = hand_overs.about(row.person_id, by=by, on=on, open_only=True)
    if any(one.what == SEEN_DIFFERENTLY_WHAT for one in waits):
        return
    worker = row.worker
    team = worker.team if worker is not None else None
    if worker is None:
        return  # it came in a file: no decision was made here
    hand_overs_operations.hand_over(
        row.person_id,
        about_name=people.person_briefly(row.person_id, by=by, on=on).name,
        what=SEEN_DIFFERENTLY_WHAT,
        words="Read what they wrote beside the decision, talk with them, and say what came of it. "
        "Whoever did not decide looks again where they still do not agree.",
        to_team=team,
        to_sign_in=None if team else worker,
        due_on=working_days_after(on, ANSWER_WITHIN_DAYS),
        by=by,
        on=on,
    )


def _voice(by: SignIn) -> Voice:
    if by.kind == Kind.STAFF:
        return Voice.WORKER
    return Voice.INVITED if looked_at_by(by.pk) else Voice.PERSON


def _standing(by: SignIn) -> str:
    at = looked_at_by(by.pk)
    return AS_WORDS[at.standing] if at else ""


def _section(row: Assessment, section_id: str) -> Section:
    whose = eligibility.Whose.of(row.client_type)
    return section_named(section_id, whose, eligibility.rules_on(row.started_on))


def _check_open(section: Section, voice: Voice, row: Assessment) -> None:
    finished = row.completed_on is not None
    if may_write(section, voice, finished=finished):
        return
    if finished:
        raise TooLate(
            "This assessment was finished while you were writing. What you typed is not in it: it "
            "is still here, so that you can copy it."
        )
    raise Refused("This part opens when the decision is made.")


def _versions(passage: Passage | None) -> list[Version]:
    return [] if passage is None else [_version(one) for one in passage.versions.all()]


def _version(row: PassageVersion) -> Version:
    return Version(row.pk, row.words, tuple(row.parents), row.saved_at, row.differs)


def _saved(versions: list[Version], *, mine: UUID | None, seen: tuple[UUID, ...]) -> Saved:
    """What the author's page may count as seen: their own save, never one it has not shown."""
    heads = passages.standing(versions)
    known = {one.id for one in heads} & ({mine} if mine else set(seen))
    if mine is None and not known and len(heads) == 1:
        known = {heads[0].id}  # the same words, kept by an earlier try whose answer never came
    return Saved(
        seen=tuple(one.id for one in heads if one.id in known),
        beside=len(heads) > len(known),
        is_new=mine is not None,
        at=heads[-1].saved_at if heads else None,
    )
