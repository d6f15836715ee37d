"""The product's own addresses, with three pages beside them to measure against.

    /floor/       a signed-in page with nothing in it: session, sign-in, and the frame of a page
    /unlocked/    the product's list in the owner's role, where row-level security does not bind
    /ordinary/    the same list as Django sites write it: ORM, Paginator, Django templates

Settings and addresses of `bench/pages.py` alone; the product never loads this module.
"""

from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines

from ownway.config import settings as house
from ownway.config.settings import *  # noqa: F403  (a settings module)

ROOT_URLCONF = "pages_site"
globals()["TEMPLATES"] = [
    *house.TEMPLATES,
    {"NAME": "ordinary", "BACKEND": "django.template.backends.django.DjangoTemplates"},
]
ORDINARY = """<!DOCTYPE html><html lang="en"><title>People</title><h1>People</h1>
<p>{{ page.paginator.count }} people, page {{ page.number }} of {{ page.paginator.num_pages }}</p>
<table>{% for person in page %}<tr><th><a href="/team/people/{{ person.pk }}/">
{{ person.given_name }} {{ person.family_name }}</a> {{ person.council_id }}</th>
<td>{{ person.born_on|date:"j F Y" }}</td><td>{{ person.locality.name }}</td>
<td>{{ person.primary_support_reason }}</td><td>{{ person.team.name }}</td>
<td>{% for need in person.communication_needs.all %}{{ need.code }} {% endfor %}</td></tr>
{% endfor %}</table>{% if page.has_next %}<a href="?page={{ page.next_page_number }}">Next</a>
{% endif %}</html>"""


def floor(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return HttpResponse(status=403)
    return render(request, "look/base.html")


def unlocked(request: HttpRequest) -> HttpResponse:
    from ownway.config.clock import now
    from ownway.front_doors.views.team import find

    request.user.asking_at = now()  # type: ignore[union-attr]  # the worker of the measurement
    with transaction.atomic():
        return find(request)


def ordinary(request: HttpRequest) -> HttpResponse:
    from ownway.support.people.models import Person

    if not request.user.is_authenticated:
        return HttpResponse(status=403)
    rows = (
        Person.objects.filter(team=request.user.team, died_on__isnull=True)
        .select_related("team", "locality")
        .prefetch_related("communication_needs")
        .order_by("family_name", "given_name", "pk")
    )
    if said := request.GET.get("find"):
        rows = rows.filter(family_name__icontains=said)
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    template = engines["ordinary"].from_string(ORDINARY)
    return HttpResponse(template.render({"page": page}, request))


def _urls() -> list[Any]:
    from django.urls import path

    from ownway.config import urls

    for view in (floor, unlocked, ordinary):
        view.placed = view.__name__  # type: ignore[attr-defined]  # how the middleware knows it
    return [
        path("floor/", floor),
        path("unlocked/", unlocked),
        path("ordinary/", ordinary),
        *urls.urlpatterns,
    ]


def __getattr__(name: str) -> Any:
    """The addresses, when they are asked for: after the settings stand."""
    if name == "urlpatterns":
        return _urls()
    raise AttributeError(name)
