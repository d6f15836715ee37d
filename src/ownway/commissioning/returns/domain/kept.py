"""How the parts of a kept file begin, and what each is sealed for."""

from uuid import UUID

SEALED_FOR = "returns_keptpart.data"
# How a part begins that was kept before parts were sealed: RFC 8878, 3.1.1.
PACKED = b"\x28\xb5\x2f\xfd"


def sealed_for(submission_id: UUID, number: int) -> str:
    return f"{SEALED_FOR}.{submission_id}.{number}"
