"""That somebody died: written down once, and everything that runs for them stops with it."""

from datetime import date
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.access.models import SignIn
from ownway.foundation.hand_overs import queries as hand_overs
from ownway.foundation.look.forms import DayField, problems
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.contact import operations as contact
from ownway.support.contact import queries as requests
from ownway.support.contact.domain import DIED
from ownway.support.people import operations as people_operations
from ownway.support.people import queries as people
from ownway.support.planning import operations as planning


class DiedForm(forms.Form):
    died_on = DayField(
        label="On which day did they die?", error_messages={"required": "Enter the day"}
    )
    told_by = forms.CharField(
        label="Who told us, or where is it written?",
        help_text="For example: her niece Carys Thorne, by telephone",
        max_length=200,
        error_messages={"required": "Say who told us"},
    )


class MistakeForm(forms.Form):
    because = forms.CharField(
        label="How did the mistake come about?",
        max_length=400,
        error_messages={"required": "Say how it came about"},
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def died(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Writing it down, or taking it back; what still stands open about them is listed."""
    by, on = asker(request), today()
    person = people.person_briefly(person_id, by=by, on=on)
    died_on = people.died_on(person_id, by=by)
    form = (MistakeForm if died_on else DiedForm)(
        request.POST if request.method == "POST" else None
    )
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                if died_on:
                    people_operations.take_death_back(person_id, **form.cleaned_data, by=by, on=on)
                    messages.info(
                        request, "Taken back. Support that ended stays ended: look at it."
                    )
                else:
                    messages.info(request, _note(person_id, form.cleaned_data, by=by, on=on))
        except (NotAllowed, NotFound):
            raise
        except Refused as refusal:
            words = str(refusal)
            at_day = "died_on" in form.fields and ("date" in words or "day" in words)
            form.add_error("died_on" if at_day else None, words)
        else:
            return redirect("people.record", person_id)
    return render(
        request,
        "front_doors/died.html",
        {
            "person": person,
            "died_on": died_on,
            "form": form,
            "problems": problems(form),
            "open": hand_overs.about(person_id, by=by, on=on, open_only=True),
        },
        status=422 if form.errors else 200,
    )


def _note(person_id: UUID, said: dict[str, object], *, by: SignIn, on: date) -> str:
    """Everything that follows, in one transaction; what followed, in words."""
    died_on = said["died_on"]
    assert isinstance(died_on, date)
    waiting = requests.open_request_of(person_id, by=by)
    if waiting is not None:
        contact.decide_request(
            waiting.id, outcome=DIED, words=f"Told by {said['told_by']}"[:400], by=by, on=on
        )
    people_operations.note_death(
        person_id, died_on=died_on, told_by=str(said["told_by"]), by=by, on=on
    )
    ended = planning.end_support(person_id, last_day=died_on, why="The person died", by=by, on=on)
    words = f"Written down. {in_words(died_on)} is the last day of anything that is paid."
    return words if ended else "Written down. Nothing is written to them or asked of them now."
