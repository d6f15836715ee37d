"""What somebody pays towards their support: the law, written once for one person and for many.

Order     Income that counts, and an income assumed from capital between the limits; less the
          Minimum Income Guarantee (at home) or the personal expenses allowance (in a care home);
          less housing costs and disability-related expenditure. That is the most they can pay; of
          it the council takes its share; and never more than the support costs.
Source    Care Act 2014, sections 14 and 17; Care and Support (Charging and Assessment of
          Resources) Regulations 2014 (SI 2014/2672); Care and support statutory guidance, ch. 8.
"""

from collections.abc import Iterator

from ownway.support.charging.domain.figures import Set
from ownway.support.charging.domain.means import (
    CAPITAL,
    INCOME,
    Amount,
    Case,
    Counts,
    Flag,
    Received,
    Spent,
)
from ownway.support.charging.domain.sums import Note, Part, Sums

SI = "SI 2014/2672"
ACT = "Care Act 2014"


def contribution(sums: Sums[Amount, Flag], case: Case[Amount, Flag]) -> Amount:
    """What is paid a week. Raises NotKnown where a figure that is needed has no amount."""
    nothing, local = sums.of(0), sums.figures.local
    at_home = sums.no(sums.either(case.stays, case.visits))
    income = income_weekly(sums, case, at_home)
    capital = capital_counted(sums, case)
    over_limit = sums.above(capital, _upper_limit(sums, at_home))
    assumed = tariff_income(sums, capital, over_limit)

    price = sums.less(case.cost_weekly, case.free_weekly)
    whole = sums.either(case.refused, over_limit)
    asked_about = sums.no(sums.either(whole, case.free))

    kept = sums.total((living_costs(sums, case, at_home, asked_about), own_costs(sums, case)))
    left = sums.less(sums.total((income, assumed)), kept)
    left = sums.chosen(asked_about, left, nothing)
    words = "The most that may be asked"
    sums.note(left, Note(Part.PAYS, words, f"{ACT}, section 14(7)", if_any=True))
    asked = sums.chosen(at_home, sums.down(left, local.taken_percent, 100), left)
    if local.taken_percent < 100:
        words = f"Of that the council asks {local.taken_percent} in a hundred at home"
        sums.note(asked, Note(Part.PAYS, words, local.reference, if_any=True))
    words = "Capital is above the upper limit: the full cost"
    full = sums.chosen(over_limit, price, nothing)
    sums.note(full, Note(Part.PAYS, words, f"{SI}, regulation 12", if_any=True))
    words = "What the support costs, without what is free"
    sums.note(price, Note(Part.PAYS, words, f"{SI}, regulation 3"))

    asked = sums.smaller(asked, price)
    if local.least_weekly:
        too_little = sums.above(sums.of(local.least_weekly), asked)
        asked = sums.chosen(too_little, nothing, asked)
    return sums.chosen(case.free, nothing, sums.chosen(whole, price, asked))


def income_weekly(sums: Sums[Amount, Flag], case: Case[Amount, Flag], at_home: Flag) -> Amount:
    """All income that counts, a week; each amount is made weekly by itself, rounded down."""
    by: dict[Counts, list[Amount]] = {counts: [] for counts in Counts}
    nothing = sums.of(0)
    for one in case.incomes:
        counts = INCOME[one.kind]
        if counts is Counts.NOT_AT_ALL and not sums.keeps_workings:
            continue
        amount = _weekly_down(sums, one)
        by[counts].append(amount)
        said = _shared(one.kind.value, one.shared_by)
        if counts is not Counts.WHOLE:
            said += f": {counts.value}"
        line = Note(Part.COMES_IN, said, f"{SI}, part 4 and schedule 1", if_any=True)
        sums.note(amount, line)
    counted = by[Counts.WHOLE]
    credit, war = sums.total(by[Counts.SAVINGS_CREDIT]), sums.total(by[Counts.WAR_PENSION])
    if by[Counts.SAVINGS_CREDIT]:
        some = sums.both(sums.no(at_home), sums.above(credit, nothing))
        couple = sums.both(some, case.couple)
        ignored = sums.total(
            (
                sums.figure(couple, Set.SAVINGS_CREDIT_COUPLE),
                sums.figure(sums.both(some, sums.no(case.couple)), Set.SAVINGS_CREDIT_SINGLE),
            )
        )
        counted.append(sums.chosen(some, sums.less(credit, ignored), nothing))
    if by[Counts.WAR_PENSION]:
        some = sums.above(war, nothing)
        counted.append(sums.less(war, sums.figure(some, Set.WAR_PENSION)))
    found = sums.total(counted)
    sums.note(found, Note(Part.COMES_IN, "Income that counts", f"{SI}, regulation 13"))
    return found


def capital_counted(sums: Sums[Amount, Flag], case: Case[Amount, Flag]) -> Amount:
    """All capital that counts. Their home does only for a stay for good, and not always then."""
    nothing = sums.of(0)
    home_counts = sums.both(case.stays, sums.no(case.home_ignored))
    counted: list[Amount] = []
    for one in case.capital:
        counts = CAPITAL[one.kind]
        if counts is Counts.NOT_AT_ALL and not sums.keeps_workings:
            continue
        amount = sums.down(one.amount, 1, one.shared_by)
        if counts is Counts.OWN_HOME:
            counted.append(sums.chosen(home_counts, amount, nothing))
        elif counts is Counts.WHOLE:
            counted.append(amount)
        said = _shared(one.kind.value, one.shared_by)
        if counts is not Counts.WHOLE:
            said += f": {counts.value}"
        line = Note(Part.SAVED, said, f"{SI}, part 5 and schedule 2", if_any=True)
        sums.note(amount, line)
    found = sums.total(counted)
    sums.note(found, Note(Part.SAVED, "Capital that counts", f"{SI}, regulation 18"))
    return found


def tariff_income(sums: Sums[Amount, Flag], capital: Amount, over_limit: Flag) -> Amount:
    """The weekly income that capital between the limits counts as, a step begun being whole."""
    lower, step, weekly = (
        sums.figures.pence(one) for one in (Set.LOWER_LIMIT, Set.TARIFF_STEP, Set.TARIFF_WEEKLY)
    )
    above = sums.less(capital, sums.of(lower))
    assumed = sums.times(sums.of(weekly), sums.steps(above, step))
    found = sums.chosen(over_limit, sums.of(0), assumed)
    words = "Income assumed from capital above the lower limit, a week"
    _rests(sums, found, Part.SAVED, words, Set.TARIFF_WEEKLY)
    return found


def living_costs(
    sums: Sums[Amount, Flag], case: Case[Amount, Flag], at_home: Flag, asked_about: Flag
) -> Amount:
    """What the law leaves everybody: the guarantee at home, the allowance in a care home.

    Nobody's figure is looked up who pays the full cost or nothing whatever they have.
    """
    found: list[Amount] = []
    in_care_home = sums.both(sums.no(at_home), asked_about)
    at_home = sums.both(at_home, asked_about)
    for one, applies in _guaranteed(sums, case):
        found.append(sums.figure(sums.both(at_home, applies), one))
        _left(sums, found[-1], one)
    parent = sums.both(at_home, sums.above(case.children, sums.of(0)))
    found.append(sums.times(sums.figure(parent, Set.CHILD), case.children))
    _left(sums, found[-1], Set.CHILD)
    found.append(sums.figure(in_care_home, Set.PERSONAL_EXPENSES))
    _left(sums, found[-1], Set.PERSONAL_EXPENSES)
    local = sums.figures.local
    if local.buffer_weekly:
        found.append(sums.chosen(at_home, sums.of(local.buffer_weekly), sums.of(0)))
        _cost(sums, found[-1], "What this council leaves beside the guarantee", local.reference)
    return sums.total(found)


def _guaranteed(sums: Sums[Amount, Flag], case: Case[Amount, Flag]) -> Iterator[tuple[Set, Flag]]:
    """The lines of regulation 7 and whom each is for; premiums stop at Pension Credit age.

    A lone parent of Pension Credit age gets the line of that age, which is higher.
    """
    single, young = sums.no(case.couple), sums.no(case.pension_age)
    parent = sums.above(case.children, sums.of(0))
    single_young, couple = sums.both(single, young), case.couple
    alone = sums.both(single_young, sums.no(parent))
    either_age = sums.either(case.pension_age, case.partner_pension_age)
    yield Set.SINGLE_UNDER_25, sums.both(alone, case.under_25)
    yield Set.SINGLE_25_OR_OVER, sums.both(alone, sums.no(case.under_25))
    yield Set.SINGLE_PENSION_AGE, sums.both(single, case.pension_age)
    yield Set.LONE_PARENT, sums.both(single_young, parent)
    yield Set.COUPLE, sums.both(couple, sums.no(either_age))
    yield Set.COUPLE_PENSION_AGE, sums.both(couple, either_age)
    disabled = sums.both(young, case.disability_premium)
    enhanced = sums.both(young, case.enhanced_disability_premium)
    yield Set.DISABILITY_SINGLE, sums.both(single, disabled)
    yield Set.DISABILITY_COUPLE, sums.both(couple, disabled)
    yield Set.ENHANCED_SINGLE, sums.both(single, enhanced)
    yield Set.ENHANCED_COUPLE, sums.both(couple, enhanced)
    yield Set.CARER, case.carer_premium


def own_costs(sums: Sums[Amount, Flag], case: Case[Amount, Flag]) -> Amount:
    """Housing costs (unless a care home is their home) and costs of a disability, rounded up."""
    found: list[Amount] = []
    for one in case.housing:
        found.append(sums.chosen(case.stays, sums.of(0), _weekly_up(sums, one)))
        _cost(sums, found[-1], _shared(one.what, one.shared_by), f"{SI}, schedule 1, paragraph 2")
    for one in case.disability:
        found.append(_weekly_up(sums, one))
        _cost(sums, found[-1], _shared(one.what, one.shared_by), f"{SI}, schedule 1, paragraph 4")
    return sums.total(found)


def _upper_limit(sums: Sums[Amount, Flag], at_home: Flag) -> Amount:
    law, own = sums.of(sums.figures.pence(Set.UPPER_LIMIT)), sums.figures.local.upper_limit_at_home
    return law if own is None else sums.chosen(at_home, sums.of(own), law)


def _weekly_down(sums: Sums[Amount, Flag], one: Received[Amount]) -> Amount:
    return sums.down(one.amount, one.every.times, one.every.over * one.shared_by)


def _weekly_up(sums: Sums[Amount, Flag], one: Spent[Amount]) -> Amount:
    return sums.up(one.amount, one.every.times, one.every.over * one.shared_by)


def _shared(words: str, by: int) -> str:
    return words if by == 1 else f"{words} (an equal share of {by})"


def _left(sums: Sums[Amount, Flag], amount: Amount, one: Set) -> None:
    _rests(sums, amount, Part.KEPT, sums.figures.figures[one].words, one, taken_away=True)


def _rests(
    sums: Sums[Amount, Flag],
    amount: Amount,
    part: Part,
    words: str,
    one: Set,
    *,
    taken_away: bool = False,
) -> None:
    figure = sums.figures.figures[one]
    sums.note(amount, Note(part, words, figure.reference, figure, taken_away, if_any=True))


def _cost(sums: Sums[Amount, Flag], amount: Amount, words: str, source: str) -> None:
    sums.note(amount, Note(Part.KEPT, words, source, taken_away=True, if_any=True))
