"""The template environment: the design system's components and our own words for money and days."""

from typing import Any

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
    made.globals.update(static=static, url=_url, today=today, picture=_picture)
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


def _url(name: str, *parts: object, **query: object) -> str:
    """The address of a route, with its path parts in order and its query by name."""
    return filters.with_query(reverse(name, args=[str(part) for part in parts]), query)


def _picture(name: str) -> Markup:
    """One of our own pictures; the words beside it say the same, so it is hidden from readers."""
    return Markup(drawn(name, ' aria-hidden="true" focusable="false"'))
