"""Statements of a person's own account: bringing them, saying what lines are, answering; and the
same entries for finance and the worker. What both sides do is written once; doors differ."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ownway.config.clock import now, today
from ownway.foundation.access.asking import asker
from ownway.foundation.look.forms import problems
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.people import queries as people
from ownway.support.wallet import operations, permissions, queries
from ownway.support.wallet.domain.matching import What, rule_words
from ownway.support.wallet.forms import ByHandForm, LineForm, WordsForm
from ownway.support.wallet.pages import StatementsPage

MOST_FILES = 24
NO_FILE = "Choose at least one file"


@dataclass(frozen=True, slots=True)
class Side:
    """Through which door the pages are read: the person's own (`mine`), or the team's."""

    person_id: UUID
    mine: bool

    def to(self, name: str, *ids: UUID) -> str:
        if self.mine:
            return reverse(f"my.{name}", args=ids)
        return reverse(f"wallet.{name}", args=(self.person_id, *ids))


def _mine(request: HttpRequest) -> Side:
    return Side(people.own_person_id(asker(request)), mine=True)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def my_statements(request: HttpRequest) -> HttpResponse:
    return _statements(request, _mine(request))


@require_http_methods(["GET", "POST"])
@transaction.atomic
def statements(request: HttpRequest, person_id: UUID) -> HttpResponse:
    return _statements(request, Side(person_id, mine=False))


@require_http_methods(["GET", "POST"])
@transaction.atomic
def my_line(request: HttpRequest, line_id: UUID) -> HttpResponse:
    return _line(request, _mine(request), line_id)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def line(request: HttpRequest, person_id: UUID, line_id: UUID) -> HttpResponse:
    return _line(request, Side(person_id, mine=False), line_id)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def my_by_hand(request: HttpRequest) -> HttpResponse:
    return _by_hand(request, _mine(request))


@require_http_methods(["GET", "POST"])
@transaction.atomic
def by_hand(request: HttpRequest, person_id: UUID) -> HttpResponse:
    return _by_hand(request, Side(person_id, mine=False))


@require_http_methods(["GET", "POST"])
def my_statement_back(request: HttpRequest, file_id: UUID) -> HttpResponse:
    return _statement_back(request, _mine(request), file_id)


@require_POST
def statement_back(request: HttpRequest, person_id: UUID, file_id: UUID) -> HttpResponse:
    return _statement_back(request, Side(person_id, mine=False), file_id)


@require_http_methods(["GET", "POST"])
def my_forget(request: HttpRequest, rule_id: UUID) -> HttpResponse:
    return _forget(request, _mine(request), rule_id)


@require_POST
def forget(request: HttpRequest, person_id: UUID, rule_id: UUID) -> HttpResponse:
    return _forget(request, Side(person_id, mine=False), rule_id)


@require_http_methods(["GET", "POST"])
def my_money_answer(request: HttpRequest, question_id: UUID) -> HttpResponse:
    return _answer(request, _mine(request), question_id)


@require_POST
def money_answer(request: HttpRequest, person_id: UUID, question_id: UUID) -> HttpResponse:
    return _answer(request, Side(person_id, mine=False), question_id)


@require_POST
def ask(request: HttpRequest, person_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    key, words = request.POST.get("key", ""), request.POST.get("words", "")
    return _act(
        request,
        Side(person_id, mine=False),
        lambda: operations.ask(person_id, key, words=words[:1000], by=by, at=now(), on=on),
        "Asked. A message tells them, and they have time to answer.",
    )


@require_POST
def settle(request: HttpRequest, person_id: UUID, question_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    return _act(
        request,
        Side(person_id, mine=False),
        lambda: operations.settle(question_id, outcome=request.POST.get("words", ""), by=by, on=on),
        "Written down. They read what follows.",
    )


@require_safe
@transaction.atomic
def accounts(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    found = queries.accounts_to_look_at(by=by, on=on)
    return render(request, "wallet/accounts.html", {"found": found})


def _statements(request: HttpRequest, side: Side) -> HttpResponse:
    by, on = asker(request), today()
    wrong: list[dict[str, str]] = []
    if request.method == "POST":
        files = request.FILES.getlist("files")
        if not files:
            wrong.append({"text": NO_FILE, "href": "#files"})
        if len(files) > MOST_FILES:
            wrong.append(
                {"text": f"Choose no more than {MOST_FILES} files at once", "href": "#files"}
            )
            files = []
        told: list[str] = []
        for file in files:
            try:
                with transaction.atomic():
                    brought = operations.bring(
                        side.person_id,
                        file.read(),
                        another=bool(request.POST.get("another")),
                        by=by,
                        on=on,
                    )
            except NotAllowed:
                raise
            except Refused as refusal:
                wrong.append({"text": f"{file.name}: {refusal}", "href": "#files"})
            else:
                told.append(f"{file.name}: {brought.words}" if len(files) > 1 else brought.words)
        for words in told:
            messages.info(request, words)
        if not wrong:
            return redirect(side.to("statements"))
    found = queries.statements_for_reading(side.person_id, by=by, on=on)
    first = found.asked[0] if found.asked else None
    return render(
        request,
        "wallet/statements.html",
        {
            "page": StatementsPage.of(found, mine=side.mine),
            "found": found,
            "mine": side.mine,
            "to": side.to,
            "first": first,
            "form": _form(first, found) if first else None,
            "problems": wrong,
            "may_bring": permissions.BRING.allows(by),
            "may_ask": permissions.LOOK_AFTER.allows(by),
        },
        status=422 if wrong else 200,
    )


def _line(request: HttpRequest, side: Side, line_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    found = queries.statements_for_reading(side.person_id, by=by, on=on)
    row = next((one for one in (*found.asked, *found.lines) if one.id == line_id), None)
    if row is None:
        raise NotFound("There is no such line, or it is not yours to open.")
    receipt_wrong = ""
    form = _form(row, found)
    if request.method == "POST" and request.POST.get("do") == "receipt":
        receipt_wrong = _receipt(request, line_id)
        if not receipt_wrong:
            return redirect(side.to("line", line_id))
    elif request.method == "POST":
        form = _form(row, found, request.POST)
        if form.is_valid():
            try:
                with transaction.atomic():
                    others = operations.say(line_id, form.answer(), by=by, on=on)
            except NotAllowed:
                raise
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                also = f" It settled {others} more." if others else ""
                messages.info(request, f"Kept.{also}")
                return redirect(side.to("statements"))
    wrong = problems(form)
    if receipt_wrong:
        wrong.append({"text": receipt_wrong, "href": "#receipt"})
    return render(
        request,
        "wallet/line.html",
        {
            "line": row,
            "found": found,
            "form": form,
            "problems": wrong,
            "mine": side.mine,
            "to": side.to,
            "may_bring": permissions.BRING.allows(by),
        },
        status=422 if wrong else 200,
    )


def _form(row: Any, found: Any, said: Any = None) -> LineForm:
    begins: dict[str, Any] = {"remember": True}
    likely = row.suggestions[0] if row.suggestions else None
    if row.what:
        begins["what"] = f"part:{row.part_id}" if row.part_id else row.what
        begins["note"] = row.note
    elif likely is not None:
        begins["what"] = f"part:{likely.series}" if likely.what is What.PART else likely.what.value
    return LineForm(said, line=row, parts=found.parts, words=rule_words(row.words), initial=begins)


def _receipt(request: HttpRequest, line_id: UUID) -> str:
    """Keep what was given with a line; why not, in words, where it cannot be kept."""
    by, on = asker(request), today()
    file = request.FILES.get("receipt")
    if file is None:
        return "Choose a photo or a paper, or leave it: nobody has to"
    try:
        with transaction.atomic():
            operations.keep_receipt(line_id, file, name=file.name or "receipt", by=by, on=on)
    except NotAllowed:
        raise
    except Refused as refusal:
        return str(refusal)
    messages.info(request, "Kept with the line, and among the documents.")
    return ""


def _by_hand(request: HttpRequest, side: Side) -> HttpResponse:
    by, on = asker(request), today()
    found = queries.statements_for_reading(side.person_id, by=by, on=on)
    if not found.accounts:
        messages.info(request, "Bring a statement first. What it cannot tell is added after.")
        return redirect(side.to("statements"))
    accounts = [(str(one.id), one.name) for one in found.accounts]
    form = ByHandForm(
        request.POST or None,
        accounts=accounts,
        initial={"account": accounts[0][0], "direction": "out"},
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            with transaction.atomic():
                operations.add_by_hand(
                    UUID(said["account"]),
                    moved_on=said["moved_on"],
                    pence=said["amount"] if said["direction"] == "in" else -said["amount"],
                    words=said["words"],
                    once_more=said["once_more"],
                    by=by,
                    on=on,
                )
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, "Added.")
            return redirect(side.to("statements"))
    return render(
        request,
        "wallet/by_hand.html",
        {
            "form": form,
            "found": found,
            "problems": problems(form),
            "mine": side.mine,
            "to": side.to,
            "one_account": len(accounts) == 1,
        },
        status=422 if form.errors else 200,
    )


def _statement_back(request: HttpRequest, side: Side, file_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    return _act(
        request,
        side,
        lambda: operations.take_back(file_id, by=by, on=on),
        "Taken back, with the lines it added.",
    )


def _forget(request: HttpRequest, side: Side, rule_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    return _act(
        request,
        side,
        lambda: operations.forget_rule(rule_id, by=by, on=on),
        "Not remembered any more. Lines it settled are asked again.",
    )


def _answer(request: HttpRequest, side: Side, question_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    form = WordsForm(request.POST)
    words = form.data.get("words", "")
    return _act(
        request,
        side,
        lambda: operations.answer(question_id, words=words, by=by, on=on),
        "Kept. Whoever asked reads it, and you hear what follows.",
    )


def _act(request: HttpRequest, side: Side, decide: Callable[[], object], done: str) -> HttpResponse:
    """Take one decision and go back with a sentence about it, refused or not."""
    if request.method == "POST":
        try:
            decide()
        except NotAllowed:
            raise
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.info(request, done)
    return redirect(side.to("statements"))
