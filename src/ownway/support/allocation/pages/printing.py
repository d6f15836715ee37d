"""A first figure on paper."""

from pathlib import Path

from ownway.foundation.look.printing import as_pdf
from ownway.kernel.money import about_pounds
from ownway.kernel.period import in_words
from ownway.support.allocation.pages.figures import BudgetPage

FIGURE = Path(__file__).parent / "figure.typ"


def figure_pdf(page: BudgetPage, *, mine: bool, council: str, telephone: str) -> bytes:
    """The figure with its range, workings and how to say no. `mine`: for the person themself."""
    card = page.table.card
    rows = [[f"{one.question}: {one.answer}", str(one.points)] for one in page.lines]
    if page.start:
        rows.insert(0, [f"Where {page.group or 'this group'} starts", str(page.start)])
    said = {
        "title": "First figure",
        "council": council,
        "day": in_words(page.proposed_on),
        "telephone": telephone,
        "figure": f"{about_pounds(page.total_weekly)} a week",
        "year": f"About {about_pounds(page.total_yearly)} a year (52 weeks).",
        "meaning": "This is what support for needs like these usually costs. It is a place to "
        "start the plan, not a limit, and not a decision. The council must meet the needs that it "
        "agreed, even when that costs more.",
        "range": f"For {page.in_ten} in 10 people with a figure like this, the agreed plan cost "
        f"between {about_pounds(page.low_weekly)} and {about_pounds(page.high_weekly)} a week "
        f"({page.basis}).",
        "flags": list(page.flags),
        "rows": [*rows, ["All together", str(page.score)]],
        "near": [
            [
                f"{line.score} points{' (this figure)' if line.here else ''}",
                f"{about_pounds(line.total_weekly)} a week",
            ]
            for line in page.near
        ],
        "table": f"From the published table {card.version}, {page.table.approved_words}. "
        f"Fingerprint {page.table.digest[:16]}. Number of this figure: {page.id}.",
        "others": [
            f"{about_pounds(one.line.total_weekly)} a week, set on {in_words(one.line.set_on)}: "
            f"{one.line.reason}."
            for one in page.others
        ],
        "not_right": _not_right(page, mine=mine, telephone=telephone),
    }
    return as_pdf(FIGURE, said, day=page.proposed_on)


def _not_right(page: BudgetPage, *, mine: bool, telephone: str) -> list[str]:
    whom = f"Tell {page.proposed_by}, who shared it"
    call = f", or call {telephone}" if telephone else ""
    return [
        f"{whom}{call}. Somebody who did not set the figure looks at it again and writes back "
        "within 10 working days. Support carries on meanwhile.",
        f"If {'you need' if mine else 'they need'} more than this pays for: plan what is needed. "
        "A plan that costs more is a normal thing: it says why.",
        "An advocate is free. Whoever is not content with our answer can ask the Local Government "
        "and Social Care Ombudsman, free of charge.",
    ]
