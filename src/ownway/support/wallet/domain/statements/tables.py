"""A table that a bank lets people download: columns are known by their headings, not by the bank.

Promise   A table with other lines above its headings, with columns in any order, with one signed
          amount or with paid in and paid out apart, newest or oldest first, is read alike.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ownway.support.wallet.domain.statements import parts
from ownway.support.wallet.domain.statements.values import (
    Format,
    Line,
    NotReadable,
    Problem,
    Statement,
)

MOST_ROWS = 20_000
HEADINGS = {
    "on": (
        "date", "transaction date", "booking date", "posted date", "date posted", "posting date",
        "completed date", "entry date", "value date", "started date",
    ),
    "words": (
        "description", "transaction description", "details", "memo", "narrative", "name",
        "counter party", "counterparty", "payee", "merchant", "merchant description", "particulars",
        "transaction details", "transaction", "text",
    ),
    "also": ("reference", "payment reference", "notes and tags", "notes", "payer or payee"),
    "amount": ("amount", "value", "transaction amount", "net amount", "billing amount"),
    "paid_in": (
        "paid in", "money in", "credit", "credit amount", "in", "credits", "deposit", "deposits",
        "receipts", "amount in", "received",
    ),
    "paid_out": (
        "paid out", "money out", "debit", "debit amount", "out", "debits", "withdrawal",
        "withdrawals", "payments", "amount out", "spent",
    ),
    "balance": ("balance", "running balance", "account balance", "closing balance"),
    "bank_id": ("transaction id", "fitid", "bank reference", "unique id", "id"),
    "account": ("account number", "account", "account no", "iban"),
    "currency": ("currency", "account currency"),
    "state": ("state", "status", "transaction status"),
    "kind": ("type", "transaction type", "subcategory"),
    "direction": ("credit debit", "dr cr", "cr dr", "debit credit", "credit debit indicator"),
}  # fmt: skip
_BOOKED = {"", "completed", "booked", "posted", "settled", "cleared", "complete", "book"}
_CURRENCY_IN_HEADING = re.compile(r"\(([A-Za-z]{3})\)")


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    cells: list[str]

    @property
    def text(self) -> str:
        return parts.tidy(", ".join(cell for cell in self.cells if cell.strip()))


def read(text: str) -> tuple[Statement, ...]:
    """The statements of a table, one an account. Raises NotReadable when it is no such table."""
    rows = list(_rows(text))
    if len(rows) > MOST_ROWS:
        raise NotReadable(
            f"The table has more than {MOST_ROWS:,} rows. Choose fewer months at a time."
        )
    at, columns = _columns(rows)
    found: dict[str, tuple[list[Line], list[Problem]]] = {}
    told = next((ending for row in rows[:at] if (ending := _told_above(row))), "")
    last = told
    for row in rows[at:]:
        if not any(cell.strip() for cell in row.cells):
            continue
        cells = {name: _cell(row, column) for name, column in columns.items()}
        last = parts.ending(cells.get("account", "")) or last
        lines, problems = found.setdefault(last, ([], []))
        read_row = _line(row, cells)
        if isinstance(read_row, Line):
            lines.append(read_row)
        elif read_row is not None:
            problems.append(read_row)
    if not found:
        raise NotReadable(
            "The table has headings and no rows. If nothing moved in that time there is nothing to "
            "bring; or choose a longer time."
        )
    return tuple(
        Statement(Format.TABLE, ending, tuple(lines), tuple(problems))
        for ending, (lines, problems) in found.items()
    )


def _rows(text: str) -> Iterator[_Row]:
    head = "\n".join(text.splitlines()[:20])
    marks = sorted(",;\t|", key=head.count, reverse=True)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=marks[0], strict=False)
    try:
        for cells in reader:
            yield _Row(reader.line_num, [cell.strip() for cell in cells])
    except csv.Error:
        raise NotReadable(
            "A cell of the table is far too long or is not closed. Download it again from the bank "
            "and bring that file as it is."
        ) from None


def _columns(rows: Sequence[_Row]) -> tuple[int, dict[str, int]]:
    """The first row below the headings, and which column is what. Raises NotReadable."""
    missing: list[str] = []
    for at, row in enumerate(rows[:40]):
        found = _headings(row.cells)
        if "on" not in found or len(found) < 2:
            continue
        missing = []
        if "amount" not in found and not {"paid_in", "paid_out"} <= found.keys():
            missing.append("the amount (or paid in and paid out)")
        if "words" not in found and "also" not in found and "kind" not in found:
            missing.append("what it was for")
        if not missing:
            _check_currency(row.cells)
            return at + 1, found
    if missing:
        raise NotReadable(
            f"The table has no column for {' and none for '.join(missing)}. Download it again with "
            "every column, or choose another format."
        )
    for at, row in enumerate(rows[:5]):  # some banks give no headings
        guessed = _without_headings(row.cells)
        if guessed:
            return at, guessed
    raise NotReadable(
        "This does not look like a statement: no row names a date, what it was for and an amount. "
        f"{parts.INSTEAD}"
    )


def _headings(cells: Sequence[str]) -> dict[str, int]:
    folded = [_folded(cell) for cell in cells]
    found: dict[str, int] = {}
    for name, known in HEADINGS.items():
        places = [folded.index(heading) for heading in known if heading in folded]
        if places:
            found[name] = places[0]
    return found


def _folded(heading: str) -> str:
    bare = _CURRENCY_IN_HEADING.sub(" ", heading).lower().replace("£", " ")
    return " ".join(re.sub(r"[^a-z]+", " ", bare).split())


def _check_currency(cells: Sequence[str]) -> None:
    for cell in cells:
        found = _CURRENCY_IN_HEADING.search(cell)
        if found and found[1].upper() != parts.POUNDS and _folded(cell) in (
            *HEADINGS["amount"], *HEADINGS["balance"]
        ):  # fmt: skip
            raise NotReadable(
                f"This account is in {found[1].upper()}. Bring the statement of the account in "
                "pounds that the direct payment is paid into."
            )


def _without_headings(cells: Sequence[str]) -> dict[str, int] | None:
    """Date, words, amount and perhaps balance, in that order, told by what stands in them."""
    if len(cells) < 3 or not _fits(parts.day, cells[0]):
        return None
    amounts = [at for at, cell in enumerate(cells) if at and _fits(parts.pence, cell)]
    words = [
        at
        for at, cell in enumerate(cells)
        if at and at not in amounts and re.search("[A-Za-z]", cell)
    ]
    if not words or not 1 <= len(amounts) <= 2:
        return None
    found = {"on": 0, "words": words[-1], "amount": amounts[0]}
    return found | ({"balance": amounts[1]} if len(amounts) == 2 else {})


def _fits(read_as: object, cell: str) -> bool:
    try:
        read_as(cell)  # type: ignore[operator]  # one of the two readers of parts
    except ValueError:
        return False
    return True


def _cell(row: _Row, column: int) -> str:
    return row.cells[column] if column < len(row.cells) else ""


def _told_above(row: _Row) -> str:
    """The account named in a line above the headings, as “Account: ****1234”."""
    said = " ".join(row.cells)
    return parts.ending(said) if "account" in said.lower() and "balance" not in said.lower() else ""


def _line(row: _Row, cells: dict[str, str]) -> Line | Problem | None:
    def wrong(field: str, why: str, what_to_do: str = "") -> Problem:
        what_to_do = what_to_do or "Look at this row in your statement and add it by hand."
        return Problem(row.number, field, row.text, f"{why}.", what_to_do)

    if not cells.get("on") and not any(
        cells.get(name) for name in ("amount", "paid_in", "paid_out")
    ):
        return _tail(row, cells)
    currency = cells.get("currency", "").upper()
    if currency and currency != parts.POUNDS:
        return wrong(
            "Currency",
            f"It is in {currency}, not in pounds",
            "The bank shows the same payment in pounds. Bring that statement too.",
        )
    if _folded(cells.get("state", "")) not in _BOOKED:
        return wrong(
            "Status",
            f"The bank had not booked it yet ({parts.tidy(cells['state'])})",
            "Nothing to do: it comes with your next statement if the bank books it.",
        )
    try:
        on = parts.day(cells["on"])
    except ValueError as said:
        return wrong("Date", str(said))
    try:
        pence = _amount(cells)
    except ValueError as said:
        return wrong("Amount", str(said))
    balance: int | None = None
    if cells.get("balance"):
        try:
            balance = parts.pence(cells["balance"])
        except ValueError:
            balance = None
    also = parts.tidy(cells.get("also", ""))
    words = parts.tidy(cells.get("words", "")) or also or parts.tidy(cells.get("kind", ""))
    return Line(
        row.number,
        on,
        pence,
        words,
        reference="" if also == words else also,
        bank_id=parts.tidy(cells.get("bank_id", ""))[:100],
        balance=balance,
    )


def _tail(row: _Row, cells: dict[str, str]) -> Problem | None:
    """A row with neither day nor amount: a total or a remark below the table says nothing more."""
    said = [cell for cell in row.cells if cell]
    if len(said) <= 1 or cells.get("balance"):
        return None
    return Problem(
        row.number,
        "Date",
        row.text,
        "There is no day and no amount.",
        "Look at this row in your statement and add it by hand if money moved.",
    )


def _amount(cells: dict[str, str]) -> int:
    """Signed pence of a row. Raises ValueError with a sentence."""
    if cells.get("amount"):
        pence = parts.pence(cells["amount"])
        direction = _folded(cells.get("direction", ""))
        if direction in ("debit", "dr", "d", "dbit"):
            return -abs(pence)
        return abs(pence) if direction in ("credit", "cr", "c", "crdt") else pence
    paid_in = _side(cells.get("paid_in", ""))
    paid_out = _side(cells.get("paid_out", ""))
    if paid_in is None and paid_out is None:
        raise ValueError("There is no amount")
    if paid_in and paid_out:
        raise ValueError("It says both paid in and paid out")
    return (paid_in or 0) - (paid_out or 0)


def _side(said: str) -> int | None:
    return None if said in ("", "-", "–") else abs(parts.pence(said))
