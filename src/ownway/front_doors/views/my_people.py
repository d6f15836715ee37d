"""Behind the person's own door: who is let in, and looking at another's record when let in."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ownway.config.clock import now, today
from ownway.foundation.access.asking import asker
from ownway.foundation.look.forms import problems
from ownway.front_doors.forms import LetInForm
from ownway.front_doors.own_door import CHOSEN
from ownway.front_doors.signing_in import bring_in, site_of, tell_again, tell_once, told_to_her
from ownway.kernel.refusal import NotFound, Refused
from ownway.support.people import queries as people
from ownway.support.people.domain.letting_in import LOOKING_AS, PART_WORDS, parts_in_words
from ownway.support.people.operations import letting_in
from ownway.support.people.queries import let_in

HINTS = {part.value: words for part, (_, words) in PART_WORDS.items()}


@require_safe
def shared_with(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    lines = let_in.let_in_to(people.own_person_id(by), on=on)
    return render(
        request,
        "front_doors/my_let_in.html",
        {
            "standing": [line for line in lines if line.stands and line.signs_in],
            "invited": [line for line in lines if line.stands and not line.signs_in],
            "before": [line for line in lines if not line.stands],
            "easy": _easy(request),
        },
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def let_somebody_in(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    person_id = people.own_person_id(by)
    form = LetInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                made = letting_in.let_in(person_id, **form.said(), by=by, on=on)
                invited = bring_in(
                    made, person_id=person_id, by=by, on=on, at=now(), site=site_of(request)
                )
        except Refused as refusal:
            again = told_to_her(request, email=form.cleaned_data["email"])
            if again is not None:  # pressed twice: the first one let them in
                return redirect("my.invited", again)
            form.add_error("last_day" if "last day" in str(refusal) else None, str(refusal))
        else:
            if invited is not None:
                return tell_once(request, invited, made)
            messages.info(request, "They are let in, and see it when they next sign in.")
            return redirect("my.let_in")
    return render(
        request,
        "front_doors/my_let_somebody_in.html",
        {
            "form": form,
            "problems": problems(form),
            "hints": HINTS,
            "easy": _easy(request),
        },
        status=422 if form.errors else 200,
    )


@require_safe
def invited(request: HttpRequest, let_in_id: UUID) -> HttpResponse:
    """The code for somebody just invited, for those few minutes in which a reload shows it too."""
    return tell_again(request, let_in_id, back=reverse("my.let_in"))


@require_POST
@transaction.atomic
def invite_again(request: HttpRequest, let_in_id: UUID) -> HttpResponse:
    """A new link and code for somebody let in who has not signed in; the old ones are void."""
    by, on = asker(request), today()
    person_id = people.own_person_id(by)
    invited = bring_in(
        let_in_id, person_id=person_id, site=site_of(request), by=by, on=on, at=now()
    )
    if invited is not None:
        return tell_once(request, invited, let_in_id)
    messages.info(request, "They sign in already.")
    return redirect("my.let_in")


@require_http_methods(["GET", "POST"])
@transaction.atomic
def let_out(request: HttpRequest, let_in_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    lines = let_in.let_in_to(people.own_person_id(by), on=on)
    line = next((one for one in lines if one.id == let_in_id), None)
    if line is None:
        raise NotFound("There is nobody let in by that number.")
    if request.method == "POST":
        letting_in.let_out(let_in_id, by=by, at=now(), on=on)
        messages.info(request, f"{line.name} sees nothing of your record from now on.")
        return redirect("my.let_in")
    return render(request, "front_doors/my_let_out.html", {"line": line, "easy": _easy(request)})


@require_safe
def whose(request: HttpRequest) -> HttpResponse:
    """Choose whose record to look at: one's own, or one of those one was let in to."""
    by, on = asker(request), today()
    records = [
        {
            "id": at.let_in_id,
            "name": at.name,
            "words": f"As {LOOKING_AS[at.standing]}. You can see {parts_in_words(at.parts)}.",
            "until": at.last_day,
            "now": str(at.let_in_id) == request.session.get(CHOSEN),
        }
        for at in let_in.open_to(by, on=on)
    ]
    return render(
        request,
        "front_doors/my_whose.html",
        {"records": records, "has_own": by.own_person_id is not None},
    )


@require_POST
def look_at(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    asked = request.POST.get("record", "")
    if asked == "own" and by.own_person_id is not None:
        request.session.pop(CHOSEN, None)
        return redirect("my.home")
    found = next((at for at in let_in.open_to(by, on=on) if str(at.let_in_id) == asked), None)
    if found is None:
        raise NotFound("This record is not shared with you any longer.")
    request.session[CHOSEN] = str(found.let_in_id)
    return redirect("my.home")


@require_POST
@transaction.atomic
def stop_looking(request: HttpRequest) -> HttpResponse:
    """Whoever was let in does not want to look any longer, for good."""
    by, on = asker(request), today()
    asked = request.POST.get("record", "")
    found = next((at for at in let_in.open_to(by, on=on) if str(at.let_in_id) == asked), None)
    if found is not None:
        letting_in.let_out(found.let_in_id, by=by, at=now(), on=on)
        messages.info(request, f"You no longer see {found.name}'s record.")
    request.session.pop(CHOSEN, None)
    return redirect("my.whose")


def _easy(request: HttpRequest) -> bool:
    return request.GET.get("words") == "easy" or request.POST.get("words") == "easy"
