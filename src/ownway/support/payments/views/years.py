"""Financial years: what each came to, what stands in the way of its close, and its journal."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.look.forms import problems
from ownway.kernel.refusal import Refused
from ownway.support.ledger import queries as ledger
from ownway.support.payments import operations, permissions, queries
from ownway.support.payments.domain.years import (
    Code,
    CodeMissing,
    FinancialYear,
    outturn_file,
)
from ownway.support.payments.forms import CloseYearForm
from ownway.support.payments.pages import years as pages

FIRST_YEAR = 2015


@require_GET
def years(request: HttpRequest) -> HttpResponse:
    return render(
        request, "payments/years.html", {"years": queries.years(by=asker(request), on=today())}
    )


@require_GET
def year(request: HttpRequest, begins: int) -> HttpResponse:
    return _year(request, _known(begins), CloseYearForm())


@require_POST
def close_year(request: HttpRequest, begins: int) -> HttpResponse:
    which, form = _known(begins), CloseYearForm(request.POST)
    if form.is_valid():
        try:
            operations.close_year(
                which, reasons=form.cleaned_data["reasons"], by=asker(request), on=today()
            )
        except Refused as refusal:
            form.add_error("reasons", str(refusal))
        else:
            messages.info(request, f"The year {which.words} is closed.")
            return redirect("payments.year", begins)
    return _year(request, which, form)


@require_GET
def outturn_csv(request: HttpRequest, begins: int) -> HttpResponse:
    which = _known(begins)
    found = queries.outturn_of(which, by=asker(request))
    return _file(outturn_file(found), f"outturn-{which.begins}.csv", "utf-8-sig")


@require_GET
def journal_csv(request: HttpRequest, begins: int) -> HttpResponse:
    which = _known(begins)
    try:
        made = queries.journal_of_year(which, by=asker(request))
    except CodeMissing as missing:
        messages.error(request, f"The journal needs codes for these accounts first: {missing}.")
        return redirect("payments.codes")
    return _file(made, f"journal-{which.begins}.csv", "utf-8")


@require_http_methods(["GET", "POST"])
def codes(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    lines = [pages.CodeRow.of(n, one) for n, one in enumerate(queries.code_lines(by=by, on=on))]
    said = []
    if request.method == "POST":
        lines = [one.typed(request.POST) for one in lines]
        said = [problem for one in lines for problem in one.problems]
        if not said:
            given = {
                (one.line.kind, one.line.fund): Code(one.cost_centre, one.account_code)
                for one in lines
            }
            changed = operations.set_codes(given, by=by, on=on)
            words = "account has a new code" if changed == 1 else "accounts have new codes"
            messages.info(request, f"{changed} {words}." if changed else "Nothing was changed.")
            return redirect("payments.codes")
    return render(
        request,
        "payments/codes.html",
        {"lines": lines, "problems": said},
        status=422 if said else 200,
    )


def _year(request: HttpRequest, which: FinancialYear, form: CloseYearForm) -> HttpResponse:
    by, on = asker(request), today()
    found = queries.outturn_of(which, by=by)
    return render(
        request,
        "payments/year.html",
        {
            "year": which,
            "outturn": found,
            "chart": pages.chart(found),
            "ways": queries.in_the_way(which, by=by),
            "owed": ledger.owed_at(min(which.last_day, on), by=by),
            "closed": next(
                (one for one in ledger.closings(by=by) if one.through >= which.last_day), None
            ),
            "over": which.last_day < on,
            "form": form,
            "problems": problems(form),
            "may_close": permissions.CLOSE_YEAR.allows(by),
        },
        status=422 if form.errors else 200,
    )


def _known(begins: int) -> FinancialYear:
    if not FIRST_YEAR <= begins <= date.max.year - 1 or FinancialYear(begins).first_day > today():
        raise Http404
    return FinancialYear(begins)


def _file(words: str, name: str, encoding: str) -> HttpResponse:
    answer = HttpResponse(words.encode(encoding), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
