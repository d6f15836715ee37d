"""One part of an assessment, written together: read by everybody in it, each in their own voice."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ownway.config.clock import now, today
from ownway.foundation.access.asking import asker
from ownway.foundation.look.filters import instant
from ownway.foundation.look.forms import problems
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.assessment import operations, pages, permissions, queries
from ownway.support.assessment.domain import Voice
from ownway.support.assessment.domain.sections import may_write
from ownway.support.assessment.forms import PassageForm
from ownway.support.assessment.views.assessments import whose_is_read
from ownway.support.people import queries as people


@dataclass(frozen=True, slots=True)
class Door:
    """From which side a part is opened: the names of its pages, and the voice it is written in.

    `aloud`: a worker writes down what the person says; saving leads back to the part itself.
    """

    section: str
    overview: str
    voice: Voice
    template: str
    aloud: bool = False


MINE = Door("my.assessment_section", "my.assessment", Voice.PERSON, "my_section.html")
MINE_AS_CARER = replace(MINE, overview="my.assessment_as_carer")
TEAM = Door("assessment.section", "assessment.assessment", Voice.WORKER, "section.html")
ALOUD = Door("assessment.aloud", "assessment.assessment", Voice.PERSON, "aloud.html", aloud=True)


@require_http_methods(["GET", "POST"])
def my_section(request: HttpRequest, assessment_id: UUID, section_id: str) -> HttpResponse:
    return _section(request, assessment_id, section_id, MINE)


@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, assessment_id: UUID, section_id: str) -> HttpResponse:
    return _section(request, assessment_id, section_id, TEAM)


@require_http_methods(["GET", "POST"])
def aloud(request: HttpRequest, assessment_id: UUID, section_id: str) -> HttpResponse:
    """What the person says, written down word for word by a worker, in the person's voice."""
    return _section(request, assessment_id, section_id, ALOUD)


def _section(
    request: HttpRequest, assessment_id: UUID, section_id: str, door: Door
) -> HttpResponse:
    by, on = asker(request), today()
    if request.method == "POST" and request.headers.get("Accept") == "application/json":
        return _save_quietly(request, assessment_id, section_id, door)
    record = queries.assessment_for_reading(assessment_id, by=by, on=on)
    if door is MINE and record.line.of_carer:
        door = MINE_AS_CARER
    written = queries.written_in(assessment_id, by=by)
    if section_id not in {one.id for one in written.sections}:
        raise NotFound("There is no such part of an assessment.")
    page = pages.SectionPage.made(
        written,
        section_id,
        voice=door.voice,
        writing=door.voice is Voice.PERSON or permissions.ASSESS.allows(by),
        finished=not record.line.is_open,
        aloud=door.aloud,
    )
    before = queries.said_before(assessment_id, by=by).get(section_id, ())
    begun = request.GET.get("begin") == "check"
    form = _form(request, page, door, before if begun else ())
    too_late = ""
    if request.method == "POST" and form.is_valid():
        try:
            saved = _write(form, assessment_id, section_id, request, door)
        except operations.TooLate as refusal:
            too_late = str(refusal)
        except (NotAllowed, NotFound):
            raise
        except Refused as refusal:
            form.add_error("words", str(refusal))
        else:
            return _saved(request, assessment_id, section_id, page, saved, door)
    return render(
        request,
        f"assessment/{door.template}",
        {
            "person": people.person_briefly(record.line.person_id, by=by, on=on),
            "line": record.line,
            "page": page,
            "form": form,
            "problems": problems(form),
            "too_late": too_late,
            "door": door,
            "before": before,
            "whose": whose_is_read(by),
            "begun": begun or page.mine is not None,
            "keep_as": f"{by.pk}:{assessment_id}:{section_id}{':aloud' if door.aloud else ''}",
            "may_write_down": permissions.ASSESS.allows(by)
            and may_write(page.section, Voice.PERSON, finished=not record.line.is_open),
        },
        status=422 if form.errors or too_late else 200,
    )


def _form(
    request: HttpRequest,
    page: pages.SectionPage,
    door: Door,
    begins: tuple[queries.SaidBefore, ...],
) -> PassageForm:
    """`begins`: what the box holds to begin with, where nothing was written; nothing is saved."""
    heads = page.my_words
    data = request.POST if request.method == "POST" else None
    label = "In my own words" if page.section.id != "differently" else "What I see differently"
    return PassageForm(
        data,
        label="Word for word, as they say it" if door.aloud else label,
        differs_label="They see something here differently"
        if door.aloud
        else "I see something here differently",
        mine=heads,
        begins="\n\n".join(dict.fromkeys(one.to_begin_with for one in begins)),
    )


def _write(
    form: PassageForm, assessment_id: UUID, section_id: str, request: HttpRequest, door: Door
) -> operations.Saved:
    return operations.write(
        assessment_id,
        section_id,
        form.cleaned_data["words"],
        differs=form.cleaned_data["differs"],
        seen=form.seen_ids(),
        aloud=door.aloud,
        by=asker(request),
        at=now(),
    )


def _save_quietly(
    request: HttpRequest, assessment_id: UUID, section_id: str, door: Door
) -> HttpResponse:
    """What the page's script saves while somebody writes; says what to send with the next one."""
    form = PassageForm(request.POST, label="", differs_label="", mine=())
    if not form.is_valid():
        return JsonResponse(
            {"words": "This is too long to keep. Write it in two parts."}, status=422
        )
    try:
        saved = _write(form, assessment_id, section_id, request, door)
    except Refused as refusal:
        return JsonResponse({"words": str(refusal)}, status=422)
    beside = " Other words of yours are kept beside these. Load the page to see both."
    return JsonResponse(
        {
            "seen": ",".join(map(str, saved.seen)),
            "beside": saved.beside,
            "words": f"Saved, {instant(saved.at or now())}.{beside if saved.beside else ''}",
        }
    )


def _saved(
    request: HttpRequest,
    assessment_id: UUID,
    section_id: str,
    page: pages.SectionPage,
    saved: operations.Saved,
    door: Door,
) -> HttpResponse:
    if saved.beside:
        messages.warning(
            request,
            "Saved. You also saved this somewhere else meanwhile, so both are kept and both are "
            "below. Make one of them when you like.",
        )
        return redirect(door.section, assessment_id, section_id)
    messages.info(request, "Saved." if saved.is_new else "Nothing was different.")
    if door.aloud:
        return redirect(TEAM.section, assessment_id, section_id)
    if request.POST.get("then") == "next" and page.after:
        return redirect(door.section, assessment_id, page.after.id)
    if request.POST.get("then") == "list":
        if door.voice is Voice.PERSON:
            return redirect(f"{reverse(door.overview)}#together")
        return redirect(f"{reverse(door.overview, args=[assessment_id])}#together")
    return redirect(door.section, assessment_id, section_id)
