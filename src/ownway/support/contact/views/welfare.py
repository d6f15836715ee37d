"""Asking somebody to look in today, and writing down how they found a person."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ownway.commissioning.directory import queries as directory
from ownway.config.clock import instant, now, today
from ownway.foundation.access import operations as tries
from ownway.foundation.access import queries as access
from ownway.foundation.access.asking import asker, origin_of
from ownway.foundation.access.operations import TooManyTries
from ownway.foundation.look.forms import problems
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.contact import operations, permissions, queries
from ownway.support.contact.domain.welfare import Outcome
from ownway.support.contact.forms.welfare import AskWelfareForm, LookedInForm, WelfareOutcomeForm
from ownway.support.contact.views.referrals import site_of, works_no_more
from ownway.support.people import queries as people
from ownway.support.people.queries.reaching import district_of

LOOK_IN = ("company", "home-from-hospital", "home-safety")  # topics of groups that may look in


@require_http_methods(["GET", "POST"])
@transaction.atomic
def welfare_checks(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What came of earlier checks, and asking somebody to look in today."""
    by, on = asker(request), today()
    person = people.person_briefly(person_id, by=by, on=on)
    near = directory.services_for(
        LOOK_IN, postcode_district=district_of(person_id, by=by), limit=12
    )
    form = AskWelfareForm(
        request.POST or None,
        teams=access.teams(),
        services=[one for one in near if one.may_be_referred],
    )
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                made = operations.ask_welfare_check(
                    person_id,
                    why=form.cleaned_data["why"],
                    basis=form.cleaned_data["basis"],
                    where_told=form.cleaned_data["where_told"],
                    site=site_of(request),
                    by=by,
                    on=on,
                    at=now(),
                    **form.receiver(),
                )
        except NotAllowed:
            raise
        except Refused as refusal:
            at_where = "shows no address" in str(refusal)
            form.add_error("where_told" if at_where else None, str(refusal))
        else:
            messages.info(
                request, "Written down, due today. Ring them now, whether or not a link went."
            )
            return redirect("contact.welfare_check", made)
    return render(
        request,
        "contact/welfare_checks.html",
        {
            "person": person,
            "lines": queries.welfare_checks_of(person_id, by=by),
            "form": form,
            "problems": problems(form),
            "no_address": not queries.where_to_look_in(person_id, by=by),
            "may_ask": permissions.ASK_WELFARE_CHECK.allows(by),
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def welfare_check(request: HttpRequest, check_id: UUID) -> HttpResponse:
    """One check: who looks in, and how they found the person."""
    by, on = asker(request), today()
    line = queries.welfare_check_for_reading(check_id, by=by, on=on)
    form = WelfareOutcomeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        outcome = Outcome(form.cleaned_data["outcome"])
        try:
            with transaction.atomic():
                operations.note_welfare_outcome(
                    check_id, outcome=outcome, words=form.cleaned_data["words"], by=by, on=on
                )
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error("words" if "Write down" in str(refusal) else None, str(refusal))
        else:
            if outcome is Outcome.NO_REPLY:
                messages.warning(
                    request, "Nobody answered: their team has it on top of My work to decide now."
                )
            else:
                messages.info(request, "Kept. Whoever asked sees it.")
            if not people.opens(line.person_id, by=by):  # it was open to them for this check
                return redirect("team.home")
            return redirect("contact.welfare_check", check_id)
    return render(
        request,
        "contact/welfare_check.html",
        {
            "line": line,
            "person": people.person_briefly(line.person_id, by=by, on=on),
            "form": form,
            "problems": problems(form),
            "may_answer": permissions.ASK_WELFARE_CHECK.allows(by),
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def looked_in(request: HttpRequest) -> HttpResponse:
    """The page of a group that was sent a link: whom to look in on, and how they found them.

    The link is never in a path, so that neither logs nor the record of what happened keep it.
    Whatever works no more answers in the same words.
    """
    link = request.POST.get("link") or request.GET.get("link", "")
    on, at = today(), now()
    about = f"welfare {operations.digest_of(link)}"
    try:
        tries.begin_try(about, origin=origin_of(request), at=instant())
        seen = operations.seen_welfare_by_link(link, on=on, at=at)
    except TooManyTries as wait:
        return render(request, "contact/referral_over.html", {"words": str(wait)}, status=429)
    except NotFound as over:
        return works_no_more(request, str(over))
    tries.try_worked(about)
    form = LookedInForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.answer_welfare_by_link(
                link,
                outcome=Outcome(form.cleaned_data["outcome"]),
                words=form.cleaned_data["words"],
                said_by=form.cleaned_data["said_by"],
                on=on,
                at=at,
            )
        except NotFound as over:
            return works_no_more(request, str(over))
        except Refused as refusal:
            form.add_error("words" if "Write down" in str(refusal) else None, str(refusal))
        else:
            no_reply = form.cleaned_data["outcome"] == Outcome.NO_REPLY
            return render(request, "contact/looked_in_thanks.html", {"no_reply": no_reply})
    return render(
        request,
        "contact/looked_in.html",
        {"seen": seen, "form": form, "link": link, "problems": problems(form)},
        status=422 if form.errors else 200,
    )
