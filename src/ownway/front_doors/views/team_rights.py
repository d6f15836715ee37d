"""Behind the council's door: what people ask of their own data, what is kept, held back, erased."""

from collections.abc import Callable, Iterable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.access.models import SignIn
from ownway.foundation.data_rights import operations, permissions, queries
from ownway.foundation.data_rights.domain.requests import Kind, Outcome, PackState
from ownway.foundation.data_rights.domain.retention import Ground
from ownway.foundation.data_rights.domain.schedule import rules
from ownway.foundation.look.forms import problems
from ownway.front_doors.forms.rights import (
    BecauseForm,
    EraseForm,
    LeaveOutForm,
    NoteRequestForm,
    OutcomeForm,
)
from ownway.kernel import spreadsheet
from ownway.kernel.refusal import Refused
from ownway.support.people import queries as people
from ownway.support.people.domain.seeing import Work

DUE_SHOWN = 50
ITEMS_SHOWN = 100
MASKED_SHOWN = 200


@require_safe
@transaction.atomic
def log(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    lines = queries.log(on=on)
    named = people.briefly_known({one.about_id for one in lines}, by=by, on=on)
    shown = [one for one in lines if one.about_id in named]
    return render(
        request,
        "front_doors/rights_log.html",
        {
            "lines": shown,
            "named": named,
            "open": sum(one.open for one in shown),
            "late": sum(one.late for one in shown),
            "holds": [one for one in queries.holds() if one.about_id in named],
            "runs": queries.runs() if permissions.ERASE.allows(by) else [],
        },
    )


@require_safe
@transaction.atomic
def log_csv(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    lines = queries.log(on=on)
    named = people.briefly_known({one.about_id for one in lines}, by=by, on=on)
    head = ("Person", "Asks", "Law", "Asked on", "Due", "Clock", "Outcome", "Answered on")
    out = spreadsheet.line(head) + "".join(
        spreadsheet.line(
            (
                named[one.about_id].council_id or named[one.about_id].name,
                one.asks,
                one.article,
                one.asked_on.isoformat(),
                one.due_on.isoformat(),
                one.clock,
                one.outcome,
                one.closed_on.isoformat() if one.closed_on else "",
            )
        )
        for one in lines
        if one.about_id in named
    )
    return _file(out, "requests-about-data.csv")


@require_http_methods(["GET", "POST"])
@transaction.atomic
def of_person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    person = people.person_briefly(person_id, by=by, on=on, work=Work.RESTRICTING)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    note = NoteRequestForm(request.POST if act == "note" else None, initial={"asked_on": on})
    hold = BecauseForm(
        request.POST if act == "hold" else None,
        label="Which court, inquiry or complaint?",
        auto_id="hold_%s",
    )
    erase = EraseForm(request.POST if act == "erase" else None)
    done = ""
    if act == "note" and note.is_valid():
        said = note.cleaned_data
        done = _try(
            note,
            lambda: operations.note_request(
                person_id,
                Kind(said["kind"]),
                words=said["words"],
                asked_by=said["asked_by"],
                asked_on=said["asked_on"],
                by=by,
                on=on,
            ),
            "Noted. Information governance answers within the month.",
        )
    elif act == "hold" and hold.is_valid():
        because = hold.cleaned_data["because"]
        done = _try(
            hold,
            lambda: operations.hold_back(person_id, because=because, by=by, on=on),
            "Held back. Nothing of this record is erased until somebody lifts it.",
        )
    elif act == "erase" and erase.is_valid():
        said = erase.cleaned_data
        done = _try(
            erase,
            lambda: operations.propose_for_one(
                person_id, Ground(said["ground"]), because=said["why"], by=by, on=on
            ),
            "Proposed. Nothing is erased before somebody else approves it.",
        )
    elif act == "pack":
        operations.ask_for_pack(person_id, by=by, on=on)
        done = "Asked for. It is put together now, and waits to be looked over."
    if done:
        messages.info(request, done)
        return redirect("rights.of_person", person_id)
    return render(
        request,
        "front_doors/rights_of_person.html",
        {
            "person": person,
            "requests": queries.requests_of(person_id, on=on),
            "holds": queries.holds_on(person_id),
            "note": note,
            "hold": hold,
            "erase": erase,
            "problems": [*problems(note), *problems(hold), *problems(erase)],
            "sees": permissions.SEE_TO_RIGHTS.allows(by),
            "may_hold": permissions.HOLD_BACK.allows(by),
            "may_erase": permissions.ERASE.allows(by),
        },
        status=422 if note.errors or hold.errors or erase.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def one_request(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One request: its clock, its pack, what was left out of it, and the answer."""
    by, on = asker(request), today()
    line = queries.request_for_reading(request_id, by=by, on=on)
    person = people.person_briefly(line.about_id, by=by, on=on, work=Work.RESTRICTING)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    wait = BecauseForm(
        request.POST if act == "pause" else None, label="What do we wait for?", auto_id="wait_%s"
    )
    leave_out = LeaveOutForm(request.POST if act in ("leave-out", "show") else None)
    outcome = OutcomeForm(request.POST if act == "answer" else None)
    plain = forms.Form(request.POST if request.method == "POST" else None)
    done = _on_request(
        act,
        request,
        request_id,
        wait=wait,
        leave_out=leave_out,
        outcome=outcome,
        plain=plain,
        by=by,
    )
    if done:
        messages.info(request, done)
        return redirect("rights.request", request_id)
    all_packs = queries.packs_for(request_id)
    shown = (wait, leave_out, outcome, plain)
    return render(
        request,
        "front_doors/rights_request.html",
        {
            "line": line,
            "person": person,
            "pauses": queries.pauses_of(request_id),
            "pack": all_packs[0] if all_packs else None,
            "masked": all_packs[0].masked[:MASKED_SHOWN] if all_packs else (),
            "maskings": queries.maskings_of(request_id),
            "wait": wait,
            "leave_out": leave_out,
            "outcome": outcome,
            "plain": plain,
            "states": PackState,
            "problems": [problem for form in shown for problem in problems(form)],
        },
        status=422 if any(form.errors for form in shown) else 200,
    )


def _on_request(
    act: str,
    request: HttpRequest,
    request_id: UUID,
    *,
    wait: BecauseForm,
    leave_out: LeaveOutForm,
    outcome: OutcomeForm,
    plain: forms.Form,
    by: SignIn,
) -> str:
    """Do what was asked for on the page of a request; the words that say so, or none."""
    on = today()
    packs = queries.packs_for(request_id)
    match act:
        case "pause" if wait.is_valid():
            because = wait.cleaned_data["because"]
            return _try(
                wait,
                lambda: operations.pause(request_id, because=because, by=by, on=on),
                "The clock stands still until you let it go on.",
            )
        case "resume":
            return _try(
                plain, lambda: operations.resume(request_id, by=by, on=on), "The clock goes on."
            )
        case "make" if packs:
            return _try(
                plain,
                lambda: operations.make_again(request_id, by=by, on=on),
                "It is put together anew.",
            )
        case "look-over" if packs:
            return _try(
                plain,
                lambda: operations.look_over(packs[0].id, by=by, on=on),
                "Looked over. Release it when they may have it.",
            )
        case "release" if packs:
            return _try(
                plain,
                lambda: operations.release(packs[0].id, by=by, on=on),
                "Released, and the request is answered.",
            )
        case "leave-out" | "show" if leave_out.is_valid():
            said = leave_out.cleaned_data
            return _try(
                leave_out,
                lambda: operations.decide_masking(
                    request_id,
                    show=act == "show",
                    what=said["what"],
                    because=said["because"],
                    by=by,
                    on=on,
                ),
                "Noted. Put it together anew for it to count.",
            )
        case "answer" if outcome.is_valid():
            told = outcome.cleaned_data
            return _try(
                outcome,
                lambda: operations.answer(
                    request_id, Outcome(told["outcome"]), words=told["words"], by=by, on=on
                ),
                "Answered.",
            )
    return ""


@require_safe
@transaction.atomic
def pack_file(request: HttpRequest, pack_id: UUID) -> StreamingHttpResponse:
    """A pack for whoever looks it over."""
    by, on = asker(request), today()
    line = queries.pack(pack_id)
    people.person_briefly(line.about_id, by=by, on=on, work=Work.RESTRICTING)
    name, size, parts = operations.opened_pack(pack_id, by=by, on=on)
    answer = StreamingHttpResponse(parts, content_type="application/zip")
    answer["Content-Length"] = str(size)
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_http_methods(["GET", "POST"])
@transaction.atomic
def lift_hold(request: HttpRequest, hold_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    line = next((one for one in queries.holds() if one.id == hold_id), None)
    if line is None:
        raise Http404
    person = people.person_briefly(line.about_id, by=by, on=on, work=Work.RESTRICTING)
    form = BecauseForm(request.POST or None, label="Why does nothing stand against it any more?")
    if request.method == "POST" and form.is_valid():
        because = form.cleaned_data["because"]
        done = _try(
            form,
            lambda: operations.lift_hold(hold_id, because=because, by=by, on=on),
            "Lifted. The schedule applies to this record again.",
        )
        if done:
            messages.info(request, done)
            return redirect("rights.of_person", line.about_id)
    return render(
        request,
        "front_doors/rights_lift_hold.html",
        {"person": person, "line": line, "form": form, "problems": problems(form)},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def retention(request: HttpRequest) -> HttpResponse:
    """The schedule, and what falls due by it, the oldest first."""
    by, on = asker(request), today()
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        try:
            run_id = operations.propose_by_schedule(by=by, on=on)
        except Refused as refusal:
            form.is_valid()
            form.add_error(None, str(refusal))
        else:
            messages.info(request, "Proposed. Nothing is erased before somebody else approves it.")
            return redirect("rights.run", run_id)
    may_erase = permissions.ERASE.allows(by)
    due = queries.people_due(on=on) if may_erase else []
    named = people.briefly_known([one.person_id for one in due[:DUE_SHOWN]], by=by, on=on)
    return render(
        request,
        "front_doors/rights_retention.html",
        {
            "rules": rules().values(),
            "due": [one for one in due[:DUE_SHOWN] if one.person_id in named],
            "many": len(due),
            "held": sum(one.held for one in due),
            "named": named,
            "rows": queries.tables_due(on=on) if may_erase else [],
            "runs": queries.runs() if may_erase else [],
            "may_erase": may_erase,
            "form": form,
            "problems": problems(form),
        },
        status=422 if form.errors else 200,
    )


@require_safe
def retention_csv(request: HttpRequest) -> HttpResponse:
    head = ("Rule", "What", "How long", "Counted from", "Law or guidance", "Read by us", "Note")
    out = spreadsheet.line(head) + "".join(
        spreadsheet.line(
            (
                one.id,
                one.label,
                one.in_words(),
                one.counted_from.value,
                one.reference,
                "yes" if one.verified else "no",
                one.note,
            )
        )
        for one in rules().values()
    )
    return _file(out, "retention-schedule.csv")


@require_safe
def tables(request: HttpRequest) -> HttpResponse:
    """What every table holds about whom, and what becomes of it."""
    found = [one for one in queries.tables().values() if one.of is None]
    return render(
        request,
        "front_doors/rights_tables.html",
        {
            "personal": [one for one in found if one.policy.personal],
            "others": [one for one in found if not one.policy.personal],
            "rules": rules(),
        },
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """One erasing: what it is about, who proposed it, and how far it came."""
    by, on = asker(request), today()
    line = queries.run(run_id)
    form = BecauseForm(request.POST or None, label="Why not? (if you decline)", must=False)
    if request.method == "POST" and form.is_valid():
        approve, because = request.POST.get("act") == "approve", form.cleaned_data["because"]
        done = _try(
            form,
            lambda: operations.decide(run_id, approve=approve, because=because, by=by, on=on),
            "Approved. It is done in the background." if approve else "Declined.",
        )
        if done:
            messages.info(request, done)
            return redirect("rights.run", run_id)
    after = _number(request.GET.get("after", ""))
    items = queries.items(run_id, limit=ITEMS_SHOWN + 1, after=after)
    ids: Iterable[UUID] = [one.about_id for one in items if one.about_id]
    named = people.briefly_known(ids, by=by, on=on)
    return render(
        request,
        "front_doors/rights_run.html",
        {
            "line": line,
            "items": items[:ITEMS_SHOWN],
            "more": items[ITEMS_SHOWN - 1].id if len(items) > ITEMS_SHOWN else None,
            "named": named,
            "hidden": line.total - queries.how_many_items(run_id),
            "mine": line.proposed_by_id == by.pk,
            "form": form,
            "problems": problems(form),
        },
        status=422 if form.errors else 200,
    )


def _try(form: forms.Form, act: Callable[[], object], done: str) -> str:
    """Take a decision; its refusal is said beside the form."""
    try:
        with transaction.atomic():
            act()
    except Refused as refusal:
        form.is_valid()
        form.add_error(None, str(refusal))
        return ""
    return done


def _file(out: str, name: str) -> HttpResponse:
    answer = HttpResponse(out.encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _number(said: str) -> int:
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 18 else 0
