"""Simple equipment: what is hard, what may help, what was ordered, and whether it helps."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ownway.config.clock import today
from ownway.foundation.access import queries as access
from ownway.foundation.access.asking import asker
from ownway.foundation.look.forms import problems
from ownway.kernel.money import pounds
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.parameters import decimal_on
from ownway.support.contact import operations, permissions, queries
from ownway.support.contact.domain.equipment import Measure, catalogue_on
from ownway.support.contact.forms.equipment import (
    CancelForm,
    DeliveredForm,
    LookForm,
    OrderForm,
    TherapistForm,
    UsedForm,
)
from ownway.support.people import queries as people

ANSWER_DAYS = 14  # offered for a therapist's answer; the worker may choose another day


@require_safe
@transaction.atomic
def equipment(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Everything simple that somebody was lent or that is on its way."""
    by, on = asker(request), today()
    person = people.person_briefly(person_id, by=by, on=on)
    return render(
        request,
        "contact/equipment.html",
        {
            "person": person,
            "looks": queries.looks_of(person_id, by=by, on=on),
            "orders": queries.orders_of(person_id, by=by, on=on),
            "may_order": permissions.ORDER_EQUIPMENT.allows(by),
            "on": on,
        },
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def look(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What is hard, then only what has to be measured for it."""
    by, on = asker(request), today()
    person = people.person_briefly(person_id, by=by, on=on)
    known = catalogue_on(on)
    hard = [one for one in request.POST.getlist("hard") if one in known.hard]
    measures = known.measures_for(hard)
    form = LookForm(request.POST or None, hard=known.hard, measures=measures)
    to_measure = bool(measures) and not _were_asked(request, measures)
    if request.method == "POST" and form.is_valid() and not to_measure:
        try:
            made = operations.look_at_equipment(
                person_id,
                hard=hard,
                measures=form.measured(),
                words=form.cleaned_data["words"],
                request_id=_a_uuid(request.GET.get("request", "")),
                by=by,
                on=on,
            )
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("contact.equipment_look", made)
    return render(
        request,
        "contact/equipment_new.html",
        {
            "person": person,
            "form": form,
            "measures": measures,
            "problems": [] if to_measure and form.is_valid() else problems(form),
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def one_look(request: HttpRequest, look_id: UUID) -> HttpResponse:
    """What may help, what is ordered, and what goes to a therapist."""
    by, on = asker(request), today()
    line, may_help = queries.look_for_reading(look_id, by=by, on=on)
    there = {one.item for one in line.orders if one.is_coming or one.has_come}
    offered = [one for one in may_help if one.may_be_ordered and one.item.key not in there]
    act = request.POST.get("act", "")
    order = OrderForm(
        request.POST if act == "order" else None,
        items=[(one.item.key, f"{one.item.name}, {pounds(one.item.pence)}") for one in offered],
    )
    therapist = TherapistForm(
        request.POST if act == "therapist" else None,
        teams=access.teams(),
        prefix="therapist",
        initial={"due_on": on + timedelta(days=ANSWER_DAYS)},
    )
    typed: Form | None = {"order": order, "therapist": therapist}.get(act)
    if typed is not None and typed.is_valid():
        said = typed.cleaned_data
        try:
            with transaction.atomic():
                if act == "order":
                    operations.order_equipment(look_id, said["items"], by=by, on=on)
                else:
                    operations.pass_to_therapist(
                        look_id,
                        to_team=therapist.teams[said["to"]],
                        words=said["words"],
                        due_on=said["due_on"],
                        by=by,
                        on=on,
                    )
        except NotAllowed:
            raise
        except Refused as refusal:
            typed.add_error(None, str(refusal))
        else:
            messages.info(request, "Kept. It shows on their record.")
            return redirect("contact.equipment_look", look_id)
    wrong = [*problems(order), *problems(therapist)]
    return render(
        request,
        "contact/equipment_look.html",
        {
            "line": line,
            "person": people.person_briefly(line.person_id, by=by, on=on),
            "offered": offered,
            "hints": {one.item.key: one.item.not_for for one in offered if one.item.not_for},
            "not_simple": [one for one in may_help if not one.may_be_ordered],
            "order": order,
            "therapist": therapist,
            "problems": wrong,
            "free_up_to": int(decimal_on("equipment_free_up_to", on)),
            "may_order": permissions.ORDER_EQUIPMENT.allows(by),
        },
        status=422 if wrong else 200,
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def order(request: HttpRequest, person_id: UUID, order_id: UUID) -> HttpResponse:
    """One thing: it came, it is cancelled, or it helps."""
    by, on = asker(request), today()
    person = people.person_briefly(person_id, by=by, on=on)
    line = next((o for o in queries.orders_of(person_id, by=by, on=on) if o.id == order_id), None)
    if line is None:
        return redirect("contact.equipment", person_id)
    act = request.POST.get("act", "")
    forms: dict[str, Form] = {
        "delivered": DeliveredForm(
            request.POST if act == "delivered" else None, initial={"delivered_on": on}
        ),
        "cancel": CancelForm(request.POST if act == "cancel" else None),
        "used": UsedForm(request.POST if act == "used" else None),
    }
    typed = forms.get(act)
    if typed is not None and typed.is_valid():
        said = typed.cleaned_data
        try:
            with transaction.atomic():
                if act == "delivered":
                    operations.note_delivered(
                        order_id, delivered_on=said["delivered_on"], by=by, on=on
                    )
                elif act == "cancel":
                    operations.cancel_order(order_id, because=said["because"], by=by, on=on)
                else:
                    operations.say_if_equipment_helps(
                        order_id, helped=said["helped"], words=said["words"], by=by, on=on
                    )
        except NotAllowed:
            raise
        except Refused as refusal:
            typed.add_error(None, str(refusal))
        else:
            messages.info(request, "Kept.")
            return redirect("contact.equipment", person_id)
    wrong = [one for form in forms.values() for one in problems(form)]
    return render(
        request,
        "contact/equipment_order.html",
        {"line": line, "person": person, "forms": forms, "problems": wrong},
        status=422 if wrong else 200,
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def mine(request: HttpRequest) -> HttpResponse:
    """I say what is hard, see what is on its way, and say whether it helps."""
    by, on = asker(request), today()
    person_id = people.own_person_id(by)
    known = catalogue_on(on)
    act = request.POST.get("act", "")
    form = LookForm(request.POST if act == "hard" else None, hard=known.hard)
    form.fields["hard"].label = "What is hard for you at home?"
    form.fields["words"].label = "In your own words"
    used = UsedForm(request.POST if act == "used" else None)
    try:
        with transaction.atomic():
            if act == "hard" and form.is_valid():
                operations.look_at_equipment(
                    person_id,
                    hard=form.cleaned_data["hard"],
                    measures={},
                    words=form.cleaned_data["words"],
                    by=by,
                    on=on,
                )
                messages.info(request, "Thank you. Your worker looks at it with you.")
                return redirect("contact.my_equipment")
            chosen = _a_uuid(request.POST.get("order", ""))
            if act == "used" and chosen is not None and used.is_valid():
                operations.say_if_equipment_helps(
                    chosen,
                    helped=used.cleaned_data["helped"],
                    words=used.cleaned_data["words"],
                    by=by,
                    on=on,
                )
                return redirect("contact.my_equipment")
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("contact.my_equipment")
    wrong = [*problems(form), *problems(used)]
    return render(
        request,
        "contact/my_equipment.html",
        {
            "orders": queries.orders_of(person_id, by=by, on=on),
            "looks": queries.looks_of(person_id, by=by, on=on),
            "form": form,
            "used": used,
            "chosen": request.POST.get("order", ""),
            "problems": wrong,
        },
        status=422 if wrong else 200,
    )


def _were_asked(request: HttpRequest, measures: tuple[Measure, ...]) -> bool:
    return all(one.key in request.POST for one in measures)


def _a_uuid(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None
