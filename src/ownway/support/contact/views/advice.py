"""Information and advice for anybody, and the desk of those who write it."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ownway.commissioning.directory import queries as directory
from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.look.forms import problems
from ownway.foundation.notices.domain import Line, lines_of, too_long
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.contact.domain import advice as domain
from ownway.support.contact.forms.advice import AdviceForm, ReviewByForm, SendBackForm
from ownway.support.contact.operations import advice as operations
from ownway.support.contact.queries import advice as queries


@require_safe
def advice(request: HttpRequest) -> HttpResponse:
    return render(request, "contact/advice.html", {"pages": queries.published_advice()})


@require_safe
def advice_page(request: HttpRequest, slug: str) -> HttpResponse:
    page, easy = queries.advice(slug), request.GET.get("words") == "easy"
    return render(
        request,
        "contact/advice_page.html",
        {
            "page": page,
            "easy": easy,
            "blocks": domain.blocks_of(page.body),
            "lines": lines_of(page.easy_read),
            "due": page.is_due(today()),
            "services": directory.services_for(page.topics, limit=6),
        },
    )


@require_safe
def advice_desk(request: HttpRequest) -> HttpResponse:
    on = today()
    pages = queries.advice_pages()
    return render(
        request,
        "contact/advice_desk.html",
        {
            "pages": pages,
            "due": [one for one in pages if one.used and one.used.is_due_soon(on)],
            "waiting": [one for one in pages if one.open and one.open.state is domain.State.REVIEW],
            "texts": queries.texts_to_begin_from(),
            "on": on,
        },
    )


@require_POST
def begin_advice(request: HttpRequest, slug: str) -> HttpResponse:
    try:
        operations.begin_from_text(slug, by=asker(request), on=today())
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("contact.advice_desk")
    messages.info(request, "A draft has these words. Change them to your own place.")
    return redirect("contact.advice_versions", slug)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def advice_versions(request: HttpRequest, slug: str) -> HttpResponse:
    """One page for its editors: how it reads, what is being made, every version."""
    by, on, act = asker(request), today(), request.POST.get("act", "")
    page = queries.advice_page(slug)
    opened, used = page.open, page.used
    publish = ReviewByForm(request.POST if act == "publish" else None, prefix="publish")
    again = ReviewByForm(request.POST if act == "still" else None, prefix="still")
    back = SendBackForm(request.POST if act == "back" else None)
    problem = ""
    try:
        done = ""
        if act == "restore":
            operations.bring_back(slug, _number(request), by=by, on=on)
            done = "A new draft has these words. Somebody else reads it before it is published."
        elif act in ("still", "down") and used is None:
            raise Refused("Nobody can read this page any more. Load it again.")
        elif act in ("ask", "publish", "back") and opened is None:
            raise Refused("Nothing is being made here any more. Load the page again.")
        elif act == "ask" and opened:
            operations.ask_review(opened.id, by=by, on=on)
            done = "It waits for somebody else to read it."
        elif act == "publish" and opened and publish.is_valid():
            operations.publish(opened.id, **publish.cleaned_data, by=by, on=on)
            done = "Published. Anybody can read it now."
        elif act == "back" and opened and back.is_valid():
            operations.send_back(opened.id, **back.cleaned_data, by=by, on=on)
            done = "Sent back to whoever wrote it."
        elif act == "still" and used and again.is_valid():
            operations.still_right(used.id, **again.cleaned_data, by=by, on=on)
            done = "Kept: it was looked at again."
        elif act == "down" and used:
            operations.take_down(used.id, by=by, on=on)
            done = "Taken down. Its words are kept here."
        if done:
            messages.info(request, done)
            return redirect("contact.advice_versions", slug)
    except Refused as refusal:
        if act in ("publish", "still") and "day" in str(refusal):
            (publish if act == "publish" else again).add_error("review_by", str(refusal))
        else:
            problem = str(refusal)
    shown = opened or used or page.versions[0]
    wrong = [*problems(publish), *problems(again), *problems(back)]
    if problem:
        wrong.append({"text": problem, "href": "#versions"})
    return render(
        request,
        "contact/advice_versions.html",
        {
            "page": page,
            "shown": shown,
            "own": opened is not None and by.pk in opened.writers,
            "publish": publish,
            "again": again,
            "back": back,
            "problems": wrong,
            "on": on,
            **_as_read(shown.body, shown.easy_read),
        },
        status=422 if wrong else 200,
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def write_advice(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Write a page: look at it as people will read it, then keep it as a draft."""
    by, on = asker(request), today()
    page = queries.advice_page(slug) if slug else None
    start = (page.open or page.used or page.versions[0]) if page else None
    first: dict[str, Any] = {"step": page.open.step if page and page.open else 0}
    if start:
        first |= {
            "title": start.title,
            "summary": start.summary,
            "body": start.body,
            "easy_read": start.easy_read,
            "topics": list(start.topics),
        }
    form = AdviceForm(request.POST or None, initial=first)
    seen: dict[str, Any] = {}
    theirs: queries.AdviceLine | None = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if request.POST.get("act") == "keep":
            try:
                made = operations.write_advice(slug, **said, by=by, on=on)
            except operations.ChangedMeanwhile as refusal:
                form.add_error(None, str(refusal))
                theirs = queries.advice_page(slug).open
                form.data = _with_step(request, str(theirs.step if theirs else 0))
            except NotAllowed:
                raise
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.info(request, "Kept as a draft. Send it to be read when it is ready.")
                return redirect("contact.advice_versions", made)
        seen = _as_read(said["body"], said["easy_read"]) | {"title": said["title"]}
    return render(
        request,
        "contact/write_advice.html",
        {"form": form, "problems": problems(form), "page": page, "seen": seen, "theirs": theirs},
        status=422 if form.errors else 200,
    )


def _as_read(body: str, easy_read: str) -> dict[str, Any]:
    lines: tuple[Line, ...] = lines_of(easy_read)
    return {
        "blocks": domain.blocks_of(body),
        "lines": lines,
        "reading": domain.reading_of(body),
        "goal": domain.GOAL_AGE,
        "long_easy": too_long(easy_read),
    }


def _with_step(request: HttpRequest, step: str) -> Any:
    data = request.POST.copy()
    data["step"] = step
    return data


def _number(request: HttpRequest) -> int:
    typed = request.POST.get("number", "")
    if not typed.isdecimal() or len(typed) > 6:
        raise NotFound("There is no such version.")
    return int(typed)
