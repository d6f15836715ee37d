"""The self-check for whoever is signed out: filled in, saved, come back to, sent, looked up.

The browser holds a check by its id in the session, so no address names one; on another device its
reference and code open it. Begun checks, posts and guesses are counted by where they come from.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST

from ownway.config.clock import instant, now, today
from ownway.foundation.access import operations as access
from ownway.foundation.access.asking import origin_of
from ownway.foundation.access.operations import TooManyTries
from ownway.foundation.keys import open_text, seal_text
from ownway.foundation.look.forms import problems
from ownway.kernel.refusal import NotFound, Refused
from ownway.support.contact.domain import self_checks as checks
from ownway.support.contact.domain.self_checks import NOTHING_SAID, Whom
from ownway.support.contact.forms.self_checks import (
    AddWordsForm,
    ComeBackForm,
    SenderForm,
    WhomForm,
    form_of,
)
from ownway.support.contact.operations import self_checks as operations
from ownway.support.contact.pages.self_checks import (
    PUBLIC,
    CheckPage,
    ResultPage,
    initial_of,
    kept_days,
)
from ownway.support.contact.queries.self_checks import HELD, HeldCheck, check_in_hand

CODE = "self_check_code"  # and its code, sealed, until the browser lets go of it
# On a shared device, whoever comes next finds nothing by going back.
nothing_kept = cache_control(private=True, no_store=True)
BEGUN_AN_HOUR = 60  # from one address: a library or a whole office may sit behind one
POSTS_AN_HOUR = 600
SLOW_DOWN = (
    "A lot has come from your network in a short time. Please wait 15 minutes and press the button "
    "again: what you typed is still here. If it cannot wait, call us."
)


@require_http_methods(["GET", "POST"])
@nothing_kept
def start(request: HttpRequest) -> HttpResponse:
    """Who is it for? Carries on with the check this browser holds, where there is one."""
    held = _held(request)
    open_now = held if held and not held.is_sent else None
    form = WhomForm(
        request.POST if "whom" in request.POST else None,
        initial={"whom": open_now.whom.value if open_now else ""},
    )
    if request.method == "POST" and not form.is_bound:
        form = WhomForm({})
    if request.method == "POST" and form.is_valid():
        whom = Whom(form.cleaned_data["whom"])
        try:
            _count_post(request)
            if open_now is None:
                open_now = _begin(request, whom)
            else:
                operations.say_whom(open_now.id, whom, on=today())
        except TooManyTries:
            form.add_error(None, SLOW_DOWN)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(PUBLIC.page, checks.steps(open_now.version, whom)[0])
    return render(
        request,
        "contact/check_start.html",
        {
            "form": form,
            "problems": problems(form),
            "held": held,
            "open_now": open_now,
            "way": PUBLIC,
            "days": kept_days(today()),
        },
        status=_status(form),
    )


@require_http_methods(["GET", "POST"])
@nothing_kept
def page(request: HttpRequest, page: str) -> HttpResponse:
    """One page of questions. Whatever comes is kept, also when the browser holds no check."""
    held = _held(request)
    if held is not None and held.is_sent:
        return redirect("contact.check_sent")
    if held is None and (request.method != "POST" or _whom_of(request) is None):
        return _none_open(request)
    whom = held.whom if held else _whom_of(request) or Whom.ME
    version = held.version if held else checks.NEWEST
    said = held.said if held else NOTHING_SAID
    shown = CheckPage.named(page, version, whom)
    typed = request.POST if request.method == "POST" else None
    form = form_of(shown.questions, whom, typed, said)
    if request.method == "POST" and form.is_valid():
        try:
            _count_post(request)
            if held is None:
                held = _begin(request, whom)
                messages.info(
                    request,
                    "The check you had begun is not open on this device any more. What you just "
                    "typed is kept in a new one. If you saved the other, come back to it with its "
                    "reference and code.",
                )
            operations.say(held.id, form.said(), on=today())
        except TooManyTries:
            form.add_error(None, SLOW_DOWN)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _go_on(request, held.id, shown)
    return render(
        request,
        "contact/check_page.html",
        {"form": form, "problems": problems(form), "page": shown, "way": PUBLIC, "held": held},
        status=_status(form),
    )


def _go_on(request: HttpRequest, check_id: UUID, shown: CheckPage) -> HttpResponse:
    match request.POST.get("go"):
        case "back" if shown.before:
            return redirect(PUBLIC.page, shown.before)
        case "back":
            return redirect(PUBLIC.start)
        case "save":
            _save(request, check_id)
            return redirect("contact.check_save")
    held = _held(request)
    if shown.key == "safe" and held is not None and checks.is_unsafe(held.said):
        return redirect(PUBLIC.now)
    return redirect(PUBLIC.page, shown.after) if shown.after else redirect(PUBLIC.result)


@require_http_methods(["GET"])
@nothing_kept
def help_now(request: HttpRequest) -> HttpResponse:
    """Whom to call when somebody is not safe; answers at once and needs no check."""
    held = _held(request)
    after = ""
    if held is not None and not held.is_sent:
        after = CheckPage.named("safe", held.version, held.whom).after
    return render(request, "contact/check_now.html", {"way": PUBLIC, "after": after})


@require_http_methods(["GET"])
@nothing_kept
def result(request: HttpRequest) -> HttpResponse:
    """What may help now, and the offer of an assessment."""
    return _result(request, "contact/check_result.html")


@require_http_methods(["GET"])
@nothing_kept
def result_easy(request: HttpRequest) -> HttpResponse:
    return _result(request, "contact/check_result_easy.html")


def _result(request: HttpRequest, template: str) -> HttpResponse:
    held = _held(request)
    if held is None:
        return _none_open(request)
    if held.is_sent:
        return redirect("contact.check_sent")
    return render(request, template, {"page": ResultPage.of(held), "held": held, "way": PUBLIC})


@require_http_methods(["GET", "POST"])
@nothing_kept
def save(request: HttpRequest) -> HttpResponse:
    """A reference and a code to come back with; the code is told while this browser is here."""
    held = _held(request)
    if held is None:
        return _none_open(request)
    if request.method == "POST":
        try:
            _count_post(request)
        except TooManyTries:
            messages.warning(request, SLOW_DOWN)
        else:
            _save(request, held.id)
        return redirect("contact.check_save")
    return render(
        request,
        "contact/check_save.html",
        {"held": held, "code": _code(request), "way": PUBLIC, "days": kept_days(today())},
    )


@require_http_methods(["GET", "POST"])
@nothing_kept
def come_back(request: HttpRequest) -> HttpResponse:
    """Open a check on this device with its reference and code."""
    form = ComeBackForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reference = checks.tidy_letters(form.cleaned_data["reference"])
        origin, account = origin_of(request), f"self-check {reference}"
        try:
            access.begin_try(account, origin=origin, at=instant())
            found = operations.come_back(reference, form.cleaned_data["code"], on=today())
        except TooManyTries as wait:
            form.add_error(None, str(wait))
            return _come_back(request, form, status=429)
        except NotFound as not_found:
            # Answered, not raised: what is raised rolls back the count of tries.
            try:
                access.try_failed(origin=origin, at=instant())
                form.add_error("code", str(not_found))
            except TooManyTries as wait:
                form.add_error(None, str(wait))
                return _come_back(request, form, status=429)
        else:
            access.try_worked(account)
            request.session[HELD] = str(found)
            request.session[CODE] = seal_text(checks.tidy_letters(form.cleaned_data["code"]))
            held = _held(request)
            return redirect("contact.check_sent" if held and held.is_sent else PUBLIC.start)
    return _come_back(request, form, status=422 if form.errors else 200)


def _come_back(request: HttpRequest, form: ComeBackForm, *, status: int) -> HttpResponse:
    return render(
        request,
        "contact/check_back.html",
        {"form": form, "problems": problems(form), "way": PUBLIC},
        status=status,
    )


@require_POST
def delete(request: HttpRequest) -> HttpResponse:
    """Erase the check this browser holds, now; of one that was sent the council keeps its part."""
    held = _held(request)
    if held is not None and held.is_sent:
        return redirect("contact.check_sent")
    if held is not None:
        operations.delete_check(held.id)
    if _let_go(request):
        messages.info(request, "Deleted. Nothing of it is kept.")
    return redirect(PUBLIC.start)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Let go of the check on this device; whoever has its reference and code may come back."""
    if _let_go(request):
        messages.info(request, "Closed on this device. Come back with your reference and code.")
    return redirect(PUBLIC.start)


@require_http_methods(["GET", "POST"])
@nothing_kept
def send(request: HttpRequest) -> HttpResponse:
    """Send it to the council: who, how to get in touch, and every answer."""
    held = _held(request)
    if held is None:
        return _none_open(request)
    if held.is_sent:
        return redirect("contact.check_sent")
    form = SenderForm(
        request.POST if request.method == "POST" else None,
        whom=held.whom,
        initial=initial_of(held),
    )
    if request.method == "POST" and form.is_valid():
        try:
            _count_post(request)
            code = operations.send_check(held.id, form.sender(), on=today(), at=now())
        except TooManyTries:
            form.add_error(None, SLOW_DOWN)
        else:
            if code:
                request.session[CODE] = seal_text(code)
            return redirect("contact.check_sent")
    return render(
        request,
        "contact/check_send.html",
        {"form": form, "problems": problems(form), "held": held, "way": PUBLIC},
        status=_status(form),
    )


@require_http_methods(["GET", "POST"])
@nothing_kept
def sent(request: HttpRequest) -> HttpResponse:
    """What becomes of a check that was sent: received, words added, or taken back."""
    held = _held(request)
    if held is None:
        return _none_open(request)
    if not held.is_sent:
        return redirect(PUBLIC.start)
    form = AddWordsForm(request.POST if request.POST.get("go") == "add" else None)
    if request.method == "POST":
        try:
            _count_post(request)
            if request.POST.get("go") == "take-back":
                operations.take_back(held.id, on=today())
                messages.info(request, "Taken back. Nobody reads it. You can send it again.")
                return redirect(PUBLIC.result)
            if form.is_valid():
                operations.add_words(held.id, form.cleaned_data["words"], on=today())
                messages.info(request, "Added. We read it together with the rest.")
                return redirect("contact.check_sent")
        except TooManyTries:
            form.add_error(None, SLOW_DOWN) if form.is_bound else messages.warning(
                request, SLOW_DOWN
            )
        except Refused as refusal:
            if form.is_bound:
                form.add_error("words", str(refusal))
            else:
                messages.warning(request, str(refusal))
                return redirect("contact.check_sent")
    return render(
        request,
        "contact/check_sent.html",
        {
            "held": held,
            "code": _code(request),
            "who": checks.sender_rows(held.whom, held.sender),
            "parts": checks.told(held.version, held.whom, held.said),
            "form": form,
            "problems": problems(form),
            "way": PUBLIC,
        },
        status=_status(form),
    )


def _held(request: HttpRequest) -> HeldCheck | None:
    return check_in_hand(request.session, on=today())


def _begin(request: HttpRequest, whom: Whom) -> HeldCheck:
    access.count_one("self-check begun", origin=origin_of(request), free=BEGUN_AN_HOUR, at=now())
    made = operations.begin_check(whom, on=today())
    _let_go(request)
    request.session[HELD] = str(made)
    held = _held(request)
    assert held is not None  # it was begun just now
    return held


def _save(request: HttpRequest, check_id: UUID) -> None:
    """Make a code, unless this browser can still show the one that was made."""
    if not _code(request):
        saved = operations.save_to_come_back(check_id, on=today())
        request.session[CODE] = seal_text(saved.code)


def _code(request: HttpRequest) -> str:
    kept = request.session.get(CODE)
    return checks.in_fours(open_text(kept)) if kept else ""


def _let_go(request: HttpRequest) -> bool:
    """Whether there was anything to let go of; a stranger's post leaves no session behind."""
    request.session.pop(CODE, None)
    return request.session.pop(HELD, None) is not None


def _count_post(request: HttpRequest) -> None:
    access.count_one("self-check post", origin=origin_of(request), free=POSTS_AN_HOUR, at=now())


def _whom_of(request: HttpRequest) -> Whom | None:
    said = request.POST.get("whom", "")
    return Whom(said) if said in set(Whom) else None


def _none_open(request: HttpRequest) -> HttpResponse:
    return render(request, "contact/check_none.html", {"way": PUBLIC}, status=404)


def _status(form: Any) -> int:
    if SLOW_DOWN in form.non_field_errors():
        return 429
    return 422 if form.errors else 200
