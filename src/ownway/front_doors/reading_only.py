"""A page as somebody reads it who may write nothing there: without its forms and the ways to them.

Pages of every context stand behind the person's door. What a reader would be refused is taken out
here, once, so that no page can offer it and lose what was typed.
"""

import re
from collections.abc import Iterable

from django.http.response import HttpResponseBase

_FORM = re.compile(r'<form\b[^>]*\bmethod="post"[^>]*>.*?</form>', re.DOTALL | re.IGNORECASE)
_MAIN = re.compile(r"(<main\b.*?</main>)", re.DOTALL | re.IGNORECASE)


def for_reading(answer: HttpResponseBase, shut: Iterable[str]) -> HttpResponseBase:
    """The same answer; of a page, its main part without forms, and without links to `shut`."""
    if answer.streaming or not answer.headers.get("Content-Type", "").startswith("text/html"):
        return answer
    content = answer.content.decode()  # type: ignore[attr-defined]  # it is not streaming
    answer.content = _MAIN.sub(  # type: ignore[attr-defined]  # it is not streaming
        lambda found: _read(found.group(1), list(shut)), content
    ).encode()
    return answer


def _read(main: str, shut: list[str]) -> str:
    main = _FORM.sub("", main)
    if not shut:
        return main
    addresses = "|".join(re.escape(one) for one in shut)
    link = re.compile(rf'<a\b[^>]*\bhref="(?:{addresses})(?:\?[^"]*)?"[^>]*>(.*?)</a>', re.DOTALL)
    return link.sub(r"\1", main)
