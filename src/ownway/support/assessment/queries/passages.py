"""What people wrote in an assessment, section by section, each in their own voice."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from ownway.foundation.access.models import SignIn
from ownway.support.assessment.domain import Version, Voice, eligibility, passages
from ownway.support.assessment.domain.sections import Section, sections_of
from ownway.support.assessment.models import Assessment, Passage
from ownway.support.assessment.queries.assessments import one_visible
from ownway.support.assessment.queries.readers import only_reads


@dataclass(frozen=True, slots=True)
class Said:
    """One version of a passage that somebody reads."""

    id: UUID
    words: str
    at: datetime
    differs: bool


@dataclass(frozen=True, slots=True)
class PassageLine:
    """One author's voice in one section: what stands (two when saves crossed), and how it came.

    `standing_as` is as whom somebody who was let in writes ("family"); `earlier` are the versions
    that were written on since, the oldest first. `taken_down`: the person said it aloud, and `who`
    wrote it down (`aloud_by_me`: the reader). `kept_back`: something stands, and its words are not
    for this reader.
    """

    section: str
    who: str
    voice: Voice
    standing_as: str
    mine: bool
    stands: tuple[Said, ...]
    earlier: tuple[Said, ...]
    taken_down: bool = False
    aloud_by_me: bool = False
    kept_back: bool = False

    @property
    def says_something(self) -> bool:
        return self.kept_back or any(one.words or one.differs for one in self.stands)

    @property
    def differs(self) -> bool:
        return any(one.differs for one in self.stands)


@dataclass(frozen=True, slots=True)
class Written:
    """Every section of an assessment with what stands in it; persons' voices before workers'."""

    whose: eligibility.Whose
    sections: tuple[Section, ...]
    passages: Mapping[str, tuple[PassageLine, ...]]

    def of(self, section_id: str) -> tuple[PassageLine, ...]:
        return self.passages.get(section_id, ())


ORDER = {Voice.PERSON: 0, Voice.INVITED: 1, Voice.WORKER: 2}


def written_in(assessment_id: UUID, *, by: SignIn) -> Written:
    """What was written, for whoever has recorded the reading of the assessment.

    Whoever only reads is told who of the person and the workers wrote where, without the words;
    who else was let in is the person's alone to tell.
    Raises NotFound when there is none *or* `by` may not know the person.
    """
    row = one_visible(assessment_id, by)
    found: dict[str, list[PassageLine]] = defaultdict(list)
    reads = only_reads(by)
    for passage in _passages(row):
        line = _line(passage, by)
        if reads and not line.mine:
            if line.voice is not Voice.INVITED and line.says_something:
                kept = replace(line, stands=(), earlier=(), kept_back=True)
                found[passage.section].append(kept)
            continue
        found[passage.section].append(line)
    whose = eligibility.Whose.of(row.client_type)
    return Written(
        whose=whose,
        sections=sections_of(whose, eligibility.rules_on(row.started_on)),
        passages={
            section: tuple(sorted(lines, key=lambda one: (ORDER[one.voice], one.who)))
            for section, lines in found.items()
        },
    )


def _passages(row: Assessment) -> list[Passage]:
    return list(
        Passage.objects.filter(assessment=row).select_related("by").prefetch_related("versions")
    )


def _line(passage: Passage, by: SignIn) -> PassageLine:
    versions = [
        Version(one.pk, one.words, tuple(one.parents), one.saved_at, one.differs)
        for one in passage.versions.all()
    ]
    heads = passages.standing(versions)
    standing = {head.id for head in heads}
    return PassageLine(
        section=passage.section,
        who=passage.by.name,
        voice=Voice(passage.voice),
        standing_as=passage.standing,
        mine=passage.by_id == by.pk and not passage.taken_down,
        stands=tuple(map(_said, heads)),
        earlier=tuple(_said(one) for one in versions if one.id not in standing),
        taken_down=passage.taken_down,
        aloud_by_me=passage.by_id == by.pk and passage.taken_down,
    )


def _said(version: Version) -> Said:
    return Said(version.id, version.words, version.saved_at, version.differs)
