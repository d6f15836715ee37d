"""Staff tell somebody something after seeing how it looks; a changed address is looked at by
another; a protected address is in no notice; the person reads what they were told."""

import io
import zipfile
from typing import Any

import making
import pytest
from django.test import Client
from django.urls import reverse

from ownway.config.urls import urlpatterns  # noqa: F401  (hangs every route in the registry)
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.queries import readings
from ownway.foundation.notices import operations
from ownway.foundation.notices.domain import TEMPLATES
from ownway.foundation.notices.models import Notice
from ownway.support.assessment.queries import LETTERS
from ownway.support.people.models import CommunicationNeed, Person
from ownway.support.people.queries.reaching import recipient_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(settings: Any) -> None:
    settings.OWNWAY_TODAY = making.DAY
    settings.OWNWAY_TELEPHONE = "01632 960 140"


@pytest.fixture
def ruth() -> Person:
    made = making.person(address_line_1="3 Tannery Row", postcode="QM3 4AB")
    CommunicationNeed.objects.create(person=made, code="easy-read", recorded_on=making.DAY)
    return made


def as_(who: SignIn) -> Client:
    client = Client()
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client


def told(client: Client, person: Person, act: str, **more: str) -> Any:
    said = {"due_on": "7 December", "format": "Easy Read", "channel": "letter", "act": act}
    return client.post(reverse("team.tell", args=[person.pk, "review-due"]), said | more)


def test_it_is_seen_before_it_is_sent(ruth: Person) -> None:
    client = as_(making.practitioner(of=ruth.team))
    seen = told(client, ruth, "see").content.decode()
    assert "It is time to talk about your support." in seen
    assert not Notice.objects.exists()
    assert told(client, ruth, "send").status_code == 302
    assert [one.state for one in Notice.objects.all()] == ["queued"]


def test_an_invitation_is_not_written_by_hand(ruth: Person) -> None:
    nell = as_(making.practitioner(of=ruth.team))
    page = nell.get(f"/team/people/{ruth.pk}/notices/").content.decode()
    elsewhere = (*LETTERS, "account-changes")
    invitations = [one.code for one in TEMPLATES.values() if one.once or one.code in elsewhere]

    offered = [code for code in TEMPLATES if f"/team/people/{ruth.pk}/notices/{code}/" in page]
    answers = [
        nell.get(f"/team/people/{ruth.pk}/notices/{code}/").status_code for code in invitations
    ]

    assert offered == [code for code in TEMPLATES if code not in invitations]
    assert answers == [404] * len(invitations)
    assert invitations != []


def test_a_form_she_cannot_use_is_refused_beside_the_reason(ruth: Person) -> None:
    answer = told(as_(making.practitioner(of=ruth.team)), ruth, "send", format="standard")
    assert answer.status_code == 422
    assert "They need Easy Read, and this is standard." in answer.content.decode()
    assert not Notice.objects.exists()


def test_a_changed_address_is_cleared_by_somebody_else(ruth: Person) -> None:
    nell, asif = making.practitioner(of=ruth.team), making.manager(of=ruth.team)
    told(as_(nell), ruth, "send")
    ruth.address_line_1 = "9 Mill Lane"
    ruth.save()
    told(as_(nell), ruth, "send")
    waits = Notice.objects.get(state="waiting for second look")
    page = reverse("team.second_look", args=[waits.pk])
    both = as_(asif).get(page).content.decode()
    assert ("3 Tannery Row" in both, "9 Mill Lane" in both) == (True, True)
    assert as_(nell).post(page, {"act": "yes"}).status_code == 422
    assert as_(asif).post(page, {"act": "yes"}).status_code == 302
    waits.refresh_from_db()
    assert waits.state == "queued"
    assert as_(nell).get(reverse("team.letter", args=[waits.pk])).content.startswith(b"%PDF")


def test_a_protected_address_reaches_no_recipient_and_no_page(ruth: Person) -> None:
    nell, asif = making.practitioner(of=ruth.team), making.manager(of=ruth.team)
    told(as_(nell), ruth, "send")
    ruth.address_line_1 = "9 Mill Lane"
    ruth.save()
    told(as_(nell), ruth, "send")
    waits = Notice.objects.get(state="waiting for second look")
    assert recipient_of(ruth.pk, by=nell, on=making.DAY).address is not None
    Person.objects.filter(pk=ruth.pk).update(address_protected=True)
    assert recipient_of(ruth.pk, by=nell, on=making.DAY).address is None
    for page in (
        reverse("team.second_look", args=[waits.pk]),
        reverse("team.notices", args=[ruth.pk]),
        reverse("team.outbox"),
    ):
        said = as_(asif).get(page).content.decode()
        assert "Mill Lane" not in said
        assert "Tannery Row" not in said
    page = reverse("team.second_look", args=[waits.pk])
    assert as_(asif).post(page, {"act": "yes"}).status_code == 422
    first = Notice.objects.get(state="queued")
    assert as_(nell).get(reverse("team.letter", args=[first.pk])).status_code == 409


def test_she_reads_what_she_was_told_and_nobody_else_does(ruth: Person) -> None:
    nell = making.practitioner(of=ruth.team)
    told(as_(nell), ruth, "send")
    operations.posted(Notice.objects.get().pk, by=nell, on=making.DAY)
    page = reverse("notices.mine")
    assert "It is time to talk" in as_(making.own_sign_in(ruth)).get(page).content.decode()
    other = making.own_sign_in(making.person(given_name="Ida"))
    assert "It is time to talk" not in as_(other).get(page).content.decode()


def test_each_look_at_what_somebody_was_told_is_on_record(ruth: Person) -> None:
    nell = making.practitioner(of=ruth.team)
    told(as_(nell), ruth, "send")
    letter = Notice.objects.get()
    before = len(readings(ruth.pk))
    for page in (
        reverse("team.notices", args=[ruth.pk]),
        reverse("team.letter", args=[letter.pk]),
        reverse("team.second_look", args=[letter.pk]),
        reverse("team.outbox"),
    ):
        as_(nell).get(page)
    assert len(readings(ruth.pk)) == before + 4


def queued_letters(nell: SignIn, ruth: Person, count: int) -> list[Notice]:
    for _ in range(count):
        told(as_(nell), ruth, "send")
    return list(Notice.objects.order_by("said_on", "pk"))


def test_all_letters_that_wait_are_one_file_and_posted_together(ruth: Person) -> None:
    nell = making.practitioner(of=ruth.team)
    west = making.team("West team")
    other = making.person(
        given_name="Ida", address_line_1="1 Elsewhere", postcode="QM9 4AB", team=west
    )
    told(as_(making.practitioner(name="Lena", of=west)), other, "send", format="standard")
    queued_letters(nell, ruth, 2)
    client = as_(nell)
    answer = client.post(reverse("team.letters_together"))
    page = answer["Location"]
    again = client.post(reverse("team.letters_together"))
    assert again["Location"] == reverse("team.outbox")
    made = client.get(f"{page}letters.zip")
    with zipfile.ZipFile(io.BytesIO(made.content)) as letters:
        names = letters.namelist()
        pdfs = [letters.read(name) for name in names if name.endswith(".pdf")]
        listed = letters.read("000-what-is-in-it.csv").decode("utf-8-sig")
    assert [name[:4] for name in names] == ["001-", "002-", "000-"]
    assert [one[:4] for one in pdfs] == [b"%PDF", b"%PDF"]
    assert listed.count("Ruth") == 2
    assert "Ida" not in listed
    later = queued_letters(nell, ruth, 1)
    for _ in range(2):
        assert client.post(page, {"act": "posted"}).status_code == 302
    states = sorted(Notice.objects.filter(about_id=ruth.pk).values_list("state", flat=True))
    assert (len(later), states) == (4, ["queued", "sent", "sent"])
    assert Notice.objects.get(about_id=other.pk).state == "queued"
    assert client.get(f"{page}letters.zip").status_code == 404


def test_a_letter_whose_address_changed_since_is_not_posted_with_the_others(ruth: Person) -> None:
    nell = making.practitioner(of=ruth.team)
    (letter,) = queued_letters(nell, ruth, 1)
    client = as_(nell)
    page = client.post(reverse("team.letters_together"))["Location"]
    ruth.address_line_1 = "9 Mill Lane"
    ruth.save()
    assert "Must not be posted" in client.get(page).content.decode()
    assert client.get(f"{page}letters.zip").status_code == 404
    client.post(page, {"act": "posted"})
    letter.refresh_from_db()
    assert letter.state == "queued"
    client.post(page, {"act": "back"})
    assert client.post(reverse("team.letters_together"))["Location"] == reverse("team.outbox")


def test_a_form_made_by_hand_names_who_makes_it_and_waits_with_its_age(ruth: Person) -> None:
    CommunicationNeed.objects.filter(person=ruth).update(code="braille")
    client = as_(making.practitioner(of=ruth.team))
    answer = told(client, ruth, "send", format="braille")
    assert answer.status_code == 422
    assert "Say who makes it: Ownway does not make braille." in answer.content.decode()
    assert told(client, ruth, "send", format="braille", made_by="Thornbeck Braille").status_code
    notice = Notice.objects.get()
    assert "made by Thornbeck Braille, since today" in outbox(client)
    page = reverse("team.notice", args=[notice.pk])
    assert client.post(page, {"act": "went", "day_0": "1"}).status_code == 422
    on = making.DAY
    day = {"day_day": str(on.day), "day_month": str(on.month), "day_year": str(on.year)}
    assert client.post(page, {"act": "went", **day}).status_code == 302
    assert "Thornbeck Braille" not in outbox(client)
    assert "It went on" in client.get(page).content.decode()


def test_what_came_back_is_told_to_the_worker_until_it_is_seen_to(ruth: Person) -> None:
    nell = making.practitioner(of=ruth.team)
    lena = making.practitioner(name="Lena Other", of=ruth.team)
    Person.objects.filter(pk=ruth.pk).update(worker=lena)
    (letter,) = queued_letters(nell, ruth, 1)
    operations.posted(letter.pk, by=nell, on=making.DAY)
    page = reverse("team.notice", args=[letter.pk])
    assert as_(nell).post(page, {"act": "came_back", "words": ""}).status_code == 422
    assert as_(nell).post(page, {"act": "came_back", "words": "Gone away"}).status_code == 302
    home = reverse("team.home")
    for who in (nell, lena):
        assert "Ruth Calloway: a notice came back" in as_(who).get(home).content.decode()
    assert as_(lena).post(page, {"act": "seen_to"}).status_code == 302
    for who in (nell, lena):
        assert "came back" not in as_(who).get(home).content.decode()


def outbox(client: Client) -> str:
    return client.get(reverse("team.outbox")).content.decode()


@pytest.mark.parametrize(
    "template", ["needs-eligible", "needs-not-eligible", "referral", "no-such"]
)
def test_what_goes_from_a_page_of_its_own_is_not_written_by_hand(
    client: Client, template: str
) -> None:
    ruth = making.person()
    client.force_login(making.practitioner())

    assert client.get(f"/team/people/{ruth.pk}/notices/{template}/").status_code == 404
    assert f"/notices/{template}/" not in client.get(f"/team/people/{ruth.pk}/notices/").text
    assert "/notices/review-due/" in client.get(f"/team/people/{ruth.pk}/notices/").text
