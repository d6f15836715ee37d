"""Leaving others out of one paper about somebody, by the rules of the subject access pack."""

from uuid import UUID

from ownway.foundation.access.second_lock import whole_council
from ownway.foundation.data_rights.domain.masking import Masker
from ownway.foundation.data_rights.operations.gathering import Gathering
from ownway.foundation.data_rights.queries.rows import RowsOf, every_id


def masker_of(person_id: UUID) -> Masker:
    """What leaves the names of others out of words about this person.

    The caller has checked that whoever asks may read the record. The names are looked for in all
    that is held about them, and are shown to nobody.
    """
    with whole_council():
        return Gathering(RowsOf(every_id(person_id))).masker
