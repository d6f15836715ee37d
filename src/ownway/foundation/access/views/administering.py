"""Who may sign in: an administrator's list, and one page for each sign-in."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ownway.config.clock import instant, today
from ownway.foundation.access import operations, queries, tasks, telling
from ownway.foundation.access.asking import asker
from ownway.foundation.access.domain import Kind
from ownway.foundation.access.forms import NewSignInForm, ReasonForm, WorkForm
from ownway.foundation.access.models import SignIn, Team
from ownway.foundation.keys import seal_text
from ownway.foundation.look.forms import problems
from ownway.kernel.refusal import NotFound, Refused


@require_GET
def sign_ins(request: HttpRequest) -> HttpResponse:
    find = request.GET.get("find", "")
    rows, count = queries.everybody(find)
    return render(
        request, "access/sign_ins.html", {"rows": rows, "count": count, "find": find.strip()}
    )


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add a member of staff, and show the invitation once."""
    form = NewSignInForm(request.POST or None, teams=queries.teams())
    if request.method == "POST" and form.is_valid():
        by, said = asker(request), form.cleaned_data
        try:
            made = operations.add_sign_in(
                email=said["email"],
                name=said["name"],
                roles=form.held(),
                team=_team(said["team"]),
                job_title=said["job_title"],
                by=by,
                on=today(),
            )
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            return _invitation_once(request, made, by=by)
    return render(
        request,
        "access/add_sign_in.html",
        {"form": form, "problems": problems(form)},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, sign_in_id: UUID) -> HttpResponse:
    """One sign-in; a press saves roles and team."""
    who = queries.sign_in(sign_in_id)
    form = WorkForm(
        request.POST or None,
        teams=queries.teams(),
        initial={"roles": who.roles, "team": str(who.team_id or ""), "job_title": who.job_title},
    )
    if request.method == "POST" and form.is_valid():
        operations.change_work(
            who.pk,
            roles=form.held(),
            team=_team(form.cleaned_data["team"]),
            job_title=form.cleaned_data["job_title"],
            by=asker(request),
            on=today(),
        )
        messages.success(request, f"Saved. What {who.name} had open is signed out.")
        return redirect("access.one", who.pk)
    return _page(request, who, form, ReasonForm(), status=422 if form.errors else 200)


@require_POST
def close(request: HttpRequest, sign_in_id: UUID) -> HttpResponse:
    who = queries.sign_in(sign_in_id)
    operations.close_sign_in(who.email, by=asker(request), on=today())
    messages.success(request, f"{who.name} can sign in no more, and is signed out everywhere.")
    return redirect("access.one", who.pk)


@require_POST
def reopen(request: HttpRequest, sign_in_id: UUID) -> HttpResponse:
    who = operations.reopen_sign_in(sign_in_id, by=asker(request), on=today())
    messages.success(request, f"{who.name} can sign in again.")
    return redirect("access.one", who.pk)


@require_POST
def invite(request: HttpRequest, sign_in_id: UUID) -> HttpResponse:
    return _invitation_once(request, queries.sign_in(sign_in_id), by=asker(request))


@require_POST
def reset(request: HttpRequest, sign_in_id: UUID) -> HttpResponse:
    who = queries.sign_in(sign_in_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        work = WorkForm(
            None,
            teams=queries.teams(),
            initial={
                "roles": who.roles,
                "team": str(who.team_id or ""),
                "job_title": who.job_title,
            },
        )
        return _page(request, who, work, form, status=422)
    operations.reset_factors(
        who.pk, by=asker(request), reason=form.cleaned_data["reason"], on=today()
    )
    told = "They are told by e-mail." if telling.possible() else "Tell them: no e-mail is sent."
    if telling.possible():
        tasks.tell_of_reset.defer(email=seal_text(who.email))
    messages.success(request, f"{who.name}'s second factor is reset. {told}")
    return redirect("access.one", who.pk)


def _page(
    request: HttpRequest, who: SignIn, form: WorkForm, reason: ReasonForm, *, status: int
) -> HttpResponse:
    return render(
        request,
        "access/one_sign_in.html",
        {
            "who": who,
            "staff": who.kind == Kind.STAFF,
            "self": who.pk == asker(request).pk,
            "factors": queries.factors_of(who),
            "invited": queries.has_invitation(who, at=instant()),
            "form": form,
            "reason": reason,
            "problems": problems(form) + problems(reason),
        },
        status=status,
    )


def _invitation_once(request: HttpRequest, who: SignIn, *, by: SignIn) -> HttpResponse:
    try:
        made = operations.invite(who, by=by, on=today(), at=instant())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("access.one", who.pk)
    address = request.build_absolute_uri(made.address)
    sent = telling.possible()
    if sent:  # no page holds both parts, where there is another way for one of them
        tasks.send_invitation.defer(email=seal_text(who.email), address=seal_text(address))
    return render(
        request,
        "access/invited_once.html",
        {"who": who, "made": made, "address": "" if sent else address},
    )


def _team(chosen: str) -> Team | None:
    if not chosen:
        return None
    found = next((team for team in queries.teams() if str(team.pk) == chosen), None)
    if found is None:
        raise NotFound("There is no such team.")
    return found
