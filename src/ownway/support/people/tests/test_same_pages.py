"""The pages about one person and two records: they answer first, keep what was typed, open only
for those who may, and lead through joining and undoing without script."""

import making
import pytest
from django.test import Client

from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.models import Fact
from ownway.foundation.work.models import LongWork
from ownway.support.contact.models import SupportRequest
from ownway.support.people import operations, queries
from ownway.support.people.models import Joining, Person, PossibleMatch

pytestmark = pytest.mark.django_db
ON = making.DAY


@pytest.fixture
def ada(client: Client) -> SignIn:
    ada = making.staff(Role.PERFORMANCE, name="Ada Quill")
    client.force_login(ada)
    return ada


def asked() -> tuple[Person, Person, PossibleMatch]:
    ann = making.person(given_name="Ann", known_as="", telephone="01632 960001", gender="Female")
    anne = making.person(given_name="Anne", known_as="", gender="Male")
    operations.join_sure_matches(by=None, on=ON)
    return ann, anne, PossibleMatch.objects.get()


def test_with_nothing_to_ask_the_page_says_so(client: Client, ada: SignIn) -> None:
    page = client.get("/team/people/same/").content.decode()

    assert "No two records look like one person" in page
    assert "Look for more now" in page


def test_the_list_answers_first_and_says_why(client: Client, ada: SignIn) -> None:
    ann, _, match = asked()

    page = client.get("/team/people/same/").content.decode()

    assert "1 pair of records may be one person." in page
    assert "Names sound alike: Ann Calloway / Anne Calloway" in page
    assert "Gender written differently: Female / Male" in page
    assert f"/team/people/same/{match.pk}/" in page
    assert ann.council_id in page


def test_two_records_lie_side_by_side_with_words_for_what_differs(
    client: Client, ada: SignIn
) -> None:
    ann, anne, match = asked()
    SupportRequest.objects.create(person=ann, requested_on=ON, finished_on=ON)

    page = client.get(f"/team/people/same/{match.pk}/").content.decode()

    assert "Are they the same person?" in page
    for words in (
        "Alike",
        "Different",
        "Only one says",
        "Same",
        "1 request for support, from 23 November",
    ):
        assert words in page
    for button in ("They are the same person", "They are two people", "Ask me later"):
        assert button in page
    read = Fact.objects.filter(name="people.records-compared").values_list("about_id", flat=True)
    assert set(read) == {ann.pk, anne.pk}


def test_joining_asks_why_and_keeps_what_was_chosen(client: Client, ada: SignIn) -> None:
    ann, anne, match = asked()
    address = f"/team/people/same/{match.pk}/"

    unsaid = client.post(address, {"answer": "same", "stays": str(anne.pk), "why": ""})
    empty = client.post(address, {})
    joined = client.post(
        address, {"answer": "same", "stays": str(anne.pk), "why": "Same letter"}, follow=True
    )

    assert unsaid.status_code == empty.status_code == 422
    assert "Say how you know that they are the same person" in unsaid.content.decode()
    assert f'value="{anne.pk}" checked' in unsaid.content.decode()
    assert "Choose one of the three answers" in empty.content.decode()
    assert "Joined. Both numbers lead to the one record." in joined.content.decode()
    assert queries.person_id_of(ann.council_id) == anne.pk


@pytest.mark.parametrize(
    ("answer", "words"), [("two", "Two people."), ("later", "We ask again in four weeks.")]
)
def test_the_other_answers_need_no_reason(
    client: Client, ada: SignIn, answer: str, words: str
) -> None:
    _, _, match = asked()

    page = client.post(f"/team/people/same/{match.pk}/", {"answer": answer}, follow=True)

    assert words in page.content.decode()
    assert "No two records look like one person that you have not answered" in page.content.decode()
    assert PossibleMatch.objects.get().answer == answer


def test_a_refusal_stands_on_the_page_and_nothing_changed(client: Client, ada: SignIn) -> None:
    ann, anne, match = asked()
    for one in (ann, anne):
        SupportRequest.objects.create(person=one, requested_on=ON)

    page = client.post(
        f"/team/people/same/{match.pk}/",
        {"answer": "same", "stays": str(ann.pk), "why": "Same letter"},
    )

    assert page.status_code == 422
    assert "Both records have a request for support that is open" in page.content.decode()
    assert Joining.objects.count() == 0


def test_an_answered_question_says_who_answered(client: Client, ada: SignIn) -> None:
    _, _, match = asked()
    operations.say_two_people(match.pk, by=ada, on=ON, why="Sisters-in-law")

    page = client.get(f"/team/people/same/{match.pk}/").content.decode()

    assert "Ada Quill answered on" in page
    assert "two people, because “Sisters-in-law”" in page
    assert "Ask me later" not in page


def test_a_joining_is_listed_undone_and_told_on_the_record(client: Client, ada: SignIn) -> None:
    ann, anne, _ = asked()
    making.opening(ann, ada)
    joining = operations.join_people(ann.pk, anne.pk, by=ada, on=ON, why="Same letter")
    SupportRequest.objects.create(person=ann, requested_on=ON)

    listed = client.get("/team/people/same/joined/").content.decode()
    record = client.get(f"/team/people/{ann.pk}/").content.decode()
    undo = f"/team/people/same/joined/{joining}/undo/"
    before = client.get(undo).content.decode()
    unsaid = client.post(undo, {"why": ""})
    undone = client.post(undo, {"why": "Two sisters"}, follow=True).content.decode()

    assert "1 joining, the newest first." in listed
    assert f"Also known as {anne.council_id}, joined on" in record
    assert record.count("Two records joined into one") == 1
    assert "1 thing written since the joining stays" in before
    assert "Say how you know that they are two people" in unsaid.content.decode()
    assert f"1 made since stayed with {ann.council_id}." in undone
    assert "Undone on" in undone
    assert "Also known as" not in client.get(f"/team/people/{ann.pk}/").content.decode()


def test_a_joining_by_rule_says_so(client: Client, ada: SignIn) -> None:
    for _ in range(2):
        making.person(nhs_number="9990000018")
    operations.join_sure_matches(by=None, on=ON)

    page = client.get("/team/people/same/joined/").content.decode()

    assert "by rule" in page
    assert "Same valid NHS number and same birth date" in page


def test_a_look_is_asked_for_watched_and_told(client: Client, ada: SignIn) -> None:
    for _ in range(2):
        making.person(nhs_number="9990000018")
    making.person(given_name="Ruthe")

    waiting = client.post("/team/people/same/look/", follow=True)
    work = LongWork.objects.get()
    operations.look(work.pk, by=ada.pk, on=ON)
    done = client.get(f"/team/people/same/look/{work.pk}/")

    assert "It waits its turn." in waiting.content.decode()
    assert waiting.headers["Refresh"] == "4"
    assert "We compared 3 pairs of records that share something" in done.content.decode()
    assert "1 were joined because the rule is sure" in done.content.decode()
    assert "Refresh" not in done.headers


@pytest.mark.parametrize("role", [Role.PRACTITIONER, Role.ADMINISTRATOR, Role.FINANCE])
def test_nobody_else_opens_them(client: Client, role: Role) -> None:
    client.force_login(making.staff(role, of=making.team()))

    assert client.get("/team/people/same/").status_code == 403
    assert client.post("/team/people/same/look/").status_code == 403
