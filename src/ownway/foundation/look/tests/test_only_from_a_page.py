"""An address that only a button leads to says so in words."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_press_alone_leads_there_and_the_page_says_so(client: Client) -> None:
    answer = client.get("/sign-out/")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert "belongs to a button of another page" in answer.text
    assert "Go to the first page" in answer.text
