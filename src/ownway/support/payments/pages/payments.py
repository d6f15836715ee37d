"""What the page of payments sees: the answer first, then four lists."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ownway.foundation.access.models import SignIn
from ownway.support.payments import queries
from ownway.support.payments.queries import BeyondEnd, InstructionLine, ToPropose, ToSetUp

SHOWN = 50


@dataclass(frozen=True, slots=True)
class PaymentsPage:
    """The first lines of each list; `counts` says how many there are of each in all."""

    to_set_up: list[ToSetUp]
    to_propose: list[ToPropose]
    to_approve: list[InstructionLine]
    approved: list[InstructionLine]
    counts: dict[str, int]
    beyond: dict[UUID, list[BeyondEnd]]  # by person, of those with a payment to check

    @classmethod
    def of(cls, *, by: SignIn, on: date) -> "PaymentsPage":
        """Read the lists; that they showed these people is a fact."""
        to_set_up = queries.to_set_up(by=by, on=on)
        to_propose = queries.to_propose(by=by, on=on)
        to_approve = queries.to_approve(by=by, on=on)
        page = cls(
            to_set_up[:SHOWN],
            to_propose[:SHOWN],
            to_approve[:SHOWN],
            queries.lately_approved(by=by, on=on, limit=SHOWN),
            {
                "to_set_up": len(to_set_up),
                "to_propose": len(to_propose),
                "to_approve": len(to_approve),
            },
            queries.approved_beyond_end({one.person_id for one in to_approve[:SHOWN]}, by=by),
        )
        shown = (page.to_set_up, page.to_propose, page.to_approve, page.approved)
        queries.record_listed({line.person_id for lines in shown for line in lines}, by=by, on=on)
        return page

    @property
    def answer(self) -> str:
        """The sentence that heads the page."""
        waiting = self.counts["to_approve"]
        if waiting == 1:
            return "1 payment waits to be checked by somebody else than who proposed it."
        if waiting:
            return (
                f"{waiting:,} payments wait to be checked by somebody else than who proposed them."
            )
        if self.to_propose or self.to_set_up:
            return "No payment waits to be checked. There are payments to set up or propose."
        return "Nothing waits. Every direct payment that is due has been approved."
