"""What the pages see of an assessment that is written together: each part, and each section."""

from dataclasses import dataclass

from ownway.support.assessment.domain import Voice
from ownway.support.assessment.domain.sections import Part, Section, may_write
from ownway.support.assessment.queries import PassageLine, Said, Written


@dataclass(frozen=True, slots=True)
class SectionView:
    """One section in the list: who wrote in it, and whether somebody sees it differently."""

    section: Section
    authors: tuple[str, ...]
    by_me: bool
    differs: bool
    beside: bool  # two saves of mine stand beside each other

    @property
    def status(self) -> str:
        if not self.authors:
            return "Nothing yet"
        return f"{', '.join(self.authors)}"


@dataclass(frozen=True, slots=True)
class PartView:
    """A group of sections, folded; open while it is the first in which I wrote nothing."""

    words: str
    sections: tuple[SectionView, ...]
    is_open: bool

    @property
    def written(self) -> int:
        return sum(bool(one.authors) for one in self.sections)


def together(written: Written, *, finished: bool, voice: Voice) -> tuple[PartView, ...]:
    """The parts of an assessment that this reader may read or write in."""
    shown: list[tuple[str, tuple[SectionView, ...]]] = []
    for part in Part:
        sections = tuple(
            _view(section, written.of(section.id))
            for section in written.sections
            if section.part is part
            and (
                part is not Part.AFTER
                or written.of(section.id)
                or may_write(section, voice, finished=finished)
            )
        )
        if sections:
            shown.append((part.value, sections))
    first = next((words for words, sections in shown if not any(one.by_me for one in sections)), "")
    return tuple(
        PartView(words, sections, is_open=not finished and words == first)
        for words, sections in shown
    )


def _view(section: Section, passages: tuple[PassageLine, ...]) -> SectionView:
    said = [one for one in passages if one.says_something]
    return SectionView(
        section=section,
        authors=tuple(map(_author, said)),
        by_me=any(one.mine for one in said),
        differs=any(one.differs for one in said),
        beside=any(one.mine and len(one.stands) > 1 for one in passages),
    )


def _author(line: PassageLine) -> str:
    who = "you" if line.mine or line.aloud_by_me else line.who
    return f"Said aloud, written down by {who}" if line.taken_down else who[0].upper() + who[1:]


@dataclass(frozen=True, slots=True)
class SectionPage:
    """One section: the voices of others, mine, and the way to the next."""

    section: Section
    number: int
    of: int
    others: tuple[PassageLine, ...]
    mine: PassageLine | None
    writing: bool
    before: Section | None
    after: Section | None

    @classmethod
    def made(
        cls,
        written: Written,
        section_id: str,
        *,
        voice: Voice,
        writing: bool,
        finished: bool,
        aloud: bool = False,
    ) -> "SectionPage":
        """`writing`: whether this reader may write at all, before it is asked of the section.

        `aloud`: the passage to write is what the person says and the reader writes down for them.
        """
        shown = [
            view.section
            for part in together(written, finished=finished, voice=voice)
            for view in part.sections
        ]
        section = next(one for one in written.sections if one.id == section_id)
        at = next((n for n, one in enumerate(shown) if one.id == section_id), len(shown) - 1)
        passages = written.of(section_id)
        mine = next((one for one in passages if (one.aloud_by_me if aloud else one.mine)), None)
        return cls(
            section=section,
            number=at + 1,
            of=len(shown),
            others=tuple(one for one in passages if one is not mine and one.says_something),
            mine=mine,
            writing=writing and may_write(section, voice, finished=finished),
            before=shown[at - 1] if at > 0 else None,
            after=shown[at + 1] if at + 1 < len(shown) else None,
        )

    @property
    def my_words(self) -> tuple[Said, ...]:
        return self.mine.stands if self.mine else ()
