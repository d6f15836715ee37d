"""What a person pays: telling what there is, the sum line by line, the decision and its history."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.look.forms import problems
from ownway.kernel.money import plain_pounds
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.charging import operations, permissions, queries
from ownway.support.charging.domain.ages import reached_pension_age
from ownway.support.charging.domain.answers import WHOLE
from ownway.support.charging.domain.page import Worked
from ownway.support.charging.forms import (
    ContributionForm,
    DecideForm,
    MeansForm,
    MoreForm,
    NewFiguresForm,
    told,
)
from ownway.support.charging.pages import by_part, kept_by_part
from ownway.support.people import queries as people
from ownway.support.people.domain.seeing import Work
from ownway.support.people.permissions import WRITE_RECORD

# Where nobody says what the support costs, the sum stops at the most that may be asked.
NOT_SAID = 9_999_999_99


@require_http_methods(["GET", "POST"])
@transaction.atomic
def contribution(request: HttpRequest, person_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    person = people.person_for_reading(person_id, by=by, on=on, work=Work.MONEY)
    last = queries.worked_out_of(person_id, by=by)
    begins: dict[str, Any] = {"first_day": on}
    begins |= {"cost_weekly": plain_pounds(last.cost_weekly)} if last else {}
    form = ContributionForm(request.POST or None, initial=begins)
    if request.method == "POST" and form.is_valid():
        try:
            operations.decide_contribution(person_id, **form.cleaned_data, by=by, on=on)
        except NotAllowed:
            raise
        except Refused as refusal:
            field = "contribution_weekly" if "costs" in str(refusal) else None
            form.add_error("first_day" if "day" in str(refusal) else field, str(refusal))
        else:
            messages.info(request, "Decided. The person can read it, and how it was worked out.")
            return redirect("charging.contribution", person_id)
    may_decide = permissions.DECIDE_CONTRIBUTION.allows(by)
    worked = queries.worked_out_of(person_id, by=by) if may_decide else None
    return render(
        request,
        "charging/contribution.html",
        {
            "form": form,
            "problems": problems(form),
            "person": person,
            "now": queries.contribution_from(person_id, on, by=by),
            "on": on,
            "decided": queries.contributions_of(person_id, by=by),
            "may_decide": may_decide,
            "may_tell": WRITE_RECORD.allows(by),
            "worked": worked,
            "lines": kept_by_part(worked.lines) if worked else [],
            "means": queries.means_of(person_id, by=by),
        },
        status=422 if form.errors else 200,
    )


@require_safe
@transaction.atomic
def waiting(request: HttpRequest) -> HttpResponse:
    found = queries.waiting_for(by=asker(request), on=today())
    return render(
        request,
        "charging/waiting.html",
        {
            "waiting": [one for one in found if not one.given_back],
            "given_back": [one for one in found if one.given_back],
        },
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def means(request: HttpRequest, person_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    person = people.person_for_reading(person_id, by=by, on=on, work=Work.MONEY)
    now = queries.means_of(person_id, by=by)
    before = now.answers if now else queries.last_answers_of(person_id, by=by)
    begins: dict[str, Any] = {
        "edition": now.edition if now else 0,
        "first_day": on,
        "how": WHOLE,
    }
    last = queries.worked_out_of(person_id, by=by)
    begins |= {"cost_weekly": plain_pounds(last.cost_weekly)} if last else {}
    form = DecideForm(
        request.POST or None,
        initial=begins | (told(before) if before else {}),
        reached=reached_pension_age(person.born_on, on),
    )
    worked: Worked | None = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        asked: dict[str, Any] = {
            "how": said["how"],
            "answers": form.answers(),
            "born_on": person.born_on,
            "cost_weekly": said["cost_weekly"],
            "free_weekly": said["free_weekly"] or 0,
        }
        try:
            if request.POST.get("do") == "decide":
                operations.decide_from_means(
                    person_id,
                    **asked,
                    edition=said["edition"],
                    first_day=said["first_day"],
                    seen_weekly=said["seen_weekly"] or 0,
                    by=by,
                    on=on,
                )
                messages.info(request, "Decided. The person can read it, line by line.")
                return redirect("charging.contribution", person_id)
            worked = operations.worked_as(asked.pop("how"), **asked, on=said["first_day"])
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(
        request,
        "charging/means.html",
        {
            "person": person,
            "form": form,
            "rows": form.rows(),
            "problems": problems(form),
            "means": now,
            "more": MoreForm(),
            "worked": worked,
            "lines": by_part(worked) if worked else [],
            "own": False,
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def again(request: HttpRequest) -> HttpResponse:
    """Whose sum was made by earlier figures, what it comes to by newer ones, and deciding those."""
    by, on = asker(request), today()
    asked = NewFiguresForm(request.POST or request.GET or None, initial={"from_day": on})
    from_day = asked.cleaned_data["from_day"] if asked.is_valid() else on
    try:
        found = operations.by_earlier_figures(by=by, from_day=from_day, on=on)
        if request.method == "POST" and asked.is_valid():
            done = operations.decide_again(
                _seen(request, found),
                from_day=from_day,
                by=by,
                on=on,
            )
            many = "1 sum is" if len(done) == 1 else f"{len(done):,} sums are"
            messages.info(request, f"{many} decided. Their workers are asked to write to them.")
            found = operations.by_earlier_figures(by=by, from_day=from_day, on=on)
            return _again_page(request, asked, found, done, from_day)
    except NotAllowed:
        raise
    except Refused as refusal:
        asked.add_error("from_day", str(refusal))
        found = []
    return _again_page(request, asked, found, (), from_day)


def _seen(request: HttpRequest, found: list[operations.Again]) -> dict[UUID, int]:
    """What the page showed of each; whoever it did not show is not decided."""
    said = {one.person_id: request.POST.get(f"seen-{one.person_id}", "") for one in found}
    return {one: int(weekly) for one, weekly in said.items() if weekly.isdecimal()}


def _again_page(
    request: HttpRequest,
    asked: NewFiguresForm,
    found: list[operations.Again],
    done: tuple[UUID, ...],
    from_day: date,
) -> HttpResponse:
    by, on = asker(request), today()
    named = people.briefly_known(done, by=by, on=on)
    return render(
        request,
        "charging/again.html",
        {
            "form": asked,
            "problems": problems(asked) if asked.is_bound else [],
            "found": [one for one in found if one.new_weekly is not None],
            "by_hand": [one for one in found if one.new_weekly is None],
            "done": [named[one] for one in done if one in named],
            "from_day": from_day,
        },
        status=422 if asked.is_bound and asked.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def more(request: HttpRequest, person_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    person = people.person_for_reading(person_id, by=by, on=on, work=Work.MONEY)
    form = MoreForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.ask_for_more(person_id, **form.cleaned_data, by=by, on=on)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, "Given back. The person reads what is missing.")
            return redirect("charging.contribution", person_id)
    return render(
        request,
        "charging/more.html",
        {"person": person, "more": form, "problems": problems(form)},
        status=422 if form.errors else 200,
    )


@require_safe
@transaction.atomic
def mine(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    person_id = people.own_person_id(by)
    worked = queries.worked_out_of(person_id, by=by)
    return render(
        request,
        "charging/mine.html",
        {
            "now": queries.contribution_from(person_id, on, by=by),
            "on": on,
            "worked": worked,
            "lines": kept_by_part(worked.lines) if worked else [],
            "means": queries.means_of(person_id, by=by),
        },
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def my_means(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    person = people.person_for_reading(people.own_person_id(by), by=by, on=on, work=Work.MONEY)
    now = queries.means_of(person.id, by=by)
    before = now.answers if now else queries.last_answers_of(person.id, by=by)
    begins = {"edition": now.edition if now else 0}
    begins |= told(before) if before else {}
    reached = reached_pension_age(person.born_on, on)
    form = MeansForm(request.POST or None, initial=begins, own=True, reached=reached)
    worked: Worked | None = None
    if request.method == "POST" and form.is_valid():
        try:
            if request.POST.get("do") == "see":
                cost = form.cleaned_data["cost_weekly"]
                worked = operations.worked_as(
                    WHOLE,
                    form.answers(),
                    born_on=person.born_on,
                    on=on,
                    cost_weekly=NOT_SAID if cost is None else cost,
                )
            else:
                operations.save_means(
                    person.id,
                    answers=form.answers(),
                    edition=form.cleaned_data["edition"],
                    by=by,
                    on=on,
                )
                if request.POST.get("do") == "send":
                    operations.send_means(person.id, by=by, on=on)
                sent = request.POST.get("do") == "send"
                words = "Sent. We look at it, and tell you what you pay and why."
                messages.info(request, words if sent else "Saved. You can come back to it.")
                return redirect("charging.mine")
        except NotAllowed:
            raise
        except operations.SavedMeanwhile as refusal:
            # Pressed again, what stands on this page takes the place of what was saved meanwhile.
            now = queries.means_of(person.id, by=by)
            data = request.POST.copy()
            data["edition"] = str(now.edition if now else 0)
            form = MeansForm(data, own=True, reached=reached)
            form.is_valid()
            form.add_error(None, str(refusal))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(
        request,
        "charging/my_means.html",
        {
            "form": form,
            "rows": form.rows(),
            "problems": problems(form),
            "means": now,
            "worked": worked,
            "knows_cost": worked is not None and worked.cost_weekly != NOT_SAID,
            "lines": by_part(worked) if worked else [],
            "own": True,
        },
        status=422 if form.errors else 200,
    )
