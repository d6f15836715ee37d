"""What a reablement team sees and does."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ownway.config.clock import today
from ownway.foundation.access import queries as access
from ownway.foundation.access.asking import asker
from ownway.foundation.look.forms import problems
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.kernel.spreadsheet import line as csv_line
from ownway.support.people import queries as people
from ownway.support.reablement import domain, forms, operations, permissions, queries
from ownway.support.reablement.domain import At
from ownway.support.reablement.queries import EpisodeLine

COLUMNS = (
    "Name", "State", "Kind", "Worker", "Asked for", "Days waited", "First day", "Week",
    "Planned last day", "Days past the free weeks",
)  # fmt: skip
OPENED = "reablement.episode"


@require_http_methods(["GET", "POST"])
@transaction.atomic
def board(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    form = forms.PlacesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if by.team is None:
            raise NotAllowed("You have no team whose places you could set.")
        try:
            operations.set_places(by.team, **form.cleaned_data, by=by, on=on)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error("from_day", str(refusal))
        else:
            messages.info(request, "Noted.")
            return redirect("reablement.board")
    return render(
        request,
        "reablement/board.html",
        {
            "board": queries.board(by=by, on=on),
            "team": by.team,
            "form": form,
            "problems": problems(form),
            "may_set": permissions.SET_PLACES.allows(by) and by.team_id is not None,
        },
        status=422 if form.errors else 200,
    )


@require_safe
@transaction.atomic
def board_csv(request: HttpRequest) -> HttpResponseBase:
    found = queries.board(by=asker(request), on=today())
    rows = [csv_line(COLUMNS), *(csv_line(_cells(one)) for one in (*found.running, *found.waiting))]
    answer = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="reablement.csv"'
    return answer


def _cells(one: EpisodeLine) -> tuple[Any, ...]:
    return (
        one.name, one.state.value, one.kind, one.worker, one.asked_on, one.days,
        one.started_on or "", one.week or "", one.planned_end_on or "", one.days_past_free,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@transaction.atomic
def of_person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Every episode of one person, and asking for another."""
    by, on = asker(request), today()
    person = people.person_briefly(person_id, by=by, on=on)
    initial = {"to_team": str(by.team_id or "")}
    form = forms.AskForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        team = form.team("to_team")
        assert team is not None
        try:
            made = operations.ask(
                person.id,
                kind=form.cleaned_data["kind"],
                because=form.cleaned_data["because"],
                team=team,
                by=by,
                on=on,
            )
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, f"{person.name} waits for {team.name} now.")
            return redirect(OPENED, made)
    found = queries.episodes_of(person.id, by=by, on=on)
    return render(
        request,
        "reablement/of_person.html",
        {
            "person": person,
            "found": found,
            "may_ask": permissions.WRITE.allows(by)
            and not any(one.state in ("waiting", "running") for one in found),
            "form": form,
            "problems": problems(form),
        },
        status=422 if form.errors else 200,
    )


@require_safe
@transaction.atomic
def episode(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    return _episode(request, episode_id)


@require_POST
@transaction.atomic
def begin(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    form = forms.BeginForm(request.POST, colleagues=access.staff())
    return _done(
        request,
        episode_id,
        "begin",
        form,
        lambda more: operations.begin(episode_id, **form.said(), **more),
        "It has begun.",
    )


@require_POST
@transaction.atomic
def call_off(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    return _plain(request, episode_id, "call_off", forms.CallOffForm, operations.call_off, "Noted.")


@require_POST
@transaction.atomic
def add_goal(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    return _plain(request, episode_id, "goal", forms.GoalForm, operations.set_goal, "Added.")


@require_http_methods(["GET", "POST"])
@transaction.atomic
def scale(request: HttpRequest, episode_id: UUID, goal_id: UUID, at: str) -> HttpResponse:
    """How near one goal is, at the start or the end, on a page of its own."""
    by, on = asker(request), today()
    page = queries.episode_for_reading(episode_id, by=by, on=on)
    goal = next((one for one in page.goals if one.id == goal_id), None)
    if goal is None or at not in set(At):
        raise NotFound("There is no such goal, or it is not yours to open.")
    form = forms.ScaleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.scale_goal(goal_id, at=At(at), **form.cleaned_data, by=by, on=on)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error("own", str(refusal))
        else:
            messages.info(request, "Noted. Both numbers are kept.")
            return redirect(OPENED, episode_id)
    return _part(
        request,
        "reablement/scale.html",
        page.line.person_id,
        {"page": page, "goal": goal, "at": at, "ends": domain.SCALE_ENDS, "form": form},
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def abilities(request: HttpRequest, episode_id: UUID, at: str) -> HttpResponse:
    """The daily things, at the start or the end, on a page of its own."""
    by, on = asker(request), today()
    page = queries.episode_for_reading(episode_id, by=by, on=on)
    if at not in set(At):
        raise NotFound(queries.NO_SUCH_EPISODE)
    said = {one.key: (one.start if at == At.START else one.end) for one in page.abilities}
    asked = domain.AbilityList("", {one.key: one.words for one in page.abilities})
    initial = {key: level for key, level in said.items() if level is not None}
    posted = request.POST if request.method == "POST" else None
    form = forms.AbilitiesForm(posted, asked=asked, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            operations.score_abilities(episode_id, at=At(at), levels=form.levels(), by=by, on=on)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, "Noted.")
            return redirect(OPENED, episode_id)
    return _part(
        request,
        "reablement/abilities.html",
        page.line.person_id,
        {"page": page, "at": at, "form": form},
    )


@require_POST
@transaction.atomic
def plan_visit(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    return _plain(
        request, episode_id, "visit", forms.VisitForm, operations.plan_visit,
        "Planned. They see it on their own page.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@transaction.atomic
def note_visit(request: HttpRequest, episode_id: UUID, visit_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    page = queries.episode_for_reading(episode_id, by=by, on=on)
    visit = next((one for one in page.visits if one.id == visit_id), None)
    if visit is None:
        raise NotFound("There is no such visit, or it is not yours to open.")
    form = forms.VisitNoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = form.cleaned_data["made"] == "yes"
        try:
            operations.note_visit(visit_id, made=made, note=form.cleaned_data["note"], by=by, on=on)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, "Noted.")
            return redirect(OPENED, episode_id)
    return _part(
        request,
        "reablement/visit.html",
        page.line.person_id,
        {"page": page, "visit": visit, "form": form},
    )


@require_POST
@transaction.atomic
def try_out(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    return _plain(request, episode_id, "tried", forms.TriedForm, operations.try_out, "Noted.")


@require_POST
@transaction.atomic
def keep_tried(request: HttpRequest, episode_id: UUID, tried_id: UUID) -> HttpResponse:
    queries.episode_for_reading(episode_id, by=asker(request), on=today())
    form = forms.KeptForm(request.POST)
    return _done(
        request,
        episode_id,
        "kept",
        form,
        lambda more: operations.keep_tried(
            tried_id,
            kept=form.cleaned_data["kept"] == "yes",
            words=form.cleaned_data["words"],
            **more,
        ),
        "Noted.",
    )


@require_POST
@transaction.atomic
def extend(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    return _plain(request, episode_id, "extend", forms.ExtendForm, operations.extend, "Extended.")


@require_POST
@transaction.atomic
def pause(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    return _plain(
        request, episode_id, "pause", forms.PauseForm, operations.pause_assessment,
        "The assessment waits. They can end that at any time.",
    )  # fmt: skip


@require_POST
@transaction.atomic
def end_pause(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    page = queries.episode_for_reading(episode_id, by=by, on=on)
    form = forms.CallOffForm(request.POST)
    return _done(
        request,
        episode_id,
        "end_pause",
        form,
        lambda more: operations.end_pause(page.line.person_id, **form.cleaned_data, **more),
        "The assessment goes on.",
    )


@require_POST
@transaction.atomic
def pass_on(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    form = forms.TaskForm(request.POST)
    return _done(
        request,
        episode_id,
        "task",
        form,
        lambda more: operations.pass_on(
            episode_id, **(form.cleaned_data | {"to_team": form.team("to_team")}), **more
        ),
        "Passed on.",
    )


@require_POST
@transaction.atomic
def end(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    form = forms.EndForm(request.POST)
    return _done(
        request,
        episode_id,
        "end",
        form,
        lambda more: operations.end(
            episode_id, **(form.cleaned_data | {"to_team": form.team("to_team")}), **more
        ),
        "It has ended.",
    )


def _plain(
    request: HttpRequest,
    episode_id: UUID,
    name: str,
    form_class: type[django_forms.Form],
    operation: Callable[..., Any],
    said: str,
) -> HttpResponse:
    """A form whose fields are what its operation takes."""
    form = form_class(request.POST)
    return _done(
        request,
        episode_id,
        name,
        form,
        lambda more: operation(episode_id, **form.cleaned_data, **more),
        said,
    )


def _done(
    request: HttpRequest,
    episode_id: UUID,
    name: str,
    form: django_forms.Form,
    act: Callable[[dict[str, Any]], Any],
    said: str,
) -> HttpResponse:
    """Do what one form of the page asks, or show the page with what was typed and what is wrong."""
    form.auto_id = f"{name}_%s"
    if form.is_valid():
        try:
            with transaction.atomic():
                act({"by": asker(request), "on": today()})
        except (NotAllowed, NotFound):
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, said)
            return redirect(OPENED, episode_id)
    return _episode(request, episode_id, {name: form})


def _episode(
    request: HttpRequest, episode_id: UUID, typed: dict[str, django_forms.Form] | None = None
) -> HttpResponse:
    by, on = asker(request), today()
    page = queries.episode_for_reading(episode_id, by=by, on=on)
    blank: dict[str, django_forms.Form] = {
        "begin": forms.BeginForm(
            colleagues=access.staff(),
            auto_id="begin_%s",
            initial={"started_on": on, "worker": str(by.pk)},
        ),
        "call_off": forms.CallOffForm(auto_id="call_off_%s"),
        "goal": forms.GoalForm(auto_id="goal_%s"),
        "visit": forms.VisitForm(auto_id="visit_%s"),
        "tried": forms.TriedForm(auto_id="tried_%s"),
        "kept": forms.KeptForm(auto_id="kept_%s"),
        "extend": forms.ExtendForm(auto_id="extend_%s"),
        "pause": forms.PauseForm(auto_id="pause_%s"),
        "end_pause": forms.CallOffForm(auto_id="end_pause_%s"),
        "task": forms.TaskForm(auto_id="task_%s"),
        "end": forms.EndForm(auto_id="end_%s"),
    }
    wrong = next(iter((typed or {}).values()), None)
    return render(
        request,
        "reablement/episode.html",
        {
            "page": page,
            "person": people.person_briefly(page.line.person_id, by=by, on=on),
            "on": on,
            "forms": blank | (typed or {}),
            "open": next(iter(typed or {}), ""),
            "problems": problems(wrong) if wrong is not None else [],
            "levels": domain.LEVEL_WORDS,
            "may_write": permissions.WRITE.allows(by),
        },
        status=422 if wrong is not None else 200,
    )


def _part(
    request: HttpRequest, template: str, person_id: UUID, more: dict[str, Any]
) -> HttpResponse:
    by, on = asker(request), today()
    form = more["form"]
    return render(
        request,
        template,
        {
            "person": people.person_briefly(person_id, by=by, on=on),
            "problems": problems(form),
            **more,
        },
        status=422 if form.errors else 200,
    )
