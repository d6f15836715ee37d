"""The rules of the Client Level Data return; pure."""

from ownway.commissioning.returns.domain.blocks import Block
from ownway.commissioning.returns.domain.cells import CLASS_WORDS
from ownway.commissioning.returns.domain.code_lists import CodeList, code_list
from ownway.commissioning.returns.domain.copying import (
    copy_of_block,
    copy_of_rows,
    identities_of_block,
)
from ownway.commissioning.returns.domain.events import (
    Caring,
    ImportedAssessment,
    ImportedEvent,
    ImportedPerson,
    ImportedRequest,
    ImportedReview,
    ImportedService,
    person_key,
)
from ownway.commissioning.returns.domain.fields import (
    EVENT_TYPES,
    FIELDS,
    NAMES,
    Columns,
    Field,
    UnusableFile,
)
from ownway.commissioning.returns.domain.identity import (
    Placed,
    assign_copies,
    content_of_another,
    identity_hash,
    identity_of_another,
)
from ownway.commissioning.returns.domain.latest import LatestFacts, latest_facts
from ownway.commissioning.returns.domain.lines import line_cells, line_of
from ownway.commissioning.returns.domain.reading import (
    CldFile,
    FieldCount,
    Quarantined,
    Row,
    Submission,
    put_aside,
    read,
)

__all__ = [
    "CLASS_WORDS",
    "EVENT_TYPES",
    "FIELDS",
    "NAMES",
    "Block",
    "Caring",
    "CldFile",
    "CodeList",
    "Columns",
    "Field",
    "FieldCount",
    "ImportedAssessment",
    "ImportedEvent",
    "ImportedPerson",
    "ImportedRequest",
    "ImportedReview",
    "ImportedService",
    "LatestFacts",
    "Placed",
    "Quarantined",
    "Row",
    "Submission",
    "UnusableFile",
    "assign_copies",
    "code_list",
    "content_of_another",
    "copy_of_block",
    "copy_of_rows",
    "identities_of_block",
    "identity_hash",
    "identity_of_another",
    "latest_facts",
    "line_cells",
    "line_of",
    "person_key",
    "put_aside",
    "read",
]
