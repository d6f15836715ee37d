"""Writing down what is found, one outcome at a time, and seeing what the rules make of it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ownway.config.clock import now, today
from ownway.foundation.access.asking import asker
from ownway.foundation.access.models import SignIn
from ownway.foundation.look.forms import problems
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.assessment import operations, pages, permissions, queries
from ownway.support.assessment.domain import proposing
from ownway.support.assessment.forms import CaringForm, OutcomeForm, WholeForm
from ownway.support.assessment.queries import AssessmentRecord, FoundRecord
from ownway.support.people import queries as people

WHOLE, CARING = "whole", "caring"


@require_safe
def findings(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Every outcome in a line, and whether the findings support eligible needs."""
    by, on = asker(request), today()
    record = queries.assessment_for_reading(assessment_id, by=by, on=on)
    found = queries.found_in(assessment_id, by=by)
    return render(
        request,
        "assessment/findings.html",
        {
            "person": people.person_briefly(record.line.person_id, by=by, on=on),
            "line": record.line,
            "found": found,
            "page": pages.FindingsPage.of(found, proposals_of(record, found, by=by)),
            "caring": pages.CaringView.of(found.caring) if found.caring else None,
            "writing": record.line.is_open and permissions.ASSESS.allows(by),
        },
    )


@require_POST
def take_over(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Confirm what the levels propose, where nothing is found yet."""
    try:
        many = operations.confirm_proposed(assessment_id, by=asker(request), at=now())
    except (NotAllowed, NotFound):
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.info(
            request,
            f"Confirmed by you: {many} from the levels agreed. Look at each, and change what is "
            "not right."
            if many
            else "There was nothing to confirm.",
        )
    return redirect("assessment.findings", assessment_id)


@require_http_methods(["GET", "POST"])
def finding(request: HttpRequest, assessment_id: UUID, outcome_id: str) -> HttpResponse:
    """One outcome, the whole, or the caring: the person's words beside what is found."""
    by, on = asker(request), today()
    record = queries.assessment_for_reading(assessment_id, by=by, on=on)
    found = queries.found_in(assessment_id, by=by)
    names = {one.id: one for one in found.test.outcomes}
    if outcome_id not in (WHOLE, CARING, *names) or (outcome_id == CARING and not _carer(found)):
        raise NotFound("There is no such part of an assessment.")
    if not record.line.is_open:
        return redirect("assessment.findings", assessment_id)
    form = _form(request, outcome_id, found)
    if request.method == "POST" and form.is_valid():
        try:
            _keep(form, assessment_id, outcome_id, by=by)
        except (NotAllowed, NotFound):
            raise
        except operations.FoundMeanwhile as clash:
            found = queries.found_in(assessment_id, by=by)
            form.data = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict
            form.data["seen"] = _latest(outcome_id, found)  # type: ignore[index]  # as above
            form.add_error(None, str(clash))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, "Written down.")
            return redirect("assessment.findings", assessment_id)
    outcome = names.get(outcome_id)
    return render(
        request,
        "assessment/finding.html",
        {
            "person": people.person_briefly(record.line.person_id, by=by, on=on),
            "line": record.line,
            "found": found,
            "kind": "outcome" if outcome else outcome_id,
            "outcome": outcome,
            "held": found.outcomes.get(outcome_id),
            "passages": queries.written_in(assessment_id, by=by).of(outcome_id),
            "before": queries.said_before(assessment_id, by=by).get(outcome_id, ()),
            "levels": _levels(record, found, outcome_id) if outcome else (),
            "view": pages.outcome_view(found, outcome, None) if outcome else None,
            "form": form,
            "problems": problems(form),
            "clash": form.errors and form.non_field_errors(),
        },
        status=422 if form.errors else 200,
    )


def proposals_of(record: AssessmentRecord, found: FoundRecord, *, by: SignIn) -> dict[str, bool]:
    """What the agreed levels propose; nothing for a carer's assessment."""
    if _carer(found) or not record.line.is_open:
        return {}
    levels = queries.answers_of(record.line.id, by=by)
    return proposing.proposed(record.questionnaire, levels, rules=found.rules)


def _levels(record: AssessmentRecord, found: FoundRecord, outcome_id: str) -> tuple[str, ...]:
    levels = {
        question: said.level for question, said in record.answers.items() if said.level is not None
    }
    if _carer(found):
        return ()
    return proposing.what_proposes(record.questionnaire, levels, outcome_id, rules=found.rules)


def _carer(found: FoundRecord) -> bool:
    return pages.is_carer(found)


def _latest(outcome_id: str, found: FoundRecord) -> str:
    if outcome_id == WHOLE:
        return str(found.whole.id) if found.whole else ""
    if outcome_id == CARING:
        return str(found.caring.id) if found.caring else ""
    line = found.outcomes.get(outcome_id)
    return str(line.id) if line else ""


def _form(
    request: HttpRequest, outcome_id: str, found: FoundRecord
) -> OutcomeForm | WholeForm | CaringForm:
    data = request.POST or None
    if outcome_id == WHOLE:
        return WholeForm(data, found=found, line=found.whole)
    if outcome_id == CARING:
        return CaringForm(data, found=found, line=found.caring)
    return OutcomeForm(data, found=found, line=found.outcomes.get(outcome_id))


def _keep(
    form: OutcomeForm | WholeForm | CaringForm, assessment_id: UUID, outcome_id: str, *, by: SignIn
) -> None:
    at, seen = now(), form.seen_id()
    match form:
        case OutcomeForm():
            said = form.said()
            operations.find(assessment_id, outcome_id, said, seen=seen, compare=True, by=by, at=at)
        case WholeForm():
            operations.find_whole(assessment_id, form.said(), seen=seen, compare=True, by=by, at=at)
        case CaringForm():
            operations.find_caring(
                assessment_id, form.said(), seen=seen, compare=True, by=by, at=at
            )
