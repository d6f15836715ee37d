"""Saying what a line is, remembering it for the next, and matching what is sure."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.documents import operations as documents
from ownway.foundation.documents.domain import Kind
from ownway.foundation.documents.operations.keeping import Readable
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.money import pounds
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotFound, Refused
from ownway.support.planning.domain.permitted import rulebook
from ownway.support.wallet import permissions
from ownway.support.wallet.domain.matching import What, rule_words
from ownway.support.wallet.models import AccountLine, LineRule
from ownway.support.wallet.operations.opening import open_account
from ownway.support.wallet.queries.expected import PartRow, breach_of, paid_to, parts_of
from ownway.support.wallet.queries.lines import matched, rules_in_force

MATCHED = declare("wallet.lines-matched", "Lines of the account matched")
SAID = declare("wallet.line-said", "Said what a line of the account is")
RULE_GONE = declare("wallet.rule-forgotten", "A remembered answer taken away")
RECEIPT = declare("wallet.receipt-kept", "Receipt added to a line of the account")
BY_MATCH, BY_RULE, BY_WORD = "matched", "rule", "said"


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody says a line is. `part_id` with a part of the plan, words with something else.

    `goes_to` is what something else bought, as the rules of permitted use sort it. `remember`: it
    holds for the next line with the same words.
    """

    what: What
    part_id: UUID | None = None
    goes_to: str = ""
    note: str = ""
    remember: bool = False


@transaction.atomic
def say(line_id: UUID, answer: Answer, *, by: SignIn, on: date) -> int:
    """Say what a line is, also in place of what was said or matched before.

    Returns how many other lines it settled with it. Raises Refused where the answer leaves
    something out; NotFound, NotAllowed.
    """
    row = _row(line_id)
    person_id = row.account.person_id
    open_account(person_id, permissions.BRING, by=by, on=on)
    row.refresh_from_db()
    parts = {one.id: one for one in parts_of(person_id, by=by, on=on)}
    part = parts.get(answer.part_id) if answer.part_id else None
    note = " ".join(answer.note.split())[:300]
    if answer.what is What.PART and part is None:
        raise Refused("Choose which part of the plan it was for.")
    if answer.what is What.OTHER and not note:
        raise Refused("Say in a few words what it was.")
    if answer.what is What.OTHER and rulebook().kind(answer.goes_to) is None:
        raise Refused("Choose what it was spent on.")
    if answer.what is What.PAYMENT and row.pence <= 0:
        raise Refused("The council's payment comes in. This line went out.")
    if answer.what is What.NOTHING:
        raise Refused("Choose what this was.")
    before = {"what": row.what, "how": row.how}
    _forget_twins(row)
    _place(row, answer.what, part, answer.goes_to, note, on=on)
    row.how, row.said_by, row.said_on, row.rule = BY_WORD, by, on, None
    row.met = _payment_met(row, by=by) if answer.what is What.PAYMENT else []
    row.why = ""
    row.looked_at_on = None
    row.save()
    facts.record(
        SAID,
        about=person_id,
        of=row.pk,
        by=by,
        on=on,
        words=f"{pounds(abs(row.pence))} of {in_words(row.on)}",
        before=before,
        after={"what": row.what, "how": row.how, "remember": answer.remember},
    )
    if not answer.remember or answer.what is What.PAYMENT:
        return place_sure(person_id, by=by, on=on) if before["what"] else 0
    row.rule = _remember(row, answer, part, by=by, on=on)
    row.save(update_fields=["rule"])
    return place_sure(person_id, by=by, on=on)


@transaction.atomic
def forget_rule(rule_id: UUID, *, by: SignIn, on: date) -> int:
    """Take a remembered answer away; lines it settled by itself are asked again.

    Returns how many those are. Twice is safe in effect: what is gone raises NotFound.
    """
    rule = LineRule.objects.filter(pk=rule_id).first()
    if rule is None:
        raise NotFound("This answer is not remembered any more.")
    open_account(rule.person_id, permissions.BRING, by=by, on=on)
    freed = _free(rule)
    facts.record(RULE_GONE, about=rule.person_id, of=rule.pk, by=by, on=on)
    person_id = rule.person_id
    rule.delete()
    place_sure(person_id, by=by, on=on)
    return freed


@transaction.atomic
def match_lines(person_id: UUID, *, by: SignIn, on: date) -> int:
    """Match once more what is not said yet, as after a plan or a payment changed. Safe to repeat.

    Raises NotFound, NotAllowed.
    """
    open_account(person_id, permissions.BRING, by=by, on=on)
    return place_sure(person_id, by=by, on=on)


@transaction.atomic
def keep_receipt(line_id: UUID, file: Readable, *, name: str, by: SignIn, on: date) -> None:
    """Keep a photo or paper with a line. Nobody has to: a receipt is never asked for.

    Raises UnsafeFile for what cannot be kept; NotFound, NotAllowed.
    """
    row = _row(line_id)
    person_id = row.account.person_id
    open_account(person_id, permissions.BRING, by=by, on=on)
    kept = documents.keep(
        file,
        name=name,
        about=person_id,
        kind=Kind.MONEY,
        by=by,
        on=on,
        from_whom=by.name,
        shared=True,
        by_person=by.own_person_id == person_id,
    )
    row.receipt_id = kept.pk
    row.save(update_fields=["receipt_id"])
    facts.record(RECEIPT, about=person_id, of=row.pk, by=by, on=on)


def place_sure(person_id: UUID, *, by: SignIn, on: date) -> int:
    """Place what is sure of the lines nobody said anything of; how many. In the caller's act."""
    rows = list(
        AccountLine.objects.filter(account__person_id=person_id).order_by("-on", "-row", "pk")
    )
    if not rows:
        return 0
    parts = parts_of(person_id, by=by, on=on)
    by_id = {str(one.id): one for one in parts}
    rules = rules_in_force(person_id, parts)
    lines = {str(row.pk): row for row in rows}
    placed = 0
    for found in matched(rows, person_id, parts, by=by).sure:
        part = by_id.get(found.series)
        for line_id in found.lines:
            row = lines[line_id]
            rule = next(
                (
                    kept
                    for kept, one in rules
                    if found.by_rule
                    and f"“{one.words}”" in found.reasons[0]
                    and one.came_in == (row.pence > 0)
                ),
                None,
            )
            _place(
                row,
                found.what,
                part,
                rule.goes_to if rule else "",
                rule.note if rule else "",
                on=on,
            )
            row.how = BY_RULE if found.by_rule else BY_MATCH
            row.why = " ".join(found.reasons)
            row.met, row.rule = list(found.expected), rule
            row.save()
            placed += 1
    if placed:
        facts.record(MATCHED, about=person_id, by=by, on=on, words=f"{placed} lines")
    return placed


def _place(
    row: AccountLine, what: What, part: PartRow | None, goes_to: str, note: str, *, on: date
) -> None:
    """Say on the row what it is, and which rule of permitted use it does not keep."""
    row.what, row.part_id = what.value, part.id if part else None
    row.goes_to = part.goes_to if part else goes_to if what is What.OTHER else ""
    row.note = note if what is What.OTHER else ""
    row.breach = ""
    if row.pence < 0 and what in (What.PART, What.OTHER):
        row.breach, _ = breach_of(
            row.goes_to,
            activity=part.label if part else note,
            exception_reason=part.exception_reason if part else "",
            on=row.on,
        )


def _payment_met(row: AccountLine, *, by: SignIn) -> list[str]:
    """The payment of the same amount, not met by another line, that lies nearest in days."""
    others = AccountLine.objects.filter(account__person_id=row.account.person_id).exclude(pk=row.pk)
    met = {name for names in others.values_list("met", flat=True) for name in names}
    fits = [
        one
        for one in paid_to(row.account.person_id, by=by)
        if one.pence == row.pence and one.id not in met
    ]
    nearest = min(fits, key=lambda one: (abs((one.on - row.on).days), one.id), default=None)
    return [nearest.id] if nearest else []


def _remember(
    row: AccountLine, answer: Answer, part: PartRow | None, *, by: SignIn, on: date
) -> LineRule | None:
    """The rule an answer makes, in place of one with the same words."""
    words = rule_words(row.words)
    if not words:
        return None
    for earlier in LineRule.objects.filter(person_id=row.account.person_id, came_in=row.pence > 0):
        if earlier.words == words:
            _free(earlier)
            earlier.delete()
    return LineRule.objects.create(
        person_id=row.account.person_id,
        words=words,
        came_in=row.pence > 0,
        what=answer.what.value,
        part_id=part.id if part else None,
        goes_to=row.goes_to,
        note=row.note,
        said_on=on,
        said_by=by,
    )


def _free(rule: LineRule) -> int:
    """Lines that a rule alone settled are open again; how many."""
    freed = 0
    for row in AccountLine.objects.filter(rule=rule):
        if row.how == BY_RULE:
            _open_again(row)
            freed += 1
    return freed


def _forget_twins(row: AccountLine) -> None:
    """Where a line was matched together with others, the others are asked again."""
    if len(row.met) == 0 or row.how != BY_MATCH:
        return
    twins = AccountLine.objects.filter(account=row.account, how=BY_MATCH, met=row.met)
    for twin in twins.exclude(pk=row.pk):
        _open_again(twin)


def _open_again(row: AccountLine) -> None:
    row.what = row.how = row.why = row.note = row.goes_to = row.breach = ""
    row.part_id, row.rule, row.met = None, None, []
    row.save()


def _row(line_id: UUID) -> AccountLine:
    row = AccountLine.objects.select_related("account").filter(pk=line_id).first()
    if row is None:
        raise NotFound("There is no such line, or it is not yours to open.")
    return row
