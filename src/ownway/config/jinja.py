"""The template environment: the design system's components and our own words for money and days."""

from functools import cache
from typing import Any
from uuid import UUID

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader
from markupsafe import Markup

from ownway.config.clock import today
from ownway.foundation.look import filters
from ownway.foundation.notices.letters.pictures import drawn
from ownway.kernel import money


def environment(**options: Any) -> Environment:
    options["loader"] = ChoiceLoader(
        [
            options["loader"],
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    made = Environment(**options, trim_blocks=True, lstrip_blocks=True)
    made.globals.update(
        static=static, url=_url, today=today, picture=_picture, early_view_of=_early_view_of
    )
    made.filters.update(
        pounds=money.pounds,
        about_pounds=money.about_pounds,
        day=filters.day,
        short_day=filters.short_day,
        instant=filters.instant,
        count=filters.count,
        initials=filters.initials,
    )
    return made


_ANY = UUID("5a1e7b52-2f0b-4c55-8a3e-6d1f0f1f8c11")  # stands for an id that an address ends in


def _url(name: str, *parts: object, **query: object) -> str:
    """The address of a route, with its path parts in order and its query by name."""
    if len(parts) == 1 and isinstance(parts[0], UUID):
        return filters.with_query(_around_an_id(name).replace(str(_ANY), str(parts[0])), query)
    return filters.with_query(reverse(name, args=[str(part) for part in parts]), query)


@cache
def _around_an_id(name: str) -> str:
    """The address of a route about one thing: a list has a link a line, and all are made alike."""
    return reverse(name, args=[str(_ANY)])


def _picture(name: str) -> Markup:
    """One of our own pictures; the words beside it say the same, so it is hidden from readers."""
    return Markup(drawn(name, ' aria-hidden="true" focusable="false"'))


def _early_view_of(version: int) -> bool:
    """Whether answers to this version of the self-check can be given an early view today.

    The self-check comes before first figures on the path and cannot ask them itself.
    """
    from ownway.support.allocation.queries import gives_early_views

    return gives_early_views(version, on=today())
