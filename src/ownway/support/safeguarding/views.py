"""Telling that one is worried, from every front door; and the work of a safeguarding lead."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ownway.config.clock import instant, now, today
from ownway.foundation.access.asking import asker, origin_of
from ownway.foundation.access.domain import Kind
from ownway.foundation.access.models import SignIn
from ownway.foundation.access.operations.slowing import TooManyTries, count_one
from ownway.foundation.look.forms import problems
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.people import queries as people
from ownway.support.safeguarding import domain, operations, queries
from ownway.support.safeguarding.domain import Door
from ownway.support.safeguarding.forms import (
    CloseForm,
    ShareForm,
    TellRecordForm,
    WorriedForm,
)

FREE_AN_HOUR = 30  # from one address: a whole hospital may sit behind one


@require_http_methods(["GET", "POST"])
def worried(request: HttpRequest) -> HttpResponse:
    """Anybody, without a sign-in. Staff who are signed in tell it under their name."""
    staff = _staff(request)
    form = WorriedForm(request.POST or None, signed_in=staff is not None)
    if request.method == "POST" and form.is_valid():
        try:
            count_one("worried", origin=origin_of(request), free=FREE_AN_HOUR, at=instant())
        except TooManyTries:
            return render(request, "safeguarding/wait.html", {}, status=429)
        made = _raise(
            form,
            None,
            by=staff,
            who=form.cleaned_data["who"] or (staff.name if staff else ""),
            door=Door.TEAM if staff else Door.PUBLIC,
        )
        return redirect(_received("safeguarding.received", made))
    return _page(request, form, {"back": None, "signed_in_as": staff.name if staff else ""})


@require_safe
def received(request: HttpRequest) -> HttpResponse:
    return _thank_you(request, {"home": "/", "mine": []})


@require_http_methods(["GET", "POST"])
@transaction.atomic
def my_worried(request: HttpRequest) -> HttpResponse:
    """Behind the person's door: about themself, the one whose record they see, or anybody else."""
    by = asker(request)
    form = WorriedForm(request.POST or None, signed_in=True)
    if request.method == "POST" and form.is_valid():
        about_me = form.cleaned_data["asked"] == "self" and not form.cleaned_data["who"]
        made = _raise(
            form,
            by.own_person_id if about_me else None,
            by=by,
            who=form.cleaned_data["who"] or by.name,
            door=Door.MY,
        )
        return redirect(_received("safeguarding.my_received", made))
    return _page(
        request,
        form,
        {
            "back": (reverse("my.home"), "Back to home"),
            "signed_in_as": by.name,
            "mine": queries.received_from(by),
        },
    )


@require_safe
def my_received(request: HttpRequest) -> HttpResponse:
    return _thank_you(request, {"home": reverse("my.home"), "mine": []})


@require_http_methods(["GET", "POST"])
@transaction.atomic
def worried_about(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Staff, about somebody they may know of: no reason is asked before it can be told."""
    by, on = asker(request), today()
    person = people.person_to_ask_about(person_id, by=by, on=on)
    form = WorriedForm(request.POST or None, signed_in=True, known=True)
    if request.method == "POST" and form.is_valid():
        made = _raise(form, person.id, by=by, who=person.name, door=Door.TEAM)
        return redirect(_received("safeguarding.received_about", made, person_id))
    back = (reverse("people.record", args=[person_id]), f"Back to {person.name}")
    return _page(request, form, {"back": back, "signed_in_as": by.name, "person": person})


@require_safe
def received_about(request: HttpRequest, person_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    people.person_to_ask_about(person_id, by=by, on=on)
    return _thank_you(
        request,
        {"home": reverse("people.record", args=[person_id]), "mine": queries.received_from(by)},
    )


@require_safe
@transaction.atomic
def concerns(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    return render(
        request,
        "safeguarding/concerns.html",
        {
            "open": queries.concerns(by=by, on=on),
            "closed": queries.concerns(by=by, on=on, closed=True),
        },
    )


@require_safe
@transaction.atomic
def concern(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    return _concern(request, concern_id)


@require_POST
@transaction.atomic
def acknowledge(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    try:
        operations.acknowledge(concern_id, by=asker(request), on=today(), at=now())
    except (NotAllowed, NotFound):
        raise
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.info(request, "It is yours now. Whoever told us sees that somebody has it.")
    return redirect("safeguarding.concern", concern_id)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def match(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    page = queries.concern_for_reading(concern_id, by=by, on=on)
    if not page.lead:
        raise NotFound(queries.NO_SUCH_CONCERN)
    if request.method == "POST":
        operations.match(concern_id, _id(request.POST.get("person", "")), by=by, on=on)
        messages.info(request, "Noted here. Nothing was written on the record.")
        return redirect("safeguarding.concern", concern_id)
    said = request.GET.get("find", "")[:100]
    found = people.find(said, by=by, on=on) if said.strip() else []
    return render(request, "safeguarding/match.html", {"page": page, "said": said, "found": found})


@require_POST
@transaction.atomic
def close(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    form = CloseForm(request.POST, auto_id="close_%s")
    if form.is_valid():
        try:
            operations.close(
                concern_id, **form.cleaned_data, by=asker(request), on=today(), at=now()
            )
        except (NotAllowed, NotFound):
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, "Noted.")
            return redirect("safeguarding.concern", concern_id)
    return _concern(request, concern_id, close_form=form)


@require_POST
@transaction.atomic
def share(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    form = ShareForm(request.POST, auto_id="share_%s")
    if form.is_valid():
        reader = form.able[form.cleaned_data["reader"]]
        try:
            operations.share_with(
                concern_id,
                reader,
                because=form.cleaned_data["because"],
                by=asker(request),
                on=today(),
            )
        except (NotAllowed, NotFound):
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, f"{reader.name} can read it now.")
            return redirect("safeguarding.concern", concern_id)
    return _concern(request, concern_id, share_form=form)


@require_POST
@transaction.atomic
def share_no_longer(request: HttpRequest, concern_id: UUID, reader_id: UUID) -> HttpResponse:
    operations.share_no_longer(concern_id, reader_id, by=asker(request), on=today())
    messages.info(request, "They cannot read it any more.")
    return redirect("safeguarding.concern", concern_id)


@require_POST
@transaction.atomic
def tell_record(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    form = TellRecordForm(request.POST, auto_id="tell_%s")
    if form.is_valid():
        try:
            operations.tell_record(
                concern_id, words=form.cleaned_data["words"], by=asker(request), on=today()
            )
        except (NotAllowed, NotFound):
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, "It stands on the record now.")
            return redirect("safeguarding.concern", concern_id)
    return _concern(request, concern_id, tell_form=form)


def _staff(request: HttpRequest) -> SignIn | None:
    who = request.user
    return who if isinstance(who, SignIn) and who.kind == Kind.STAFF else None


def _raise(
    form: WorriedForm, about_id: UUID | None, *, by: SignIn | None, who: str, door: Door
) -> UUID:
    return operations.raise_concern(
        about_id=about_id, **form.told(), who=who, door=door, by=by, on=today(), at=now()
    )


def _received(route: str, concern_id: UUID, *args: Any) -> str:
    return f"{reverse(route, args=args)}?number={domain.reference(concern_id)}"


def _page(request: HttpRequest, form: WorriedForm, more: dict[str, Any]) -> HttpResponse:
    return render(
        request,
        "safeguarding/worried.html",
        {"form": form, "problems": problems(form)} | more,
        status=422 if form.errors else 200,
    )


def _thank_you(request: HttpRequest, more: dict[str, Any]) -> HttpResponse:
    number = request.GET.get("number", "")
    shown = number if domain.is_reference(number) else ""
    return render(request, "safeguarding/received.html", {"number": shown} | more)


def _concern(
    request: HttpRequest,
    concern_id: UUID,
    *,
    close_form: CloseForm | None = None,
    share_form: ShareForm | None = None,
    tell_form: TellRecordForm | None = None,
) -> HttpResponse:
    by, on = asker(request), today()
    wrong = next((one for one in (close_form, share_form, tell_form) if one is not None), None)
    return render(
        request,
        "safeguarding/concern.html",
        {
            "page": queries.concern_for_reading(concern_id, by=by, on=on),
            "close_form": close_form or CloseForm(auto_id="close_%s"),
            "share_form": share_form or ShareForm(auto_id="share_%s"),
            "tell_form": tell_form or TellRecordForm(auto_id="tell_%s"),
            "problems": problems(wrong) if wrong is not None else [],
        },
        status=422 if wrong is not None else 200,
    )


def _id(said: str) -> UUID:
    try:
        return UUID(said)
    except ValueError:
        raise NotFound("Choose somebody from the list.") from None
