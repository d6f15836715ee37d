"""A walk through the product by link and by form, as somebody who types what comes to mind.

What is typed is drawn from a list of everything that has ever broken a form: quotes and tags,
letters that read the other way, numbers too long, days that do not exist, formulas, nothing at all.
A walk is drawn from its seed, which is printed when it fails.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from random import Random
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

TAG = "<script>walked()</script>"
NAUGHTY = (
    "", " ", "Ruth", "0", "-1", "1", "12", "46.5", "£12.50", "1,000,000.00", "9" * 40, "1e309",
    "NaN", "true", "null", "None", "undefined", "2026-11-23", "23 11 2026", "31 2 2026",
    "29 2 2027", "1 1 0001", "31 12 9999", "99/99/9999", "tomorrow", TAG,
    f'"><img src=x onerror=walked()>{TAG}',
    "'; DROP TABLE people_person; --", "{{ 7 * 7 }}", "((name))", "${7*7}", "%s%n%x", "%", "_",
    "\\", "=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r\n=1", "a\nb",
    "\u202eeveR", "\ufeffbom", "\u0000",
    "Ⅻ", "¼", "é" * 200, "字" * 300, "👩‍🦽", "x" * 5000, "../../etc/passwd", "file.csv\u0000.exe",
    "javascript:walked()", "http://127.0.0.1/", "someone@example.org", "a@b", "QM1 4AB", "qm14ab",
    "9990000018", "999 000 0018", "01632 960 140", "Ma'am O'Neill-Ó", "Élan",
)  # fmt: skip
LEAVES = re.compile(r"^/(sign-out|static|sign-in/as|demo)")


@dataclass
class Form:
    action: str
    post: bool
    multipart: bool
    fields: list[dict[str, Any]] = field(default_factory=list)


class Page(HTMLParser):
    """The links and forms of a page."""

    def __init__(self, text: str, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self.address, self.links, self.forms = address, [], []  # type: ignore[var-annotated]  # filled by feeding
        self._form: Form | None = None
        self._select: dict[str, Any] | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, found: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in found}
        if tag == "a" and said.get("href"):
            self.links.append(urljoin(self.address, said["href"]))
        elif tag == "form":
            self._form = Form(
                urljoin(self.address, said.get("action") or self.address),
                said.get("method", "get").lower() == "post",
                "multipart" in said.get("enctype", ""),
            )
            self.forms.append(self._form)
        elif self._form is not None and tag in ("input", "textarea", "select", "button"):
            if said.get("name") and "disabled" not in said:
                one = {
                    "name": said["name"],
                    "type": said.get("type", tag) if tag != "select" else "select",
                    "value": said.get("value", ""),
                    "options": [],
                }
                self._form.fields.append(one)
                if tag == "select":
                    self._select = one
        elif tag == "option" and self._select is not None:
            self._select["options"].append(said.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None


@dataclass
class Walk:
    """What was met on the way."""

    requests: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def walk(client: Client, start: str, *, rng: Random, requests: int) -> Walk:
    """Go from page to page, sending every second form met; stop after so many requests."""
    found, met = Walk(), Counter[str]()
    here: Page | None = None
    ways = [start]
    while found.requests < requests:
        forms = here.forms if here else []
        if forms and rng.random() < 0.5:
            form = rng.choice(forms)
            here = _send(client, form, rng, found)
            continue
        links = [link for link in (here.links if here else []) if _inside(link)] or ways
        ways = (ways + links)[-400:]
        fewest = min(met[_kind(link)] for link in links)
        link = rng.choice([link for link in links if met[_kind(link)] == fewest])
        if met[_kind(link)] > 12 or rng.random() < 0.1:
            link = min(rng.sample(ways, min(12, len(ways))), key=lambda way: met[_kind(way)])
        met[_kind(link)] += 1
        here = _follow(client, link, found)
    found.kinds = met
    return found


def _inside(link: str) -> bool:
    parts = urlsplit(link)
    return parts.scheme in ("", "http") and not LEAVES.match(parts.path)


def _kind(link: str) -> str:
    """An address without the ids in it: pages of one kind are visited evenly."""
    path = urlsplit(link).path
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+", "#", path)


def _follow(client: Client, link: str, found: Walk) -> Page | None:
    parts = urlsplit(link)
    address = parts.path + (f"?{parts.query}" if parts.query else "")
    return _look(client.get(address, follow=False), f"GET {address}", address, found, client)


def _send(client: Client, form: Form, rng: Random, found: Walk) -> Page | None:
    address = urlsplit(form.action).path
    if LEAVES.match(address):
        return None
    typed = dict(_typed(form, rng))
    files = {name: value for name, value in typed.items() if isinstance(value, SimpleUploadedFile)}
    plain = {name: value for name, value in typed.items() if name not in files}
    words = f"{'POST' if form.post else 'GET'} {address} {plain!r:.600}"
    if not form.post:
        return _look(client.get(address, plain), words, address, found, client)
    return _look(client.post(address, typed), words, address, found, client)


def _typed(form: Form, rng: Random) -> Iterator[tuple[str, Any]]:
    radios: dict[str, list[str]] = {}
    buttons = [one for one in form.fields if one["type"] in ("submit", "button")]
    for one in form.fields:
        name, kind = one["name"], one["type"]
        if kind == "hidden":
            yield name, one["value"] if rng.random() < 0.9 else rng.choice(NAUGHTY)
        elif kind in ("radio", "checkbox"):
            radios.setdefault(name, []).append(one["value"])
        elif kind == "select":
            options = one["options"] or [""]
            yield name, rng.choice(options) if rng.random() < 0.9 else rng.choice(NAUGHTY)
        elif kind == "file":
            yield name, SimpleUploadedFile("what.csv", rng.choice(NAUGHTY).encode())
        elif kind not in ("submit", "button"):
            yield name, one["value"] if rng.random() < 0.2 else _words(name, rng)
    for name, values in radios.items():
        if rng.random() < 0.9:
            yield name, rng.choice(values)
    if buttons and (pressed := rng.choice(buttons)):
        yield pressed["name"], pressed["value"]


def _words(name: str, rng: Random) -> str:
    """Often something that fits, so that walks get past the first check of a form."""
    if rng.random() < 0.5:
        for ending, fitting in (("_0", "23"), ("_1", "11"), ("_2", "2026")):
            if name.endswith(ending):
                return fitting
        return rng.choice(("Ruth asked for this.", "12", "someone@example.org", "2026-11-23"))
    return rng.choice(NAUGHTY)


def _look(answer: Any, words: str, address: str, found: Walk, client: Client) -> Page | None:
    found.requests += 1
    if answer.status_code >= 500:
        problem = getattr(answer, "exc_info", None)
        why = f"{problem[0].__name__}: {problem[1]}" if problem else ""
        found.faults.append(f"{answer.status_code} {words} {why:.300}")
        return None
    kind = answer.get("Content-Type", "")
    if 300 <= answer.status_code < 400:
        place = urljoin(address, answer["Location"])
        if not _inside(place) or found.requests % 7 == 0:
            return None
        return _follow(client, place, found)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if "text/csv" in kind:
        found.faults += [f"live formula {cell!r} in {words}" for cell in _formulas(body)]
        return None
    if "text/html" not in kind:
        return None
    text = body.decode()
    if TAG in text or "<img src=x" in text:
        found.faults.append(f"what was typed came back as markup: {words}")
    if "Traceback (most recent" in text:
        found.faults.append(f"a trace was shown: {words}")
    if found.requests % 5 == 0:
        return Page(text, address) if answer.status_code in (200, 422) else None
    return Page(text, address)


def _formulas(body: bytes) -> list[str]:
    rows = csv.reader(io.StringIO(body.decode("utf-8-sig", errors="replace"), newline=""))
    return [
        cell
        for row in rows
        for cell in row
        if cell[:1] in ("=", "+", "@", "\t", "\r")
        or (cell[:1] == "-" and not re.fullmatch(r"-[\d.,]+", cell))
    ][:3]
