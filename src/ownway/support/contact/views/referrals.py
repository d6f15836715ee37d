"""Services that somebody is told about or passed to, for workers, for them, and for the service."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ownway.commissioning.directory import queries as directory
from ownway.commissioning.directory.domain import TOPICS
from ownway.config.clock import instant, now, today
from ownway.foundation.access import operations as access
from ownway.foundation.access.asking import asker, origin_of
from ownway.foundation.access.operations import TooManyTries
from ownway.foundation.look.forms import problems
from ownway.kernel import spreadsheet
from ownway.kernel.period import add_months
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.parameters import decimal_on
from ownway.support.contact import operations, pages, permissions, queries
from ownway.support.contact.domain.referrals import Helped, State
from ownway.support.contact.forms.referrals import (
    REFER,
    AskAgainForm,
    GroupAnswerForm,
    HelpedForm,
    NoteAnswerForm,
    ReferForm,
    StopForm,
)
from ownway.support.contact.views.queue import csv_file
from ownway.support.people import queries as people
from ownway.support.people.domain.letting_in import looked_at_by
from ownway.support.people.queries.reaching import district_of

COUNT_HEAD = (
    "Service", "Organisation", "Told about it", "Sent", "Answered", "Started", "Not suitable",
    "No answer", "Helped", "Helped in part", "Did not help",
)  # fmt: skip


@require_safe
@transaction.atomic
def referrals(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What one person was told about or passed to, and services to choose from."""
    by, on = asker(request), today()
    person = people.person_briefly(person_id, by=by, on=on)
    topic = request.GET.get("topic", "")
    chosen = topic if topic in TOPICS else ""
    district = district_of(person_id, by=by) if chosen else ""
    return render(
        request,
        "contact/referrals.html",
        {
            "person": person,
            "lines": queries.referrals_of(person_id, by=by, on=on),
            "topics": list(TOPICS.items()),
            "topic": chosen,
            "services": directory.services_for([chosen], postcode_district=district, limit=12)
            if chosen
            else [],
            "request_id": _a_uuid(request.GET.get("request", "")),
            "may_refer": permissions.REFER.allows(by),
        },
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def refer(request: HttpRequest, person_id: UUID, service_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    person = people.person_briefly(person_id, by=by, on=on)
    service = directory.service_briefly(service_id)
    asked = _a_uuid(request.GET.get("request", ""))
    answer_by = on + timedelta(days=int(decimal_on("referral_answer_days", on)))
    form = ReferForm(request.POST or None, initial={"due_on": answer_by})
    if not service.may_be_referred:
        form.fields["how"].choices = form.fields["how"].choices[1:]  # type: ignore[attr-defined]  # a ChoiceField, as declared
        form.initial["how"] = "tell"
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            with transaction.atomic():
                if typed["how"] == REFER:
                    made = operations.refer(
                        person_id,
                        service_id=service_id,
                        why=typed["why"],
                        shared=typed["shared"],
                        shared_words=typed["shared_words"],
                        agreed_how=typed["agreed_how"],
                        due_on=typed["due_on"],
                        request_id=asked,
                        site=site_of(request),
                        by=by,
                        on=on,
                        at=now(),
                    )
                else:
                    made = operations.tell_about(
                        person_id,
                        service_id=service_id,
                        why=typed["why"],
                        request_id=asked,
                        by=by,
                        on=on,
                    )
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(_field(str(refusal)), str(refusal))
        else:
            messages.info(request, "Kept. What comes of it shows here and on My work.")
            return redirect("contact.referral", made)
    return render(
        request,
        "contact/refer.html",
        {"person": person, "service": service, "form": form, "problems": problems(form)},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def referral(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """One referral: what was shared, what they said, and what to do when they say nothing."""
    by, on = asker(request), today()
    line = queries.referral_for_reading(referral_id, by=by, on=on)
    act = request.POST.get("act", "")
    forms = {
        "answer": NoteAnswerForm(
            request.POST if act == "answer" else None, answers=line.may_follow, prefix="answer"
        ),
        "again": AskAgainForm(
            request.POST if act == "again" else None,
            prefix="again",
            initial={"due_on": on + timedelta(days=int(decimal_on("referral_answer_days", on)))},
        ),
        "helped": HelpedForm(request.POST if act == "helped" else None, prefix="helped"),
        "stop": StopForm(request.POST if act == "stop" else None, prefix="stop"),
    }
    forms["helped"].fields["words"].label = "What the person said"
    typed = forms.get(act)
    if request.method == "POST" and typed is not None and typed.is_valid():
        said = typed.cleaned_data
        try:
            with transaction.atomic():
                if act == "answer":
                    state = State(said["state"])
                    operations.note_answer(
                        referral_id,
                        state=state,
                        words=said["words"],
                        said_by=said["said_by"],
                        by=by,
                        on=on,
                    )
                elif act == "again":
                    operations.ask_again(
                        referral_id,
                        due_on=said["due_on"],
                        site=site_of(request),
                        by=by,
                        on=on,
                        at=now(),
                    )
                elif act == "helped":
                    operations.say_if_it_helped(
                        referral_id,
                        helped=Helped(said["helped"]),
                        words=said["words"],
                        by=by,
                        on=on,
                    )
                else:
                    operations.stop(referral_id, words=said["words"], by=by, on=on)
        except NotAllowed:
            raise
        except Refused as refusal:
            typed.add_error(None, str(refusal))
        else:
            messages.info(request, "Kept.")
            return redirect("contact.referral", referral_id)
    wrong = [one for form in forms.values() for one in problems(form)]
    return render(
        request,
        "contact/referral.html",
        {
            "line": line,
            "person": people.person_briefly(line.person_id, by=by, on=on),
            "forms": forms,
            "problems": wrong,
            "may_refer": permissions.REFER.allows(by),
        },
        status=422 if wrong else 200,
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def mine(request: HttpRequest) -> HttpResponse:
    """What I was told about or passed to; I say whether it helped, or that I no longer want it."""
    by, on = asker(request), today()
    person_id = people.own_person_id(by)
    form = HelpedForm(request.POST if request.POST.get("act") == "helped" else None)
    chosen = _a_uuid(request.POST.get("referral", ""))
    if request.method == "POST" and chosen is not None:
        try:
            with transaction.atomic():
                if request.POST.get("act") == "stop":
                    operations.stop(chosen, by=by, on=on)
                    return redirect("contact.my_referrals")
                if form.is_valid():
                    operations.say_if_it_helped(
                        chosen,
                        helped=Helped(form.cleaned_data["helped"]),
                        words=form.cleaned_data["words"],
                        by=by,
                        on=on,
                    )
                    return redirect("contact.my_referrals")
        except NotAllowed:
            raise
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("contact.my_referrals")
    lines = queries.referrals_of(person_id, by=by, on=on)
    at = looked_at_by(by.pk)
    return render(
        request,
        "contact/my_referrals.html",
        {
            "lines": lines,
            "form": form,
            "chosen": chosen,
            "problems": problems(form),
            # What others wrote may be about others still: whoever only reads sees what happened.
            "words_shown": at is None or at.acts,
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest) -> HttpResponse:
    """The page of a service that was sent a link: what the person agreed to share, no more.

    The link is never in a path, so that neither logs nor the record of what happened keep it.
    Whatever works no more answers in the same words.
    """
    link = request.POST.get("link") or request.GET.get("link", "")
    on, at = today(), now()
    try:
        access.begin_try(
            f"referral {operations.digest_of(link)}", origin=origin_of(request), at=instant()
        )
        seen = operations.seen_by_link(link, on=on, at=at)
    except TooManyTries as wait:
        return render(request, "contact/referral_over.html", {"words": str(wait)}, status=429)
    except NotFound as over:
        return works_no_more(request, str(over))
    access.try_worked(f"referral {operations.digest_of(link)}")
    form = GroupAnswerForm(request.POST if request.method == "POST" else None, answers=seen.answers)
    if request.method == "POST" and form.is_valid():
        try:
            operations.answer_by_link(
                link,
                state=State(form.cleaned_data["state"]),
                words=form.cleaned_data["words"],
                said_by=form.cleaned_data["said_by"],
                on=on,
                at=at,
            )
        except NotFound as over:
            return works_no_more(request, str(over))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return render(
                request,
                "contact/referral_thanks.html",
                {"state": form.cleaned_data["state"], "service": seen.service},
            )
    return render(
        request,
        "contact/referral_answer.html",
        {"seen": seen, "form": form, "link": link, "problems": problems(form)},
        status=422 if form.errors else 200,
    )


def works_no_more(request: HttpRequest, words: str) -> HttpResponse:
    """Answered, not raised: what is raised rolls back the count of tries."""
    try:
        access.try_failed(origin=origin_of(request), at=instant())
    except TooManyTries as wait:
        return render(request, "contact/referral_over.html", {"words": str(wait)}, status=429)
    return render(request, "contact/referral_over.html", {"words": words}, status=404)


@require_safe
@transaction.atomic
def counts(request: HttpRequest) -> HttpResponse:
    """How referrals went, service by service, in the last twelve months."""
    by, on = asker(request), today()
    first_day = add_months(on, -12)
    lines = queries.counted(first_day=first_day, last_day=on, by=by)
    return render(
        request,
        "contact/referral_counts.html",
        {
            "page": pages.CountsPage.of(lines),
            "first_day": first_day,
            "on": on,
            "csv": f"{request.path}by-service.csv",
        },
    )


@require_safe
@transaction.atomic
def counts_csv(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    lines = queries.counted(first_day=add_months(on, -12), last_day=on, by=by)
    out = spreadsheet.line(COUNT_HEAD) + "".join(
        spreadsheet.line(
            (
                one.service,
                one.organisation,
                one.told,
                one.sent,
                one.answered,
                one.started,
                one.not_suitable,
                one.no_answer,
                one.helped,
                one.partly,
                one.not_helped,
            )
        )
        for one in lines
    )
    return csv_file(out, f"referrals-by-service-{on.isoformat()}.csv")


def site_of(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def _a_uuid(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None


def _field(refusal: str) -> str | None:
    for said, field in (
        ("agreed", "agreed_how"),
        ("day", "due_on"),
        ("way to reach", "shared"),
        ("help with", "why"),
    ):
        if said in refusal:
            return field
    return None
