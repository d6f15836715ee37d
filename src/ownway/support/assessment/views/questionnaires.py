"""The questions of an assessment: those in use, and those being written."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ownway.config.clock import now, today
from ownway.foundation.access.asking import asker
from ownway.foundation.look.forms import problems
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.assessment import permissions
from ownway.support.assessment.domain import editing
from ownway.support.assessment.forms.questionnaires import PublishForm, QuestionForm
from ownway.support.assessment.operations import questionnaires as operations
from ownway.support.assessment.queries import questionnaires as queries


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    on = today()
    return render(
        request,
        "assessment/questions.html",
        {
            "versions": queries.versions(on=on),
            "used": queries.questionnaire_on(on),
            "draft": queries.open_draft(),
            "may_edit": permissions.EDIT_QUESTIONS.allows(asker(request)),
            "on": on,
        },
    )


@require_safe
def questions_of(request: HttpRequest, version: str) -> HttpResponse:
    try:
        asked = queries.questionnaire_named(version)
    except Refused:
        raise NotFound("There are no such questions.") from None
    return render(
        request,
        "assessment/questions_of.html",
        {"asked": asked, "outcomes": editing.NATIONAL_IDS},
    )


@require_POST
def begin_questions(request: HttpRequest, version: str) -> HttpResponse:
    try:
        made = operations.begin_draft(version, by=asker(request), at=now())
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("assessment.questions")
    return redirect("assessment.questions_draft", made)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def questions_draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The questions being written: what changes, each question, publishing."""
    by, on = asker(request), today()
    ended = _ended(request, draft_id)
    if ended:
        return ended
    draft = queries.draft_for_editing(draft_id)
    publishing = request.POST.get("act") == "publish"
    form = PublishForm(request.POST if publishing else None, initial={"step": draft.step})
    if publishing and form.is_valid():
        try:
            operations.publish_draft(draft_id, **form.cleaned_data, by=by, on=on)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        except Refused as refusal:
            beside = "in_use_from" if "day" in str(refusal) else None
            form.add_error("version" if "name" in str(refusal) else beside, str(refusal))
        else:
            messages.info(request, "Published. Assessments that begin from that day ask them.")
            return redirect("assessment.questions")
    return render(
        request,
        "assessment/questions_draft.html",
        {
            "draft": draft,
            "form": form,
            "problems": problems(form),
            "different": editing.differences(draft.before, draft.asked),
            "own": draft.changed_by_id == by.pk,
            "unpaid_care": draft.asked.unpaid_care,
            "outcomes": editing.NATIONAL_IDS,
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def write_question(request: HttpRequest, draft_id: UUID, question: str = "") -> HttpResponse:
    """Change one question, or add one."""
    by = asker(request)
    ended = _ended(request, draft_id)
    if ended:
        return ended
    draft = queries.draft_for_editing(draft_id)
    held = draft.asked.asked(question) if question else None
    form = QuestionForm(request.POST or None, asked=held, step=draft.step)
    if request.method == "POST" and form.is_valid():
        try:
            if held is None:
                operations.add_question(draft_id, **form.said(), by=by, at=now())
            else:
                operations.change_question(draft_id, held.id, **form.said(), by=by, at=now())
        except operations.ChangedMeanwhile as refusal:
            form.add_error(None, str(refusal))
            form.data = {**request.POST.dict(), "step": str(draft.step)}
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, "Kept.")
            return redirect("assessment.questions_draft", draft_id)
    return render(
        request,
        "assessment/write_question.html",
        {"draft": draft, "held": held, "form": form, "problems": problems(form)},
        status=422 if form.errors else 200,
    )


@require_POST
def arrange_question(request: HttpRequest, draft_id: UUID, question: str) -> HttpResponse:
    """Move a question up or down, or take it out."""
    by, act = asker(request), request.POST.get("act", "")
    typed = request.POST.get("step", "")
    step = int(typed) if typed.isdecimal() and len(typed) < 7 else 0
    try:
        if act == "out":
            operations.take_out_question(draft_id, question, step=step, by=by, at=now())
            messages.info(request, "Taken out. Throw these away to begin again with it.")
        elif act in ("up", "down"):
            operations.move_question(draft_id, question, up=act == "up", step=step, by=by, at=now())
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("assessment.questions_draft", draft_id)


@require_POST
def throw_questions_away(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    try:
        operations.throw_away(draft_id, by=asker(request), on=today())
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.info(request, "Thrown away. The questions in use stay as they are.")
    return redirect("assessment.questions")


def _ended(request: HttpRequest, draft_id: UUID) -> HttpResponse | None:
    """Back to the list when somebody ended the draft meanwhile."""
    try:
        queries.draft_for_editing(draft_id)
    except NotFound:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("assessment.questions")
    return None
