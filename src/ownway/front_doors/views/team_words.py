"""Behind the council's door: the words of notices, written by one and agreed by another."""

from dataclasses import replace

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.look.forms import problems
from ownway.foundation.notices import operations, queries
from ownway.foundation.notices.domain import (
    EXAMPLES,
    TEMPLATES,
    Line,
    Template,
    Wording,
    fill,
    lines_of,
    too_long,
)
from ownway.front_doors.forms.notices import AgreeForm, SendBackForm, WordsForm
from ownway.kernel.refusal import NotFound, Refused


@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """Every kind of notice, which version is in use and what waits."""
    on = today()
    rows = []
    waiting = 0
    for code in TEMPLATES:
        lines = queries.versions(code, on=on)
        opened = next((one for one in lines if one.state is not Wording.AGREED), None)
        waiting += opened is not None and opened.state is Wording.REVIEW
        used = next(one for one in lines if one.in_words == "in use")
        rows.append({"template": TEMPLATES[code], "used": used, "open": opened})
    return render(request, "front_doors/templates.html", {"rows": rows, "waiting": waiting})


@require_http_methods(["GET", "POST"])
@transaction.atomic
def template(request: HttpRequest, template: str) -> HttpResponse:
    """One kind of notice: the words in use, what is being made, and every version before."""
    by, on = asker(request), today()
    lines = queries.versions(template, on=on)
    opened = next((one for one in lines if one.state is not Wording.AGREED), None)
    act = request.POST.get("act", "")
    agree = AgreeForm(request.POST if act == "agree" else None)
    back = SendBackForm(request.POST if act == "back" else None)
    problem = ""
    try:
        if act == "restore":
            operations.go_back(template, _number(request), by=by, on=on)
            messages.info(request, "A new draft has these words. Somebody else agrees to it.")
            return redirect("team.template", template)
        if act and (opened is None or opened.id is None):
            raise Refused("Nothing is being made here any more. Load the page again.")
        if act == "ask" and opened and opened.id:
            operations.ask_review(opened.id, by=by, on=on)
            messages.info(request, "It waits for somebody else to agree.")
            return redirect("team.template", template)
        if act == "agree" and opened and opened.id and agree.is_valid():
            operations.agree_words(opened.id, **agree.cleaned_data, by=by, on=on)
            messages.info(request, "Agreed. The words are used from that day.")
            return redirect("team.template", template)
        if act == "back" and opened and opened.id and back.is_valid():
            operations.send_back(opened.id, **back.cleaned_data, by=by, on=on)
            messages.info(request, "Sent back to whoever wrote it.")
            return redirect("team.template", template)
    except Refused as refusal:
        if act == "agree" and "day" in str(refusal):
            agree.add_error("from_day", str(refusal))
        else:
            problem = str(refusal)
    shown = opened or next(one for one in lines if one.in_words == "in use")
    wrong = [*problems(agree), *problems(back)]
    if problem:
        wrong.append({"text": problem, "href": "#versions"})
    return render(
        request,
        "front_doors/template.html",
        {
            "template": TEMPLATES[template],
            "lines": lines,
            "open": opened,
            "shown": shown,
            "own": opened is not None and opened.written_by_id == by.pk,
            "standard": _example(shown.words.standard, shown.words),
            "easy_read": _example(shown.words.easy_read, shown.words),
            "agree": agree,
            "back": back,
            "problems": wrong,
        },
        status=422 if wrong else 200,
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def write(request: HttpRequest, template: str) -> HttpResponse:
    """Write the draft of a template: first how it will look, then keep it."""
    by, on = asker(request), today()
    lines = queries.versions(template, on=on)
    opened = next((one for one in lines if one.state is not Wording.AGREED), None)
    start = (opened or next(one for one in lines if one.in_words == "in use")).words
    first = {"subject": start.subject, "standard": start.standard, "easy_read": start.easy_read}
    form = WordsForm(TEMPLATES[template], request.POST or None, initial=first)
    seen = None
    if request.method == "POST" and form.is_valid():
        said = form.said()
        seen = replace(
            start,
            subject=said["subject"],
            standard=said["standard"],
            easy_read=said["easy_read"],
        )
        if request.POST.get("act") == "keep":
            try:
                operations.write_words(template, **form.said(), by=by, on=on)
                messages.info(request, "Kept as a draft. Send it to review when it is ready.")
                return redirect("team.template", template)
            except Refused as refusal:
                form.add_error(None, str(refusal))
    return render(
        request,
        "front_doors/write_words.html",
        {
            "template": TEMPLATES[template],
            "form": form,
            "problems": problems(form),
            "seen": seen,
            "standard": _example(seen.standard, seen) if seen else (),
            "easy_read": _example(seen.easy_read, seen) if seen else (),
            "long": too_long(fill(seen.easy_read, EXAMPLES, seen.allowed)) if seen else (),
        },
        status=422 if form.errors else 200,
    )


def _example(text: str, words: Template) -> tuple[Line, ...]:
    return lines_of(fill(text, EXAMPLES, words.allowed))


def _number(request: HttpRequest) -> int:
    typed = request.POST.get("number", "")
    if not typed.isdecimal() or len(typed) > 6:
        raise NotFound("There is no such version.")
    return int(typed)
