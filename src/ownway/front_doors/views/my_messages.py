"""Behind the person's own door: messages with those who help them."""

from uuid import UUID

from django.contrib import messages as said
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ownway.config.clock import now, today
from ownway.foundation.access.asking import asker
from ownway.foundation.conversations import operations, queries
from ownway.foundation.conversations.domain import ANSWER_WITHIN
from ownway.foundation.documents import operations as documents
from ownway.foundation.look.forms import problems
from ownway.front_doors.forms import WriteForm
from ownway.front_doors.own_door import looks_at
from ownway.front_doors.writing import thread_of, who_answers
from ownway.kernel.refusal import Refused
from ownway.support.people import queries as people
from ownway.support.people.domain.letting_in import LOOKING_AS


@require_safe
def conversations(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    ids = people.every_id(people.own_person_id(by))
    return render(
        request,
        "front_doors/my_messages.html",
        {"lines": queries.of_person(ids, by=by, on=on), "answer_within": ANSWER_WITHIN},
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def write(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    person = people.person_briefly(people.own_person_id(by), by=by, on=on)
    form = WriteForm(request.POST or None, new=True)
    owner, team = who_answers(person.id, by=by, on=on)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                made = operations.begin(
                    person.id,
                    about_name=person.name,
                    **form.cleaned_data,
                    owner=owner,
                    team=team,
                    standing=_standing(request),
                    document_id=_attached(request, person.id),
                    by=by,
                    at=now(),
                )
        except Refused as refusal:
            form.add_error("words", str(refusal))
        else:
            said.info(request, "Sent. The answer comes here.")
            return redirect("my.message", made)
    return render(
        request,
        "front_doors/my_write_message.html",
        {
            "form": form,
            "problems": problems(form),
            "to": owner.name if owner else f"the {team.name}" if team else "",
            "answer_within": ANSWER_WITHIN,
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def conversation(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    person_id = people.own_person_id(by)
    thread = thread_of(conversation_id, whose=person_id, by=by, at=now(), on=on)
    if request.POST.get("mistaken"):
        wrote = [one.id for one in thread.messages if str(one.id) == request.POST["mistaken"]]
        for message_id in wrote:
            operations.mark_mistaken(message_id, by=by, at=now())
            said.info(request, "Marked. It stays here, and says that it was sent by mistake.")
        return redirect("my.message", conversation_id)
    form = WriteForm(request.POST or None, new=False)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                operations.write(
                    conversation_id,
                    **form.cleaned_data,
                    standing=_standing(request),
                    document_id=_attached(request, person_id),
                    by=by,
                    at=now(),
                )
        except Refused as refusal:
            form.add_error("words", str(refusal))
        else:
            said.info(request, "Sent.")
            return redirect("my.message", conversation_id)
    return render(
        request,
        "front_doors/my_message.html",
        {
            "thread": thread,
            "form": form,
            "problems": problems(form),
            "answer_within": ANSWER_WITHIN,
        },
        status=422 if form.errors else 200,
    )


def _standing(request: HttpRequest) -> str:
    at = looks_at(request)
    return LOOKING_AS[at.standing] if at else ""


def _attached(request: HttpRequest, person_id: UUID) -> UUID | None:
    """The file that came with a message, kept with the record; None without one."""
    file = request.FILES.get("file")
    if file is None:
        return None
    by = asker(request)
    kept = documents.keep(
        file,
        name=file.name or "",
        about=person_id,
        kind="other",
        by=by,
        on=today(),
        from_whom=by.name,
        by_person=True,
    )
    return kept.pk
