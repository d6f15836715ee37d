"""What real files have and should not: a little of each, always in the same rows.

Only people whose support has ended carry dirt that could be mistaken for support, and a row that
a careful reader must put aside is never the last word on anybody: a later file says it rightly.
So whatever is made of the dirt, the people with open support on the last day stay as many.

The national method closes a service that the very next file leaves out, and lets a death close
what was left open. Both are here to be seen, and both are put right by a later file.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from ownway.demo import lives
from ownway.demo.named import Story
from ownway.demo.providers import HOME_CARE_PROVIDERS
from ownway.demo.rows import (
    ACCOMMODATION,
    BORN,
    CLIENT_TYPE,
    COMPONENT,
    COUNCIL_ID,
    ENDED,
    ETHNICITY,
    EVENT_TYPE,
    GENDER,
    LOCATION,
    NHS,
    OUTCOME,
    POSTCODE,
    SERVICE_TYPE,
    STARTED,
    SUPPORT_REASON,
    UNIT_COST,
    Row,
    written,
)

Spoil = Callable[[list[Row]], list[Row]]


@dataclass(frozen=True, slots=True)
class Dirt:
    """One kind of dirt: what a reader of the README is told, and in which files it lies."""

    name: str
    spoil: Spoil
    every_file: bool  # otherwise only the first file that shows the support as ended


def _is(row: Row, kind: str) -> bool:
    return row[EVENT_TYPE] == kind


def _changed(row: Row, **fields: str) -> Row:
    copy = list(row)
    for name, value in fields.items():
        copy[_FIELD[name]] = value
    return copy


_FIELD = {
    "nhs": NHS,
    "council_id": COUNCIL_ID,
    "gender": GENDER,
    "ethnicity": ETHNICITY,
    "born": BORN,
    "client_type": CLIENT_TYPE,
    "support_reason": SUPPORT_REASON,
    "postcode": POSTCODE,
    "accommodation": ACCOMMODATION,
    "event_type": EVENT_TYPE,
    "started": STARTED,
    "ended": ENDED,
    "outcome": OUTCOME,
    "service_type": SERVICE_TYPE,
    "component": COMPONENT,
    "location": LOCATION,
    "unit_cost": UNIT_COST,
}


def duplicate(rows: list[Row]) -> list[Row]:
    return [*rows, list(rows[0])]


def double_up(rows: list[Row]) -> list[Row]:
    """The same service sent twice: two carers come, or a second provider helps out."""
    other = HOME_CARE_PROVIDERS[-1].location_id
    again = [_changed(row, location=other) for row in rows if _is(row, lives.SERVICE)]
    return rows + again[:1]


def _blank(rows: list[Row]) -> list[Row]:
    return [_changed(row, gender="", postcode="", accommodation="", outcome="") for row in rows]


def _unlisted(rows: list[Row]) -> list[Row]:
    return [
        _changed(row, ethnicity="White Cornish", accommodation="Caravan - see notes")
        for row in rows
    ]


def _release_1(rows: list[Row]) -> list[Row]:
    found = []
    for row in rows:
        reason = row[SUPPORT_REASON].replace(": ", " - ")
        changed = _changed(row, client_type="Service User", support_reason=reason)
        if _is(row, lives.SERVICE):
            kind, _, setting = row[SERVICE_TYPE].partition(": ")
            changed[SERVICE_TYPE] = f"{kind.title()} - {setting.title()}"
        changed[OUTCOME] = row[OUTCOME].replace("NFA: ", "NFA - ")
        found.append(changed)
    return found


def _impossible_date(rows: list[Row]) -> list[Row]:
    """31 February: as the end of a review where there is one, or as a birthday."""
    found = []
    for row in rows:
        if not _is(row, lives.SERVICE):
            found.append(_changed(row, ended=f"31/02/{row[ENDED][-4:]}"))
        else:
            found.append(_changed(row, born=f"31/02/{row[BORN][-4:]}"))
    return found


def _nobody(rows: list[Row]) -> list[Row]:
    return [_changed(row, nhs="", council_id="") for row in rows]


def _blank_start(rows: list[Row]) -> list[Row]:
    return [_changed(row, started="") for row in rows]


def _unknown_event(rows: list[Row]) -> list[Row]:
    return [*rows, _changed(rows[0], event_type="Contact")]


def _end_before_start(rows: list[Row]) -> list[Row]:
    return [_changed(row, started=row[ENDED], ended=row[STARTED]) for row in rows]


def _spaces(rows: list[Row]) -> list[Row]:
    return [
        _changed(
            row,
            gender=row[GENDER] + " ",
            event_type=row[EVENT_TYPE] + "  ",
            service_type=row[SERVICE_TYPE] and " " + row[SERVICE_TYPE],
            postcode=row[POSTCODE].lower() + " ",
        )
        for row in rows
    ]


def _corrected_later(rows: list[Row]) -> list[Row]:
    """A birthday ten years out and an end a week early; the next file has them right."""
    found = []
    for row in rows:
        changed = _changed(row, born=f"{row[BORN][:-4]}{int(row[BORN][-4:]) - 10}")
        if _is(row, lives.SERVICE) and row[ENDED]:
            day, month, year = (int(part) for part in row[ENDED].split("/"))
            changed[ENDED] = written(date(year, month, day).toordinal() - 1)
        found.append(changed)
    return found


def _cost_in_words(rows: list[Row]) -> list[Row]:
    return [
        _changed(row, unit_cost=f"£{row[UNIT_COST]} pw") if row[UNIT_COST] else row for row in rows
    ]


def _wrong_check_digit(rows: list[Row]) -> list[Row]:
    return [
        _changed(row, nhs=row[NHS][:9] + str((int(row[NHS][9]) + 1) % 10)) if row[NHS] else row
        for row in rows
    ]


def _as_it_is(rows: list[Row]) -> list[Row]:
    return rows


DUPLICATE = Dirt("the same row twice", duplicate, every_file=True)
DOUBLE_UP = Dirt("one service as two rows with two providers", double_up, every_file=True)
VANISHED = Dirt("a service that is gone from the next file without an end", _as_it_is, True)
LEFT_OPEN = Dirt("a service left open after the person died", _as_it_is, True)

KINDS = (
    DUPLICATE,
    DOUBLE_UP,
    VANISHED,
    LEFT_OPEN,
    Dirt("a mandatory field left blank", _blank, True),
    Dirt("a value outside its list", _unlisted, True),
    Dirt("Release 1 spelling with a dash", _release_1, True),
    Dirt("31 February", _impossible_date, False),
    Dirt("a row without a person", _nobody, False),
    Dirt("no start date", _blank_start, False),
    Dirt("an unknown event type", _unknown_event, False),
    Dirt("an end before the start", _end_before_start, False),
    Dirt("spaces around a value", _spaces, True),
    Dirt("a row that a later file corrects", _corrected_later, False),
    Dirt("a cost with words in it", _cost_in_words, False),
    Dirt("an NHS number that fails its check", _wrong_check_digit, True),
)


def kind_for(rank: int, *, among: int) -> Dirt | None:
    """The dirt on a person whose support has ended, by rank among them; on most there is none."""
    carriers = max(3 * len(KINDS), among // 40)
    stride = max(1, among // carriers)
    turn, rest = divmod(rank, stride)
    return KINDS[turn % len(KINDS)] if rest == 0 else None


def befall(kind: Dirt, story: Story, *, last_days: Sequence[int]) -> int:
    """Dirt that lies in what happened rather than in how a row is written; how many services.

    `last_days` are those of the files. A later file always puts it right, so that a person whose
    support ended lately is let off.
    """
    if kind not in (VANISHED, LEFT_OPEN):
        return 0
    latest = max(event.end for event in story.events if event.kind == lives.SERVICE)
    last = [event for event in story.events if event.kind == lives.SERVICE and event.end == latest]
    closing = bisect_left(last_days, latest)
    if not 1 <= closing < len(last_days) - 2:
        return 0
    for event in last:
        if kind is VANISHED:
            event.left_out_on = last_days[closing]
        else:
            event.outcome, event.end_told_from = lives.DECEASED, last_days[closing + 2]
    if kind is LEFT_OPEN:
        story.person.died = latest
    return len(last)
