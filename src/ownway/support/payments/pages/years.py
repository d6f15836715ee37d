"""What the pages of a financial year draw."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from ownway.foundation.look.bars import Bars, bars
from ownway.kernel.money import pounds
from ownway.support.payments.domain.years import Outturn, is_a_code
from ownway.support.payments.queries import CodeLine

WRONG = "Give up to 20 letters, figures, dots, strokes or hyphens"


def chart(found: Outturn) -> Bars:
    """What people of each reason cost, as bars; the table beside it has the same figures."""
    return bars(
        (row.reason, Decimal(max(0, row.total)), pounds(row.total), False) for row in found.rows
    )


@dataclass(frozen=True, slots=True)
class CodeRow:
    """An account with the two codes as typed, and what is wrong with each."""

    number: int
    line: CodeLine
    cost_centre: str
    account_code: str
    wrong: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, number: int, line: CodeLine) -> "CodeRow":
        return cls(number, line, line.cost_centre, line.account_code)

    @property
    def name(self) -> str:
        return f"{self.line.kind.capitalize()}, {self.line.fund}"

    @property
    def problems(self) -> list[dict[str, str]]:
        """For the summary at the top of the page."""
        return [
            {"text": f"{self.name}: {words}", "href": f"#{field}-{self.number}"}
            for field, words in self.wrong
        ]

    def of_field(self, field: str) -> str:
        return dict(self.wrong).get(field, "")

    def typed(self, said: Mapping[str, str]) -> "CodeRow":
        """With what was typed, and what is wrong with it: both codes, or neither."""
        given = {
            field: str(said.get(f"{field}-{self.number}", "")).strip()
            for field in ("cost_centre", "account_code")
        }
        wrong = []
        for field, words in given.items():
            if not words and any(given.values()):
                wrong.append((field, "Give both codes"))
            elif words and not is_a_code(words):
                wrong.append((field, WRONG))
        if not any(given.values()) and (self.line.cost_centre or self.line.account_code):
            wrong.append(("cost_centre", "A code that was given can be changed, not taken away"))
        return replace(
            self,
            cost_centre=given["cost_centre"],
            account_code=given["account_code"],
            wrong=tuple(wrong),
        )
