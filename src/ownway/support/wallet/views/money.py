"""My money, and the same page for those who work with me."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.access.models import SignIn
from ownway.support.people import queries as people
from ownway.support.wallet import pages, queries


@require_safe
def my_money(request: HttpRequest) -> HttpResponse:
    by = asker(request)
    return _page(request, people.own_person_id(by), by=by, mine=True)


@require_safe
def money(request: HttpRequest, person_id: UUID) -> HttpResponse:
    return _page(request, person_id, by=asker(request), mine=False)


@require_safe
def my_lines(request: HttpRequest) -> StreamingHttpResponse:
    by = asker(request)
    return _file(people.own_person_id(by), by=by, name="my-money.csv")


@require_safe
def lines(request: HttpRequest, person_id: UUID) -> StreamingHttpResponse:
    return _file(person_id, by=asker(request), name="money.csv")


def _page(request: HttpRequest, person_id: UUID, *, by: SignIn, mine: bool) -> HttpResponse:
    on = today()
    found = queries.money_for_reading(person_id, by=by, on=on)
    page = pages.MoneyPage.of(found, mine=mine)
    return render(request, "wallet/money.html", {"page": page, "money": found, "mine": mine})


def _file(person_id: UUID, *, by: SignIn, name: str) -> StreamingHttpResponse:
    found = queries.money_for_reading(person_id, by=by, on=today())
    return StreamingHttpResponse(
        pages.as_csv(found),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
