"""Behind the person's own door: what the council told them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.notices import queries
from ownway.support.people import queries as people


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    ids = people.every_id(people.own_person_id(asker(request)))
    told = queries.told(ids, on=today())
    return render(request, "front_doors/my_notices.html", {"lines": told})
