"""How somebody is reached: at the one address to write to, and in which form."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from ownway.foundation.access.models import SignIn
from ownway.foundation.access.second_lock import whole_council
from ownway.foundation.notices.domain import Address, Channel, Recipient, address_of
from ownway.kernel.refusal import NotFound, Refused
from ownway.support.people.domain import need_in_words, postcode_district
from ownway.support.people.models import Person
from ownway.support.people.queries.protected import letters_to
from ownway.support.people.queries.records import check_may_read, ids_with_protected_address

LINES = ("address_line_1", "address_line_2", "town", "postcode")
NO_POST = "email-only"


def recipient_of(person_id: UUID, *, by: SignIn, on: date) -> Recipient:
    """Who a notice to this person goes to, with their needs and since when the address is known.

    Letters go where somebody confirmed that they go (`letters_to`), else to the address of the
    record; a protected address is in neither, so that there is then no letter. An address that no
    envelope can carry is left out, and with it the letter. `address_known_since` is the day its
    lines last changed; None: as long as we know. Raises NotFound as `check_may_read`.
    """
    check_may_read(person_id, by=by)
    return reached(person_id, on)


def reached(person_id: UUID, on: date) -> Recipient:
    """The same for background work, which acts for the whole council. Raises NotFound."""
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise NotFound("There is no such person any more.")
    needs = tuple(person.communication_needs.order_by("code").values_list("code", flat=True))
    name = f"{person.given_name} {person.family_name}".strip() or person.council_id
    instead = letters_to(person_id)
    if instead is not None:
        to = instead.address
        name = to.name or name
        address = _whole(to.line_1, to.line_2, to.town, postcode=to.postcode)
        since: date | None = instead.since
    else:
        address = _whole(
            person.address_line_1, person.address_line_2, person.town, postcode=person.postcode
        )
        since = _changed_on(person)
    channels = [
        channel
        for channel, there in (
            (Channel.PAGE, SignIn.objects.filter(own_person_id=person_id, is_active=True).exists()),
            (Channel.EMAIL, bool(person.email)),
            (Channel.TEXT, bool(person.telephone)),
            (Channel.LETTER, address is not None and NO_POST not in needs),
        )
        if there
    ]
    return Recipient(
        name=name,
        channels=tuple(channels),
        email=person.email,
        telephone=person.telephone,
        address=address,
        needs=needs,
        address_known_since=since,
    )


def reached_before(person_id: UUID, day: date) -> Recipient:
    """Who a warning goes to: the ways to somebody as they were known at the end of a day.

    For when what we know of somebody may just have been changed by a thief. Their own pages are no
    such way. Where an address is protected, or letters go where somebody confirmed, nothing older
    is used: an earlier address may be the danger. Raises NotFound.
    """
    now = reached(person_id, day)
    channels = tuple(one for one in now.channels if one is not Channel.PAGE)
    protected = ids_with_protected_address().filter(pk=person_id).exists()
    if protected or letters_to(person_id) is not None:
        return replace(now, channels=channels)
    history = Person._meta.apps.get_model("people", "PersonEvent")._base_manager
    with whole_council():  # what a row said before is hidden from every page
        said = (
            history.filter(pgh_obj_id=person_id, pgh_created_at__date__gt=day)
            .order_by("pgh_created_at", "pk")
            .first()
        )
    if said is None:
        return replace(now, channels=channels)
    address = _whole(said.address_line_1, said.address_line_2, said.town, postcode=said.postcode)
    ways = (
        (Channel.EMAIL, bool(said.email)),
        (Channel.TEXT, bool(said.telephone)),
        (Channel.LETTER, address is not None and NO_POST not in now.needs),
    )
    return replace(
        now,
        channels=tuple(channel for channel, there in ways if there),
        email=said.email,
        telephone=said.telephone,
        address=address,
        address_known_since=None,
    )


@dataclass(frozen=True, slots=True)
class Details:
    """How somebody is reached and talked with, as words; empty where nothing is known."""

    name: str
    telephone: str
    email: str
    address: str
    talk: str
    died_on: date | None


def details_of(person_id: UUID) -> Details:
    """Where somebody is reached, for a caller that checks what they agreed to share with whom.

    A protected address is not there. Raises NotFound.
    """
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise NotFound("There is no such person any more.")
    needs = person.communication_needs.order_by("code").values_list("code", flat=True)
    told = ", ".join(need_in_words(code) for code in needs)
    lines = (getattr(person, line) for line in LINES)
    return Details(
        name=f"{person.given_name} {person.family_name}".strip(),
        telephone=person.telephone,
        email=person.email,
        address=", ".join(line for line in lines if line),
        talk=". ".join(part for part in (told, person.how_to_talk) if part),
        died_on=person.died_on,
    )


def district_of(person_id: UUID, *, by: SignIn) -> str:
    """The first half of somebody's postcode, to look for what is near; empty where none is known.

    Raises NotFound as `check_may_read`.
    """
    check_may_read(person_id, by=by)
    return postcode_district(Person.objects.values_list("postcode", flat=True).get(pk=person_id))


def looked_after_by(by: SignIn) -> list[UUID]:
    """The people whose worker this is."""
    return list(Person.objects.filter(worker=by).values_list("pk", flat=True))


def _whole(*lines: str, postcode: str) -> Address | None:
    """An address that an envelope can carry, or none."""
    try:
        return address_of(*lines, postcode=postcode)
    except Refused:
        return None


def _changed_on(person: Person) -> date | None:
    """The day the address last took the place of another; None where it never did.

    A postcode alone, as files of returns tell it, is no address that a letter could have gone to.
    """
    history = person._meta.apps.get_model("people", "PersonEvent")._base_manager
    with whole_council():  # what a row said before is hidden from every page
        before = (
            history.filter(pgh_obj_id=person.pk)
            .exclude(**{line: getattr(person, line) for line in LINES})
            .exclude(address_line_1="")
        )
        at = before.order_by("-pgh_created_at").values_list("pgh_created_at", flat=True).first()
    return at.date() if at else None
