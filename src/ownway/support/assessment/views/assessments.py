"""Making an assessment, from either side, and finishing it."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from ownway.config.clock import now, today
from ownway.foundation.access.asking import asker
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.look.forms import problems
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.assessment import operations, pages, permissions, queries
from ownway.support.assessment.domain import StillMissing, Voice
from ownway.support.assessment.forms import AnswersForm, CompleteForm
from ownway.support.contact import queries as contact
from ownway.support.people import queries as people
from ownway.support.people.domain.letting_in import looked_at_by
from ownway.support.reablement import queries as reablement


@require_POST
def begin(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Begin one, or go on with the one that is open."""
    return _begin(request, person_id, as_carer=False)


@require_http_methods(["GET", "POST"])
def as_carer(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Somebody's assessments in their own right as a carer; the button begins one."""
    if request.method == "POST":
        return _begin(request, person_id, as_carer=True)
    by, on = asker(request), today()
    with transaction.atomic():
        person = people.person_briefly(person_id, by=by, on=on)
        lines = [one for one in queries.assessments_of(person_id, by=by) if one.of_carer]
        facts.record_many(people.PEOPLE_LISTED, {(on, person_id, None)}, by=by)
    return render(
        request,
        "assessment/as_carer.html",
        {
            "person": person,
            "lines": lines,
            "open": next((one for one in lines if one.is_open), None),
            "may_assess": permissions.ASSESS.allows(by),
        },
    )


def _begin(request: HttpRequest, person_id: UUID, *, as_carer: bool) -> HttpResponse:
    by, on = asker(request), today()
    if already := queries.open_assessment_of(person_id, as_carer=as_carer, by=by):
        return redirect("assessment.assessment", already.id)
    try:
        made = operations.begin(
            person_id,
            support_request_id=contact.request_leading_to_assessment(
                person_id, as_carer=as_carer, by=by
            ),
            as_carer=as_carer,
            by=by,
            on=on,
        )
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("people.record", person_id)
    return redirect("assessment.assessment", made)


@require_http_methods(["GET", "POST"])
def assessment(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    record = queries.assessment_for_reading(assessment_id, by=by, on=on)
    form = _answers_form(request, record, mine=False)
    saved = _save(request, assessment_id, form) if record.line.is_open else None
    if saved is not None:
        return saved
    if form.is_bound:
        record = queries.assessment_for_reading(assessment_id, by=by, on=on)
    return render(
        request,
        "assessment/assessment.html",
        {
            "person": people.person_briefly(record.line.person_id, by=by, on=on),
            "page": pages.AssessmentPage.of(
                record,
                mine=False,
                shown=_shown(request, form),
                before=queries.said_before(assessment_id, by=by),
            ),
            "parts": _together(record, Voice.WORKER, by=by),
            "found": (found := queries.found_in(assessment_id, by=by)),
            "findings": pages.FindingsPage.of(found, {}),
            "caring": _caring(record.line, by=by),
            "died_on": people.died_on(record.line.person_id, by=by),
            "pause": reablement.pausing(record.line.person_id) if record.line.is_open else None,
            "today": on,
            "decision": queries.decision_of(assessment_id, by=by),
            "advocate": queries.advocate_of(assessment_id, by=by),
            "form": form,
            "problems": problems(form),
            "not_kept": _not_kept(request, record),
            "may_assess": permissions.ASSESS.allows(by),
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def complete(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    with transaction.atomic():
        record = queries.assessment_for_reading(assessment_id, by=by, on=on)
        person = people.person_briefly(record.line.person_id, by=by, on=on)
    here = reverse("assessment.assessment", args=[assessment_id])
    form = CompleteForm(request.POST or None)
    page = pages.AssessmentPage.of(record, mine=False)
    missing = tuple(one.seen_from(here) for one in page.missing)
    stopped: list[dict[str, str]] = []
    if not record.line.is_open:
        return redirect("assessment.assessment", assessment_id)
    found = queries.found_in(assessment_id, by=by)
    if request.method == "POST" and form.is_valid():
        try:
            operations.complete(assessment_id, **form.cleaned_data, by=by, on=on)
        except operations.Differs as refusal:
            form.add_error("why_differs", str(refusal))
        except StillMissing as refusal:
            missing = ()  # said once: in the summary of what is wrong
            stopped = [
                {"text": f"Agree a level for “{one.text}”", "href": one.href}
                for one in pages.missing_links(refusal.questions, here)
            ]
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, f"Finished. {person.name} can read your reasons.")
            return redirect("assessment.assessment", assessment_id)
    return render(
        request,
        "assessment/complete.html",
        {
            "person": person,
            "page": page,
            "missing": missing,
            "found": found,
            "findings": pages.FindingsPage.of(found, {}),
            "advocate": queries.advocate_of(assessment_id, by=by),
            "form": form,
            "problems": stopped + problems(form),
        },
        status=422 if stopped or form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def my_assessment(request: HttpRequest) -> HttpResponse:
    """The latest of my own needs; where there is none, the one as a carer."""
    return _my_assessment(request, as_carer=False)


@require_http_methods(["GET", "POST"])
def my_assessment_as_carer(request: HttpRequest) -> HttpResponse:
    return _my_assessment(request, as_carer=True)


def _my_assessment(request: HttpRequest, *, as_carer: bool) -> HttpResponse:
    by, on = asker(request), today()
    person_id = people.own_person_id(by)
    mine = [one for one in queries.assessments_of(person_id, by=by) if one.questionnaire]
    line = next((one for one in mine if one.of_carer is as_carer), mine[0] if mine else None)
    if line is None:
        return render(
            request,
            "assessment/my_nothing_yet.html",
            {
                "asked": contact.open_request_of(person_id, by=by),
                "whose": whose_is_read(by),
            },
        )
    record = queries.assessment_for_reading(line.id, by=by, on=on)
    form = _answers_form(request, record, mine=True)
    saved = _save(request, line.id, form) if record.line.is_open else None
    if saved is not None:
        return saved
    if form.is_bound:
        record = queries.assessment_for_reading(line.id, by=by, on=on)
    return render(
        request,
        "assessment/my_assessment.html",
        {
            "page": pages.AssessmentPage.of(
                record,
                mine=True,
                shown=_shown(request, form),
                before=queries.said_before(line.id, by=by),
            ),
            "other": any(one.of_carer is not line.of_carer for one in mine),
            "caring": _caring(line, by=by),
            "whose": whose_is_read(by),
            "parts": _together(record, Voice.PERSON, by=by),
            "decision": queries.decision_of(line.id, by=by),
            "pause": reablement.pausing(person_id) if line.is_open else None,
            "today": on,
            "advocate": queries.advocate_of(line.id, by=by),
            "form": form,
            "problems": problems(form),
            "not_kept": _not_kept(request, record),
        },
        status=422 if form.errors else 200,
    )


def _together(
    record: queries.AssessmentRecord, voice: Voice, *, by: SignIn
) -> tuple[pages.PartView, ...]:
    return pages.together(
        queries.written_in(record.line.id, by=by), finished=not record.line.is_open, voice=voice
    )


def whose_is_read(by: SignIn) -> str:
    """The name of the person whose record `by` was let in to and looks at; empty for their own."""
    at = looked_at_by(by.pk)
    return at.name if at else ""


def _caring(line: queries.AssessmentLine, *, by: SignIn) -> pages.CaringView | None:
    if not line.of_carer:
        return None
    found = queries.found_in(line.id, by=by)
    return pages.CaringView.of(found.caring) if found.caring else None


def _shown(request: HttpRequest, form: AnswersForm) -> list[str]:
    """The questions to show unfolded: those with a fault; else the one they went on to."""
    faults = [name.removesuffix("_level").removesuffix("_words") for name in form.errors]
    return faults or [request.GET.get("at", "")]


def _not_kept(request: HttpRequest, record: queries.AssessmentRecord) -> list[tuple[str, str]]:
    """What somebody typed while a colleague finished the assessment: shown, so it is not lost."""
    if record.line.is_open:
        return []
    sent = [
        (asked.words, request.POST.get(f"{asked.id}_words", "").strip())
        for asked in record.questionnaire.questions
    ]
    return [(question, words) for question, words in sent if words]


def _answers_form(
    request: HttpRequest, record: queries.AssessmentRecord, *, mine: bool
) -> AnswersForm:
    return AnswersForm(
        request.POST or None,
        questionnaire=record.questionnaire,
        answers=record.answers,
        mine=mine,
    )


def _save(request: HttpRequest, assessment_id: UUID, form: AnswersForm) -> HttpResponse | None:
    """Keep what was sent and go back to the page, at the place where the reader was; None when
    nothing was sent, or something stands in the way and the form says what."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        changed = operations.answer_all(assessment_id, form.said(), by=asker(request), at=now())
    except NotAllowed:
        raise
    except operations.SavedMeanwhile as clash:
        form.add_error(None, str(clash))
        for asked in clash.questions:
            form.add_error(f"{asked.id}_words", f"Compare both texts about “{asked.words}”")
        return None
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    if changed:
        words = "1 answer" if changed == 1 else f"{changed} answers"
        messages.info(request, f"Saved: {words}. You can change them until it is finished.")
    else:
        messages.info(request, "Nothing was different, so nothing is changed.")
    place = request.POST.get("then", "")
    if place in form.questionnaire.ids:
        return HttpResponseRedirect(f"{request.path}?at={place}#{place}")
    return HttpResponseRedirect(request.path + ("#save" if place == "save" else ""))
