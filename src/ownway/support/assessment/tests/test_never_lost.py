"""No sentence that somebody wrote is ever lost, however their saves cross.

The machine is one author with several pages open at once (a telephone, a tablet, a tab forgotten).
Each shows what stood when it was opened. Saves come in any order, twice, late, or never.
"""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from ownway.support.assessment.domain.passages import (
    Version,
    parents_of_save,
    says_nothing_new,
    standing,
)

AT = datetime(2026, 11, 23, 10, tzinfo=UTC)


class Writing(RuleBasedStateMachine):
    """Open pages, type sentences, take some out, save; and count every sentence."""

    pages = Bundle("pages")

    def __init__(self) -> None:
        super().__init__()
        self.versions: list[Version] = []
        self.sentences = 0
        self.sent: set[str] = set()
        self.taken_out_knowingly: set[str] = set()

    @rule(target=pages)
    def open_page(self) -> dict[str, object]:
        heads = standing(self.versions)
        return {
            "seen": tuple(head.id for head in heads),
            "shown": tuple(line for head in heads for line in head.words.splitlines()),
            "typed": [line for head in heads for line in head.words.splitlines()],
        }

    @rule(page=pages)
    def type_a_sentence(self, page: dict[str, object]) -> None:
        self.sentences += 1
        page["typed"] = [*page["typed"], f"Sentence {self.sentences}."]  # type: ignore[misc]  # a plain dict of the test

    @rule(page=pages)
    def take_out_the_first(self, page: dict[str, object]) -> None:
        page["typed"] = page["typed"][1:]  # type: ignore[index]  # a plain dict of the test

    @rule(page=pages, refreshed=st.booleans())
    def save(self, page: dict[str, object], refreshed: bool) -> None:
        typed: list[str] = page["typed"]  # type: ignore[assignment]  # a plain dict of the test
        seen: tuple[UUID, ...] = page["seen"]  # type: ignore[assignment]  # a plain dict of the test
        words = "\n".join(typed)
        self.sent |= set(typed)
        self.taken_out_knowingly |= set(page["shown"]) - set(typed)  # type: ignore[call-overload]  # a plain dict of the test
        if says_nothing_new(self.versions, words, differs=False, seen=seen):
            return
        made = Version(uuid4(), words, parents_of_save(self.versions, seen), AT)
        self.versions.append(made)
        if refreshed:  # the answer came back; otherwise the page is stale from here on
            page["seen"], page["shown"] = (made.id,), tuple(typed)

    @invariant()
    def every_sentence_is_kept(self) -> None:
        kept = {line for version in self.versions for line in version.words.splitlines()}
        assert self.sent <= kept

    @invariant()
    def every_sentence_stands_unless_its_author_took_it_out(self) -> None:
        shown = {line for head in standing(self.versions) for line in head.words.splitlines()}
        assert self.sent - shown <= self.taken_out_knowingly


TestWriting = Writing.TestCase
TestWriting.settings = settings(
    max_examples=50,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def version(words: str, *parents: Version) -> Version:
    return Version(uuid4(), words, tuple(parent.id for parent in parents), AT)


def test_a_stale_save_stands_beside_the_other_until_one_joins_them() -> None:
    first = version("I like walking.")
    hers = version("I like walking. With Pete.", first)
    stale = version("I like walking. By the canal.", first)

    assert standing([first, hers, stale]) == (hers, stale)

    joined = version("I like walking, with Pete, by the canal.", hers, stale)
    assert standing([first, hers, stale, joined]) == (joined,)


def test_the_same_again_is_kept_once_and_choosing_one_of_two_is_something_new() -> None:
    first = version("One.")
    second = version("Two.", first)
    beside = version("Three.", first)
    all_three = [first, second, beside]

    def nothing(words: str, *seen: Version) -> bool:
        return says_nothing_new(all_three, words, differs=False, seen=[one.id for one in seen])

    assert nothing("Two.", first)  # sent twice, because the first answer never came
    assert nothing("One.", first)  # an old page, on which nothing was typed
    assert not nothing("One.", second)  # going back to earlier words is a change
    assert not nothing("Two.", second, beside)  # one of the two is chosen
    assert not nothing("Two.", beside)  # and so is this, on a page that showed only one
    assert says_nothing_new([], "  ", differs=False, seen=[])
    assert parents_of_save(all_three, [second.id, uuid4()]) == (second.id,)
