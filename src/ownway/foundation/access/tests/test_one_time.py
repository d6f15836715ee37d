"""A code of an authenticator app is right within one step of the clock, and no step twice."""

import base64

from ownway.foundation.access import one_time
from ownway.foundation.access.devices import device_words

# RFC 6238, appendix B: the secret of its SHA-1 rows, Unix times, codes of eight digits.
SECRET = base64.b32encode(b"12345678901234567890").decode()
ROWS = {
    59: "94287082",
    1111111109: "07081804",
    1111111111: "14050471",
    1234567890: "89005924",
    2000000000: "69279037",
    20000000000: "65353130",
}


def test_the_codes_are_those_of_the_standard() -> None:
    found = {at: one_time.code_at(SECRET, one_time.step_of(at), digits=8) for at in ROWS}

    assert found == ROWS


def test_a_code_counts_one_step_either_way_and_no_further() -> None:
    now = 1111111109
    here = one_time.step_of(now)

    taken = [
        one_time.step_taken(SECRET, one_time.code_at(SECRET, here + off), seconds=now, after=0)
        for off in (-2, -1, 0, 1, 2)
    ]

    assert taken == [None, here - 1, here, here + 1, None]


def test_no_code_is_taken_twice_nor_an_older_one_after_a_newer() -> None:
    now = 1111111109
    here = one_time.step_of(now)
    typed = one_time.code_at(SECRET, here)

    assert one_time.step_taken(SECRET, typed, seconds=now, after=here) is None
    older = one_time.code_at(SECRET, here - 1)
    assert one_time.step_taken(SECRET, older, seconds=now, after=here) is None


def test_what_is_no_code_is_simply_wrong() -> None:
    for typed in ("", "12345", "1234567", "½½½½½½", "abcdef"):
        assert one_time.step_taken(SECRET, typed, seconds=59, after=0) is None


def test_a_code_may_be_typed_with_a_space() -> None:
    code = one_time.code_at(SECRET, 1)

    assert one_time.step_taken(SECRET, f"{code[:3]} {code[3:]}", seconds=59, after=0) == 1


def test_secrets_are_long_and_never_the_same() -> None:
    made = {one_time.new_secret() for _ in range(100)}

    assert (len(made), {len(base64.b32decode(one)) for one in made}) == (100, {20})


def test_the_address_for_an_app_names_who_and_where() -> None:
    said = one_time.address_of("ABCD", email="nell+a@example.org", issuer="Ownway")

    assert said == (
        "otpauth://totp/Ownway%3Anell%2Ba%40example.org"
        "?secret=ABCD&issuer=Ownway&digits=6&period=30"
    )


def test_a_device_is_told_in_words_one_recognises() -> None:
    edge = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"
    phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1"

    assert device_words(edge) == "Edge on a Windows computer"
    assert device_words(phone) == "Safari on an iPhone"
    assert device_words("curl/8") == "A browser"
