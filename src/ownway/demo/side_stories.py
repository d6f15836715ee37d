"""Shorter stories: people who asked and needed little, and the unpaid carers of others."""

from random import Random

from ownway.demo import lives, services
from ownway.demo.lives import Calendar, Event
from ownway.demo.prices import Draft, Price, Scale
from ownway.demo.providers import HOME_CARE_PROVIDERS


def short_story(rng: Random, *, calendar: Calendar, older: bool) -> list[Event]:
    """Somebody who asked, and needed no more than a word or a few weeks' help."""
    asked = lives.working_day(rng.randrange(calendar.first_day, calendar.last_day - 2))
    answered = min(calendar.last_day, asked + rng.randrange(0, 10))
    from_hospital = older and rng.random() < 0.45
    route = "Discharge from hospital" if from_hospital else lives.route_in(rng, older=older)
    if from_hospital:
        begins = answered
        ends = begins + rng.randrange(14, 45)
        still_on = ends > calendar.last_day
        sequel = rng.choices(
            (lives.ENDED_AS_PLANNED, lives.ADVICE, "Admitted to hospital", "NFA: Support declined"),
            (62, 20, 12, 6),
        )[0]
        found = [
            lives.request(asked, answered, lives.TO_REABLEMENT, route),
            lives.service(
                services.reablement(rng.randrange(5, 15)),
                start=begins,
                end=0 if still_on else ends,
                outcome=sequel,
                scale=Scale(),
            ),
        ]
        if not still_on and rng.random() < 0.6:
            opened = lives.working_day(ends)
            found.append(lives.review(rng, opened, opened, reason="Review of short term support"))
        return found
    outcome = rng.choices(
        (
            lives.ADVICE,
            lives.TO_ASSESSMENT,
            lives.TO_PLANNING,
            "NFA: Referral to other service within the local authority",
            "NFA: Support declined",
            "NFA: Self-funded client or under 12wk disregard",
            "NFA: No services offered for other reason",
        ),
        (44, 20, 16, 8, 4, 5, 3),
    )[0]
    found = [lives.request(asked, answered, outcome, route)]
    if outcome == lives.TO_ASSESSMENT and answered + 60 < calendar.last_day:
        opened = lives.working_day(answered + rng.randrange(5, 35))
        closed = max(opened, lives.working_day(opened + rng.randrange(2, 20)))
        found.append(
            lives.assessment(
                opened,
                closed,
                rng.choice((lives.ADVICE, "NFA: No services offered for other reason")),
                kind=rng.choice(("Long term assessment", "Short term assessment")),
                how=lives.method(rng),
            )
        )
    elif outcome == lives.TO_PLANNING:
        found.append(_small_help(rng, answered, calendar))
    return found


def _small_help(rng: Random, start: int, calendar: Calendar) -> Event:
    """A rail by the stairs once, or an alarm that stays; never long-term support."""
    if rng.random() < 0.55:
        draft = Draft(
            services.LOW_LEVEL,
            "Equipment",
            services.COMMISSIONED,
            None,
            "unit",
            "Weekly",
            services.TELECARE_WEEKLY,
            1,
        )
        return lives.service(draft, start=start, end=0, outcome="", scale=Scale())
    end = min(start + 14, calendar.last_day)
    event = lives.service(
        Draft(
            services.OTHER_SHORT_TERM, "Equipment", services.COMMISSIONED, None, "free", "", 0, 0
        ),
        start=start,
        end=end,
        outcome=lives.ENDED_AS_PLANNED,
        scale=Scale(),
    )
    event.price = Price(rng.choice((64_00, 118_50, 240_00, 385_00)), "One-off", "1", 0)
    return event


def caring(rng: Random, *, start: int, end: int, calendar: Calendar) -> list[Event]:
    """A carer's own story, within the time that the person cared for had support."""
    first = max(start, calendar.first_day)
    if end - first < 60:
        return []
    asked = lives.working_day(rng.randrange(first, end - 50))
    opened = lives.working_day(asked + rng.randrange(2, 25))
    closed = max(opened, lives.working_day(opened + rng.randrange(0, 20)))
    agreed = rng.random() < 0.68
    found = [
        lives.request(asked, min(opened, asked + 3), lives.TO_ASSESSMENT),
        lives.assessment(
            opened,
            closed,
            lives.TO_PLANNING if agreed else lives.ADVICE,
            kind="Unpaid carer assessment",
            how=lives.method(rng),
        ),
    ]
    if agreed:
        found.append(_for_a_carer(rng, closed, end, calendar))
    if closed + 400 < end and rng.random() < 0.5:
        seen = lives.working_day(closed + rng.randrange(330, 400))
        found.append(lives.review(rng, seen, seen, reason="Planned review of long term support"))
    return found


def _for_a_carer(rng: Random, start: int, end: int, calendar: Calendar) -> Event:
    kind = rng.random()
    still_on = end >= calendar.last_day
    if kind < 0.45:
        money = Draft(
            services.DIRECT_TO_CARER,
            services.DIRECT_PAYMENT,
            services.BY_DIRECT_PAYMENT,
            None,
            "free",
            "",
            0,
            0,
        )
        event = lives.service(
            money, start=start, end=start, outcome=lives.ENDED_AS_PLANNED, scale=Scale()
        )
        event.price = Price(rng.choice((200_00, 250_00, 300_00, 500_00)), "One-off", "1", 0)
        return event
    if kind < 0.75:
        break_weekly = Draft(
            services.FOR_THE_CARED_FOR,
            "Unpaid carer respite",
            services.MANAGED,
            rng.choice(HOME_CARE_PROVIDERS),
            "hours",
            "Hourly",
            24_00,
            rng.choice((2, 3, 4)),
        )
        return lives.service(
            break_weekly,
            start=start,
            end=0 if still_on else end,
            outcome=lives.ENDED_AS_PLANNED,
            scale=Scale(),
        )
    advice = Draft(
        services.DIRECT_TO_CARER,
        "Unpaid carer universal services",
        services.COMMISSIONED,
        None,
        "free",
        "",
        0,
        0,
    )
    return lives.service(
        advice,
        start=start,
        end=0 if still_on else end,
        outcome=lives.ENDED_AS_PLANNED,
        scale=Scale(),
    )
