"""Bringing a statement: read, laid over what is here, and what is sure of it matched."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotFound, Refused
from ownway.support.wallet import permissions
from ownway.support.wallet.domain.statements import (
    Format,
    Line,
    Problem,
    Statement,
    identity,
    join,
    read,
    tidy,
)
from ownway.support.wallet.models import AccountLine, BankAccount, StatementFile
from ownway.support.wallet.operations.opening import open_account
from ownway.support.wallet.operations.saying import place_sure
from ownway.support.wallet.queries.expected import paid_weekly

BROUGHT = declare("wallet.statement-brought", "Statement of the account brought")
TAKEN_BACK = declare("wallet.statement-taken-back", "Statement taken back")
ALIKE_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of a file. `matched` lines were placed at once, of these and of earlier ones."""

    lines_read: int
    lines_new: int
    problems: tuple[Problem, ...]
    matched: int

    @property
    def words(self) -> str:
        """One sentence for whoever brought it."""
        if not self.lines_read:
            return "No line of it could be read. What stands in the way is told below."
        if not self.lines_new:
            return "Everything in it was here already, so nothing was added."
        held = self.lines_read - self.lines_new
        again = f" {held} {'was' if held == 1 else 'were'} here already." if held else ""
        return f"{self.lines_new} new line{'' if self.lines_new == 1 else 's'} read.{again}"


@transaction.atomic
def bring(
    person_id: UUID, content: bytes, *, another: bool = False, by: SignIn, on: date
) -> Brought:
    """Read a statement of somebody's own account and keep its lines; the file itself is not kept.

    What stands in an earlier file counts once, so bringing it again adds nothing. `another`: it is
    of one more account than those known. Raises NotReadable for what is no statement; Refused where
    it looks like another account's; NotAllowed, NotFound.
    """
    open_account(person_id, permissions.BRING, by=by, on=on)
    statements = read(content)
    lines_read = lines_new = 0
    problems: tuple[Problem, ...] = ()
    for one in statements:
        if any(line.on > on + timedelta(days=1) for line in one.lines):
            raise Refused(
                "It has days that are still to come. Look whether day and month are the right way "
                "round, or whether it is a list of planned payments."
            )
        account = _account(person_id, one, another=another, on=on)
        new = _keep(account, one, hashlib.sha256(content).hexdigest(), by=by, on=on)
        lines_read += len(one.lines)
        lines_new += new
        problems += one.problems
        _stands(account, one, paid_weekly(person_id, by=by, on=on))
    matched = place_sure(person_id, by=by, on=on)
    return Brought(lines_read, lines_new, problems, matched)


@transaction.atomic
def add_by_hand(
    account_id: UUID,
    *,
    moved_on: date,
    pence: int,
    words: str,
    once_more: bool = False,
    by: SignIn,
    on: date,
) -> int:
    """Write down a line that could not be read of a statement; pence below nothing went out.

    A statement that tells the same day and amount later does not count it twice. Raises Refused for
    a day to come, no words, no amount, and for one that is here already unless it happened
    `once_more`; NotAllowed, NotFound. Returns how many lines were matched.
    """
    account = BankAccount.objects.filter(pk=account_id).first()
    if account is None:
        raise NotFound("There is no such account, or it is not yours to open.")
    open_account(account.person_id, permissions.BRING, by=by, on=on)
    line = Line(1, moved_on, pence, tidy(words), format=Format.BY_HAND.value)
    if moved_on > on:
        raise Refused("The day is still to come.")
    if not line.words:
        raise Refused("Say who it went to, or who it came from.")
    if not pence:
        raise Refused("Enter an amount above nothing.")
    if not once_more and account.lines.filter(on=moved_on, pence=pence).exists():
        raise Refused(
            "A line of this day and this amount is here already. Tick that it happened once more "
            "if both are true."
        )
    alike = account.lines.filter(identity=identity(line)).count()
    made = _file(account, Format.BY_HAND, "", [line], new=1, problems=(), by=by, on=on)
    _write(account, made, [(line, alike + 1)], on=on)
    account.last_moved_on = max(account.last_moved_on or moved_on, moved_on)
    account.save(update_fields=["last_moved_on"])
    return place_sure(account.person_id, by=by, on=on)


@transaction.atomic
def take_back(file_id: UUID, *, by: SignIn, on: date) -> None:
    """Take back a statement that was brought by mistake, with the lines it added.

    Twice is safe. Raises NotFound, NotAllowed.
    """
    row = StatementFile.objects.select_related("account").filter(pk=file_id).first()
    if row is None:
        raise NotFound("There is no such statement, or it is not yours to open.")
    person_id = row.account.person_id
    open_account(person_id, permissions.BRING, by=by, on=on)
    row.refresh_from_db()
    if row.taken_back_on is not None:
        return
    row.taken_back_on = on
    row.save(update_fields=["taken_back_on"])
    row.lines.all().delete()
    account = BankAccount.objects.get(pk=row.account_id)
    left = account.files.filter(taken_back_on__isnull=True)
    if not left.exists():
        account.closing = account.closing_on = None
    last = account.lines.exclude(pence=0).aggregate(last=Max("on"))["last"]
    told = account.lines.filter(balance__isnull=False).order_by("-on", "-row").first()
    if left.exists() and account.closing_on is not None and account.closing_on == row.last_day:
        account.closing, account.closing_on = (told.balance, told.on) if told else (None, None)
    account.last_moved_on = last
    account.save(update_fields=["closing", "closing_on", "last_moved_on"])
    facts.record(TAKEN_BACK, about=person_id, of=row.pk, by=by, on=on, words=_days(row))


def _account(person_id: UUID, of: Statement, *, another: bool, on: date) -> BankAccount:
    """The account a statement is of. Raises Refused where it looks like one not known here."""
    known = list(BankAccount.objects.filter(person_id=person_id).order_by("added_on", "pk"))
    same = [one for one in known if one.ending == of.ending]
    if of.ending and same:
        return same[0]
    if not known or another:
        return BankAccount.objects.create(person_id=person_id, ending=of.ending, added_on=on)
    if not of.ending:
        if len(known) > 1:
            raise Refused(
                "It does not say which account it is of, and more than one is known here. Choose a "
                "format that names the account: OFX, camt.053 or MT940."
            )
        _check_alike(known[0], of)
        return known[0]
    unnamed = [one for one in known if not one.ending]
    if len(known) == 1 and unnamed:
        _check_alike(known[0], of)
        known[0].ending = of.ending
        known[0].save(update_fields=["ending"])
        return known[0]
    endings = " and ".join(one.ending for one in known if one.ending)
    raise Refused(
        f"It is of an account ending {of.ending}. Known here is the one ending {endings}. If the "
        "direct payment is kept in this account too, tick that it is another account and bring it "
        "again. If it is an account of your own for other things, nothing of it was kept."
    )


def _check_alike(account: BankAccount, of: Statement) -> None:
    """Raises Refused where a statement shares days with what is here, and not one line."""
    first_day, last_day = of.first_day, of.last_day
    if first_day is None or last_day is None:
        return
    held = [
        _line(row)
        for row in account.lines.select_related("file").filter(on__gt=first_day, on__lt=last_day)
    ]
    within = [line for line in of.lines if first_day < line.on < last_day]
    if min(len(held), len(within)) < ALIKE_ENOUGH:
        return
    if join(held, of.lines).held_already == 0:
        raise Refused(
            "It tells of days that are here already, and no line of it is the same, so it looks "
            "like another account. If the direct payment is kept there too, tick that it is "
            "another account and bring it again."
        )


def _keep(account: BankAccount, of: Statement, digest: str, *, by: SignIn, on: date) -> int:
    """Keep what is new of a statement; how many lines that is."""
    held = []
    first_day, last_day = of.first_day, of.last_day
    if first_day is not None:
        held = [
            _line(row)
            for row in account.lines.select_related("file").filter(
                on__gte=first_day, on__lte=last_day
            )
        ]
    new = join(held, of.lines).new
    before = account.files.filter(digest=digest, taken_back_on__isnull=True)
    if not new and before.exists():
        return 0
    made = _file(
        account, of.format, digest, of.lines, new=len(new), problems=of.problems, by=by, on=on
    )
    _write(account, made, new, on=on)
    return len(new)


def _file(
    account: BankAccount,
    format_: Format,
    digest: str,
    lines: Sequence[Line],
    *,
    new: int,
    problems: Sequence[Problem],
    by: SignIn,
    on: date,
) -> StatementFile:
    days = [line.on for line in lines]
    made = StatementFile.objects.create(
        account=account,
        format=format_.value,
        digest=digest,
        first_day=min(days, default=None),
        last_day=max(days, default=None),
        lines_read=len(lines),
        lines_new=new,
        problems=json.dumps([asdict(one) for one in problems]) if problems else "",
        brought_on=on,
        brought_by=by,
    )
    facts.record(
        BROUGHT,
        about=account.person_id,
        of=made.pk,
        by=by,
        on=on,
        words=f"{_days(made)}: {new} new line{'' if new == 1 else 's'}",
        after={"lines": len(lines), "new": new, "problems": len(problems)},
    )
    return made


def _write(
    account: BankAccount, file: StatementFile, new: Sequence[tuple[Line, int]], *, on: date
) -> None:
    AccountLine.objects.bulk_create(
        [
            AccountLine(
                account=account,
                file=file,
                row=at,
                on=line.on,
                pence=line.pence,
                words=line.words,
                reference=line.reference,
                bank_id=line.bank_id,
                balance=line.balance,
                identity=identity(line),
                number=number,
                known_on=on,
            )
            for at, (line, number) in enumerate(new, 1)
        ]
    )


def _stands(account: BankAccount, of: Statement, weekly: int) -> None:
    """What stands on the account by the latest statement, and when it last moved."""
    closing_on = of.closing_on or of.last_day
    latest = account.closing_on is None or (closing_on or date.min) >= account.closing_on
    if of.closing is not None and closing_on is not None and latest:
        account.closing, account.closing_on = of.closing, closing_on
    account.last_moved_on = account.lines.exclude(pence=0).aggregate(last=Max("on"))["last"]
    account.paid_weekly = weekly
    account.save(update_fields=["closing", "closing_on", "last_moved_on", "paid_weekly"])


def _line(row: AccountLine) -> Line:
    return Line(
        row.row,
        row.on,
        row.pence,
        row.words,
        row.reference,
        row.bank_id,
        row.balance,
        row.file.format,
    )


def _days(row: StatementFile) -> str:
    if row.first_day is None or row.last_day is None:
        return "No line"
    return f"{in_words(row.first_day)} to {in_words(row.last_day)}"
