"""Behind the council's door: messages, what people say is wrong, and whom they let in."""

from uuid import UUID

from django.contrib import messages as said
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ownway.config.clock import now, today
from ownway.foundation.access.asking import asker
from ownway.foundation.conversations import operations, queries
from ownway.foundation.conversations.domain import ANSWER_WITHIN
from ownway.foundation.facts import operations as facts
from ownway.foundation.look.forms import problems
from ownway.front_doors.forms import (
    AnswerWrongForm,
    AwayForm,
    InviteForm,
    LetInByLawForm,
    LetOutForm,
    SayWrongForm,
    WriteForm,
)
from ownway.front_doors.signing_in import bring_in, site_of, told_once
from ownway.front_doors.views.my_people import HINTS
from ownway.front_doors.writing import thread_of, who_answers
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.people import queries as people
from ownway.support.people.operations import inviting, letting_in, own_record
from ownway.support.people.permissions import WRITE_RECORD
from ownway.support.people.queries import let_in, said_wrong
from ownway.support.people.queries import own_record as invited_to

# Messages


@require_http_methods(["GET", "POST"])
@transaction.atomic
def conversations(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    form = AwayForm(request.POST or None)
    if request.POST.get("act") == "back":
        operations.say_back(by=by)
        said.info(request, "You are back: new messages wait for you again.")
        return redirect("team.messages")
    if request.method == "POST" and form.is_valid():
        try:
            operations.say_away(**form.cleaned_data, by=by, on=on)
        except Refused as refusal:
            form.add_error("last_day", str(refusal))
        else:
            said.info(request, "Noted. While you are away, messages wait for your team.")
            return redirect("team.messages")
    among = people.ids_visible(by=by)
    waiting = queries.to_answer(by, among=among, on=on)
    waits = {line.id for line in waiting}
    others = [line for line in queries.concerning(by, among=among, on=on) if line.id not in waits]
    people_listed = list(dict.fromkeys(line.about_id for line in (*waiting, *others)))
    facts.record_many(
        people.PEOPLE_LISTED, [(on, person_id, None) for person_id in people_listed], by=by
    )
    return render(
        request,
        "front_doors/team_messages.html",
        {
            "waiting": waiting,
            "others": others,
            "away_until": queries.away_until(by, on=on),
            "form": form,
            "problems": problems(form),
            "answer_within": ANSWER_WITHIN,
            "may_write": WRITE_RECORD.allows(by),
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def conversation(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    thread = thread_of(conversation_id, by=by, at=now(), on=on)
    person = people.person_briefly(thread.line.about_id, by=by, on=on)
    form = WriteForm(request.POST or None, new=False)
    if request.method == "POST":
        act = request.POST.get("act", "")
        if not WRITE_RECORD.allows(by):
            raise NotAllowed(WRITE_RECORD.refusal())
        if request.POST.get("mistaken"):
            for one in thread.messages:
                if str(one.id) == request.POST["mistaken"]:
                    operations.mark_mistaken(one.id, by=by, at=now())
                    said.info(request, "Marked as sent by mistake. It stays for all to see.")
            return redirect("team.message", conversation_id)
        if act == "no-answer":
            operations.say_no_answer_needed(conversation_id, by=by, at=now())
            said.info(request, "Noted: this needs no answer.")
            return redirect("team.messages")
        if form.is_valid():
            try:
                with transaction.atomic():
                    operations.write(conversation_id, **form.cleaned_data, by=by, at=now())
            except Refused as refusal:
                form.add_error("words", str(refusal))
            else:
                said.info(request, f"Sent to {person.given_name}.")
                return redirect("team.message", conversation_id)
    return render(
        request,
        "front_doors/team_message.html",
        {
            "thread": thread,
            "person": person,
            "form": form,
            "problems": problems(form),
            "may_write": WRITE_RECORD.allows(by),
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def messages_with(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The messages with one person, and a new one."""
    by, on = asker(request), today()
    person = people.person_briefly(person_id, by=by, on=on)
    form = WriteForm(request.POST or None, new=True)
    if request.method == "POST" and not WRITE_RECORD.allows(by):
        raise NotAllowed(WRITE_RECORD.refusal())
    if request.method == "POST" and form.is_valid():
        owner, team = who_answers(person.id, by=by, on=on)
        try:
            with transaction.atomic():
                made = operations.begin(
                    person.id,
                    about_name=person.name,
                    **form.cleaned_data,
                    owner=owner or by,
                    team=team,
                    by=by,
                    at=now(),
                )
        except Refused as refusal:
            form.add_error("words", str(refusal))
        else:
            said.info(request, f"Sent to {person.given_name}.")
            return redirect("team.message", made)
    return render(
        request,
        "front_doors/team_messages_with.html",
        {
            "person": person,
            "lines": queries.of_person(people.every_id(person.id), by=by, on=on),
            "form": form,
            "problems": problems(form),
            "may_write": WRITE_RECORD.allows(by),
        },
        status=422 if form.errors else 200,
    )


# What people say is wrong


@require_http_methods(["GET", "POST"])
@transaction.atomic
def answer_wrong(request: HttpRequest, said_wrong_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    line = said_wrong.one_for_answering(said_wrong_id, by=by, on=on)
    person = people.person_briefly(line.person_id, by=by, on=on)
    facts.leave_a_reading(about=line.person_id, by=by, on=on)
    form = AnswerWrongForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            own_record.answer_wrong(
                said_wrong_id,
                answer=form.chosen(),
                words=form.cleaned_data["words"],
                by=by,
                on=on,
            )
        except Refused as refusal:
            form.add_error("words", str(refusal))
        else:
            said.info(request, f"Answered. {person.given_name} sees it in their record.")
            return redirect("team.wrong", person.id)
    return render(
        request,
        "front_doors/team_answer_wrong.html",
        {"line": line, "person": person, "form": form, "problems": problems(form)},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def wrong(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What somebody says is wrong in their record; a worker may write down more."""
    by, on = asker(request), today()
    person = people.person_briefly(person_id, by=by, on=on)
    form = SayWrongForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            own_record.say_wrong(person_id, kind="other", **form.cleaned_data, by=by, on=on)
        except Refused as refusal:
            form.add_error("wrong", str(refusal))
        else:
            said.info(request, "Written down, beside the record. It is answered within a month.")
            return redirect("team.wrong", person_id)
    lines = [one for one in said_wrong.said_wrong_of(person_id, on=on) if not one.is_about_a_look]
    return render(
        request,
        "front_doors/team_wrong.html",
        {
            "person": person,
            "lines": lines,
            "form": form,
            "problems": problems(form),
            "may_write": WRITE_RECORD.allows(by),
        },
        status=422 if form.errors else 200,
    )


# Who is let in


@require_safe
@transaction.atomic
def let_in_to(request: HttpRequest, person_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    person = people.person_briefly(person_id, by=by, on=on)
    lines = let_in.let_in_to(person.id, on=on)
    return render(
        request,
        "front_doors/team_let_in.html",
        {
            "person": person,
            "standing": [line for line in lines if line.stands],
            "before": [line for line in lines if not line.stands],
            "may_write": WRITE_RECORD.allows(by),
        },
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def let_somebody_in(request: HttpRequest, person_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    person = people.person_briefly(person_id, by=by, on=on)
    form = LetInByLawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                made = letting_in.let_in(person.id, **form.said(), by=by, on=on)
                invited = bring_in(
                    made, person_id=person.id, site=site_of(request), by=by, on=on, at=now()
                )
        except Refused as refusal:
            form.add_error(_about(str(refusal)), str(refusal))
        else:
            back = reverse("team.let_in", args=[person.id])
            if invited is not None:
                return told_once(request, invited, back=back)
            said.info(request, "They are let in, and see it when they next sign in.")
            return redirect(back)
    return render(
        request,
        "front_doors/team_let_somebody_in.html",
        {"person": person, "form": form, "problems": problems(form), "hints": HINTS},
        status=422 if form.errors else 200,
    )


@require_POST
@transaction.atomic
def invite_again(request: HttpRequest, person_id: UUID, let_in_id: UUID) -> HttpResponse:
    """A new link and code for somebody let in who has not signed in; the old ones are void."""
    by, on = asker(request), today()
    person = people.person_briefly(person_id, by=by, on=on)
    invited = bring_in(
        let_in_id, person_id=person.id, site=site_of(request), by=by, on=on, at=now()
    )
    back = reverse("team.let_in", args=[person.id])
    if invited is not None:
        return told_once(request, invited, back=back)
    said.info(request, "They sign in already.")
    return redirect(back)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def let_out(request: HttpRequest, person_id: UUID, let_in_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    person = people.person_briefly(person_id, by=by, on=on)
    lines = let_in.let_in_to(person.id, on=on)
    line = next((one for one in lines if one.id == let_in_id), None)
    if line is None:
        raise NotFound("There is nobody let in by that number.")
    form = LetOutForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        letting_in.let_out(let_in_id, because=form.cleaned_data["because"], by=by, at=now(), on=on)
        said.info(request, f"{line.name} sees nothing of this record from now on.")
        return redirect("team.let_in", person.id)
    return render(
        request,
        "front_doors/team_let_out.html",
        {"person": person, "line": line, "form": form, "problems": problems(form)},
        status=422 if form.errors else 200,
    )


def _about(words: str) -> str | None:
    """The field that a refusal is about."""
    fields = {"paper": "document", "asked": "basis", "address": "email", "day": "last_day"}
    return next((field for word, field in fields.items() if word in words), None)


# Inviting the person themself


@require_http_methods(["GET", "POST"])
@transaction.atomic
def invite(request: HttpRequest, person_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    person = people.person_briefly(person_id, by=by, on=on)
    form = InviteForm((request.POST or None) if request.POST.get("act") != "cancel" else None)
    if request.method == "POST" and request.POST.get("act") == "cancel":
        inviting.cancel_invitation(person_id, by=by, on=on)
        said.info(request, "Cancelled. The link works no more.")
        return redirect("team.invite", person_id)
    if request.method == "POST" and form.is_valid():
        typed = form.said()
        try:
            with transaction.atomic():
                invited = inviting.invite_to_own_record(
                    person_id, **typed, site=site_of(request), by=by, on=on, at=now()
                )
        except Refused as refusal:
            form.add_error(_about_invitation(str(refusal)), str(refusal))
        else:
            back = reverse("team.invite", args=[person_id])
            return told_once(
                request, invited, back=back, link_by=typed["link_by"], code_by=typed["code_by"]
            )
    return render(
        request,
        "front_doors/team_invite.html",
        {
            "person": person,
            "invitations": invited_to.invitations_of(person_id, on=on),
            "signs_in": invited_to.has_signed_in(person_id),
            "form": form,
            "problems": problems(form),
        },
        status=422 if form.errors else 200,
    )


def _about_invitation(words: str) -> str | None:
    """The field that a refusal of an invitation is about."""
    fields = {
        "e-mail": "email",
        "goes by letter": "code_by",
        "no letter": "link_by",
        "no text": "code_by",
        "By the code alone": "code_by",
        "document": "words",
    }
    return next((field for word, field in fields.items() if word in words), None)
