"""Looking for records of one person, and keeping what was found as questions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q

from ownway.support.people.domain.likeness import Known, Likeness, Verdict, compare, digest_of
from ownway.support.people.models import PossibleMatch
from ownway.support.people.queries import matching
from ownway.support.people.queries.matching import Pair

ANSWERED_BEFORE = (
    "Somebody answered about these two before. Something has changed since, so a person decides."
)


@dataclass(frozen=True, slots=True)
class Looked:
    """How many pairs were compared, and how many of them are questions or sure."""

    compared: int
    doubtful: int
    sure: int


def look_for_matches(*, on: date, progress: Callable[[int, int], None] | None = None) -> Looked:
    """Compare every two records that share something, and keep what may be one person.

    Takes nothing from an answer: a pair that somebody told apart is asked about again only when
    more than before speaks for one person. A question that no longer holds goes (its history
    stays). Some pairs at a time are kept together, so it may be broken off and run again.
    """
    waiting = PossibleMatch.objects.filter(answer__in=["", PossibleMatch.LATER])
    gone = Q(first__joined_into__isnull=False) | Q(second__joined_into__isnull=False)
    waiting.filter(gone).delete()
    pairs = sorted({*matching.pairs_to_compare(), *waiting.values_list("first_id", "second_id")})
    apart = matching.told_apart()
    compared = doubtful = sure = 0
    for some in matching.known_pairs(pairs):
        with transaction.atomic():
            for found in _keep(some, apart, on):
                doubtful += found.verdict == Verdict.DOUBTFUL
                sure += found.verdict == Verdict.SURE
        compared += len(some)
        if progress:
            progress(compared, len(pairs))
    return Looked(compared, doubtful, sure)


def _keep(some: list[tuple[Pair, Known, Known]], apart: set[Pair], on: date) -> list[Likeness]:
    asked = {
        (match.first_id, match.second_id): match
        for match in PossibleMatch.objects.select_for_update(of=("self",)).filter(
            first__in=[pair[0] for pair, *_ in some], second__in=[pair[1] for pair, *_ in some]
        )
    }
    fresh, kept = list[PossibleMatch](), list[Likeness]()
    for pair, one, other in some:
        match, found = asked.get(pair), compare(one, other)
        if found.verdict == Verdict.DIFFERENT:
            if match and match.answer in ("", PossibleMatch.LATER):
                match.delete()
            continue
        if match is None:
            if pair in apart:
                continue
            match = PossibleMatch(first_id=pair[0], second_id=pair[1], found_on=on)
            fresh.append(match)
        elif match.answer in (PossibleMatch.TWO, PossibleMatch.SAME):
            compared = digest_of(one, other)
            if compared == match.compared or found.points <= match.points:
                continue
            match.answer, match.found_on, match.held_back = "", on, ANSWERED_BEFORE
        kept.append(found)
        if match.compared == digest_of(one, other) and match.points == found.points:
            continue
        match.sure = found.verdict == Verdict.SURE
        match.points = found.points
        match.speaks_for = [words[:300] for words in found.speaks_for]
        match.speaks_against = [words[:300] for words in found.speaks_against]
        match.compared = digest_of(one, other)
        if match not in fresh:
            match.save()
    PossibleMatch.objects.bulk_create(fresh, ignore_conflicts=True)
    return kept
