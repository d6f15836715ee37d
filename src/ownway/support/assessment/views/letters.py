"""The letter about a decision, before it goes: in both forms, and by which way."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.look.forms import problems
from ownway.foundation.notices import operations as notices
from ownway.foundation.notices.domain import Channel, Format, choose
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.assessment import operations, queries
from ownway.support.assessment.forms import LetterForm
from ownway.support.people import queries as people


@require_http_methods(["GET", "POST"])
def letter(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    record = queries.assessment_for_reading(assessment_id, by=by, on=on)
    decision = queries.decision_of(assessment_id, by=by)
    if decision is None:
        raise NotFound("There is no decision to write about yet.")
    if decision.notice_id is not None:
        return redirect("assessment.assessment", assessment_id)
    form = LetterForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.send_letter(assessment_id, **form.cleaned_data, by=by, on=on)
        except (NotAllowed, NotFound):
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(
                request,
                "The letter is on its way, and kept with the documents, plain and in Easy Read.",
            )
            return redirect("assessment.assessment", assessment_id)
    said = queries.letter_of(decision, record.line.reasons)
    to = people.recipient_of(record.line.person_id, by=by, on=on)
    chosen = choose(to.needs, to.channels)
    return render(
        request,
        "assessment/letter.html",
        {
            "person": people.person_briefly(record.line.person_id, by=by, on=on),
            "line": record.line,
            "chosen": chosen,
            "where": to.reached_by(chosen.channel) if chosen.channel else "",
            "letters": [
                (
                    format_.value,
                    notices.preview(
                        said.template,
                        to=to,
                        values=said.values,
                        channel=Channel.PAGE,
                        format_=format_,
                        on=on,
                    ),
                )
                for format_ in (Format.STANDARD, Format.EASY_READ)
            ],
            "form": form,
            "problems": problems(form),
        },
        status=422 if form.errors else 200,
    )
