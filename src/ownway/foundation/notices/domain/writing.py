"""The words of a notice: text with named gaps, and no more than that.

A gap is `((name))`, and only the names a template allows may stand in one: there are no lookups,
no conditions and no code, so nothing typed into a template or a value can ever be run. A line \
that
begins with `# ` is a heading; in Easy Read a line that begins with `[picture] ` stands beside it.

Errors    Refused, with the name: a gap nobody allows, a value that is missing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ownway.kernel.refusal import Refused

GAP = re.compile(r"\(\(\s*([^()]*?)\s*\)\)")
PICTURE = re.compile(r"^\[([a-z]+)\] (.*)$")
PICTURES = ("people", "tick", "money", "share", "week", "home", "no", "clock", "telephone", "paper")
LONGEST_SENTENCE = 15  # words; Easy Read keeps one short idea a line
# Stands in the kept words of a notice where its reader alone saw a link or a code.
MASK = "(only they may see this)"
ALWAYS = ("name", "council", "telephone", "worker")


class Wording(StrEnum):
    """Where the council's own words of a template stand; agreed ones are used from their day."""

    DRAFT = "draft"
    REVIEW = "waiting for review"
    AGREED = "agreed"


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of notice: what it is called, what may stand in it, and its first words."""

    code: str
    title: str
    allowed: tuple[str, ...]
    subject: str
    standard: str
    easy_read: str
    once: str = ""  # the gap that is masked in what we keep; such a notice is never sent by hand


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a notice: a heading, or words with a picture beside them (empty: none)."""

    words: str
    heading: bool = False
    picture: str = ""


EXAMPLES = {
    "name": "Ruth Calloway",
    "council": "Quarrymoor Council",
    "telephone": "01632 960 140",
    "worker": "Idris Vaughan",
    "weekly_cost": "£266.00",
    "council_pays": "£224.50",
    "you_pay": "£41.50",
    "starts_on": "Monday 30 November",
    "due_on": "7 December",
    "answer_by": "14 December",
    "link": "https://example.org/my/",
    "page": "https://example.org/invitation/",
    "letters": "ABCD EFGH JKMN PQRS",
    "code": "1234 5678",
    "sign_in": "ruth@example.org",
    "until": "30 November",
    "person": "Ruth Calloway",
    "who": "Nell Okafor",
    "why": "looking after you while your worker is away",
    "needs": "keeping clean; getting to places and doing things where I live",
    "reasons": "You cannot wash or go out without help, and that wears you out.",
    "what_else": "Thornbeck lunch club (01632 960 177).",
    "if_you_cannot": "Ellie comes the same day. Tablets are in the kitchen.",
}


def names_in(text: str) -> tuple[str, ...]:
    """The names of the gaps of a text, in order, each once."""
    return tuple(dict.fromkeys(GAP.findall(text)))


def check(text: str, allowed: tuple[str, ...]) -> None:
    """Raises Refused when a gap names what is not allowed, or a bracket is left open."""
    for name in names_in(text):
        if name not in allowed:
            known = ", ".join(f"(({one}))" for one in allowed)
            raise Refused(f"(({name})) is not known here. You can write {known}.")
    if "((" in GAP.sub("", text) or "))" in GAP.sub("", text):
        raise Refused("A gap is not closed: write it like ((name)).")
    for line in text.splitlines():
        found = PICTURE.match(line)
        if found and found[1] not in PICTURES:
            raise Refused(f"There is no picture [{found[1]}]. There are {', '.join(PICTURES)}.")


def fill(text: str, values: Mapping[str, str], allowed: tuple[str, ...]) -> str:
    """The text with its gaps filled, once: what a value says is never read as a gap.

    Raises Refused for a gap that is not allowed or has no value.
    """
    check(text, allowed)
    for name in names_in(text):
        if not values.get(name, "").strip():
            raise Refused(f"There is nothing to put in (({name})) yet.")
    return GAP.sub(lambda gap: " ".join(values[gap[1]].split()), text)


def wrong_in(template: Template, *, subject: str, standard: str, easy_read: str) -> dict[str, str]:
    """What stops these words from being used, by field; empty when nothing does."""
    found = {}
    if names_in(subject) or "((" in subject or "))" in subject:
        found["subject"] = "No gap in the subject: it is seen on locked screens and by others."
    for field, text in (("standard", standard), ("easy_read", easy_read)):
        try:
            check(text, template.allowed)
        except Refused as refusal:
            found[field] = str(refusal)
    for field, text in (("subject", subject), ("standard", standard), ("easy_read", easy_read)):
        if not text.strip():
            found[field] = "Write what they read."
    return found


def lines_of(filled: str) -> tuple[Line, ...]:
    """The lines of a filled text, in order; blank ones go."""
    found = []
    for line in (one.strip() for one in filled.splitlines()):
        picture = PICTURE.match(line)
        if line.startswith("# "):
            found.append(Line(line[2:], heading=True))
        elif picture and picture[1] in PICTURES:
            # One idea a line: what a gap lists with semicolons stands line by line.
            parts = [one.strip() for one in picture[2].split("; ") if one.strip(" .")]
            found += [Line(one, picture=picture[1]) for one in parts]
        elif line:
            found.append(Line(line))
    return tuple(found)


def too_long(easy_read: str) -> tuple[str, ...]:
    """The sentences with more than LONGEST_SENTENCE words, to warn whoever writes them."""
    said = " ".join(
        f"{line.words}." if line.heading else line.words for line in lines_of(easy_read)
    )
    sentences = re.split(r"(?<=[.!?])\s+", said)
    return tuple(one for one in sentences if len(one.split()) > LONGEST_SENTENCE)


def _template(
    code: str, title: str, more: tuple[str, ...], subject: str, text: str, *, once: str = ""
) -> Template:
    standard, _, easy_read = text.strip().partition("\n---\n")
    return Template(code, title, (*ALWAYS, *more), subject, standard, easy_read, once)


_HEARD = "If you do not agree, or something is not clear, call us on ((telephone))."
_EASY_HEARD = """# If you do not agree
[telephone] Ring us: ((telephone)).
[people] Someone can help you speak up. It is free.
[paper] You can make a complaint."""

TEMPLATES: dict[str, Template] = {
    one.code: one
    for one in (
        _template(
            "plan-signed-off",
            "Your plan is agreed",
            ("weekly_cost", "council_pays", "you_pay", "starts_on"),
            "Your support plan is agreed",
            f"""Dear ((name)),
We have agreed your support plan. It starts on ((starts_on)).
Your personal budget is ((weekly_cost)) a week. The council pays ((council_pays)) and you pay \
((you_pay)).
((worker)) agreed this with you and can tell you how we came to it.
{_HEARD} You can have a free advocate beside you, and you can complain. Your support does not \
stop if you do.
---
[people] You and ((worker)) made a plan.
[tick] We said yes to your plan.
# Your money
[money] Your support costs ((weekly_cost)) each week.
[share] The council pays ((council_pays)) each week.
[share] You pay ((you_pay)) each week.
# What happens next
[clock] Your support starts on ((starts_on)).
{_EASY_HEARD}""",
        ),
        _template(
            "account-changes",
            "The account your money goes to changes",
            (),
            "Did you change your bank account?",
            """Dear ((name)),
Somebody has asked us to pay your direct payment into another bank account.
If you asked for this, there is nothing to do. We may ring you to make sure.
If you did not ask for this, ring us at once on ((telephone)). We then pay nothing to the new \
account.
We never ask you for a password or for the code of your card.
---
[money] We pay you money for your support.
[paper] Someone asked us to use a new bank account.
[tick] Was it you? Then all is well.
[no] Was it not you? Ring us now: ((telephone)).
[telephone] We may ring you to check.""",
        ),
        _template(
            "contribution-decided",
            "What you pay is decided",
            ("you_pay", "starts_on"),
            "What you pay towards your support",
            f"""Dear ((name)),
We have worked out what you pay towards your support. From ((starts_on)) you pay ((you_pay)) a week.
How we worked it out stands on your own page. There you can also tell us when your money changes.
{_HEARD} You can send us papers that show it, have a free advocate beside you, and complain. Your \
support does not stop if you do.
---
[money] We looked at your money.
[share] You pay ((you_pay)) each week.
[clock] This starts on ((starts_on)).
# How we worked it out
[paper] You can read it on your page.
[money] Has your money changed? Tell us.
{_EASY_HEARD}""",
        ),
        _template(
            "needs-eligible",
            "Decision: eligible needs",
            ("needs", "reasons"),
            "What we decided about your support",
            f"""Dear ((name)),
We looked together at what you need. We decided that you have needs for which the council arranges \
support.
# What you need help with
You cannot do these by yourself: ((needs)).
# Why we decided so
((reasons))
# What happens next
((worker)) makes a plan with you. You say what matters to you, and you see what it costs before \
anything is agreed.
# If you see it differently
{_HEARD} You may write what you see differently: it stays beside our decision. You can have a free \
advocate beside you, and you can complain.
---
[people] We talked about what you need.
[tick] We decided: you can have support.
[paper] You need help with: ((needs)).
# Why we decided this
[paper] ((reasons))
# What happens next
[people] ((worker)) makes a plan with you.
{_EASY_HEARD}""",
        ),
        _template(
            "needs-not-eligible",
            "Decision: no eligible needs",
            ("needs", "reasons", "what_else"),
            "What we decided about your support",
            f"""Dear ((name)),
We looked together at what you need. We decided that the law does not ask the council to arrange \
support for you now.
# What is hard for you
You told us, and we saw: ((needs)).
# Why we decided so
((reasons))
# What else may help
((what_else))
# If you see it differently
{_HEARD} You may ask us to look again, write what you see differently, have a free advocate beside \
you, and complain. If we cannot agree, the Local Government and Social Care Ombudsman can look at \
it. Things change: you may ask for a new assessment at any time.
---
[people] We talked about what you need.
[no] We decided: the council does not pay for support now.
# What is hard for you
[paper] ((needs)).
# Why we decided this
[paper] ((reasons))
# What else may help
[people] ((what_else))
{_EASY_HEARD}
[clock] Do things change? Ask us again.""",
        ),
        _template(
            "carer-eligible",
            "Decision: a carer's eligible needs",
            ("needs", "reasons", "if_you_cannot"),
            "What we decided about support for you, as a carer",
            f"""Dear ((name)),
We looked together at your own life, beside the care that you give. We decided that you have needs \
of your own for which the council arranges support.
# What caring keeps you from
Caring makes these hard: ((needs)).
# Why we decided so
((reasons))
# If you suddenly cannot care
((if_you_cannot))
# What happens next
((worker)) makes a plan with you. You say what would help, and you see what it costs before \
anything is agreed. Nobody has to go on caring: you may do less, or stop.
# If you see it differently
{_HEARD} You may write what you see differently: it stays beside our decision. You can have a free \
advocate beside you, and you can complain.
---
[people] We talked about your own life. You look after somebody.
[tick] We decided: you can have support too.
# What caring keeps you from
[paper] Caring makes these hard: ((needs)).
# Why we decided this
[paper] ((reasons))
# If you suddenly cannot care
[clock] ((if_you_cannot))
# What happens next
[people] ((worker)) makes a plan with you.
{_EASY_HEARD}""",
        ),
        _template(
            "carer-not-eligible",
            "Decision: no eligible needs of a carer",
            ("needs", "reasons", "what_else", "if_you_cannot"),
            "What we decided about support for you, as a carer",
            f"""Dear ((name)),
We looked together at your own life, beside the care that you give. We decided that the law does \
not ask the council to arrange support for you now.
# What caring keeps you from
You told us, and we saw: ((needs)).
# Why we decided so
((reasons))
# What else may help
((what_else))
# If you suddenly cannot care
((if_you_cannot))
# If you see it differently
{_HEARD} You may ask us to look again, write what you see differently, have a free advocate beside \
you, and complain. If we cannot agree, the Local Government and Social Care Ombudsman can look at \
it. Things change: you may ask for a new assessment at any time, and nobody has to go on caring.
---
[people] We talked about your own life. You look after somebody.
[no] We decided: the council does not pay for support for you now.
# What caring keeps you from
[paper] Caring makes these hard: ((needs)).
# Why we decided this
[paper] ((reasons))
# What else may help
[people] ((what_else))
# If you suddenly cannot care
[clock] ((if_you_cannot))
{_EASY_HEARD}
[clock] Do things change? Ask us again.""",
        ),
        _template(
            "review-due",
            "Your review is due",
            ("due_on",),
            "It is time to look at your support together",
            """Dear ((name)),
We said we would look at your support together by ((due_on)). ((worker)) would like to arrange \
a day that suits you.
You can have anyone you like beside you: family, a friend, or a free advocate.
Please call ((telephone)) to choose a day.
---
[clock] It is time to talk about your support.
[week] We want to meet you by ((due_on)).
[people] ((worker)) will come. You can bring somebody with you.
[telephone] Ring us to choose a day: ((telephone)).""",
        ),
        _template(
            "first-figure",
            "Your first figure is ready",
            ("weekly_cost",),
            "A first figure for your support",
            f"""Dear ((name)),
A first figure for your support is ready: about ((weekly_cost)) a week.
It helps you to plan. It is not a limit, and what we agree may be more or less.
((worker)) can show you how we came to it. {_HEARD}
---
[money] We have a first figure for your support.
[money] It is about ((weekly_cost)) each week.
[paper] It helps you plan. It can go up or down.
{_EASY_HEARD}""",
        ),
        _template(
            "request-received",
            "We have your request",
            ("answer_by",),
            "We have your request for support",
            """Dear ((name)),
Thank you for asking for support. We have what you told us, and we will answer by ((answer_by)).
If things get worse before then, call ((telephone)).
---
[tick] You asked us for help. We have what you told us.
[clock] We will answer by ((answer_by)).
[telephone] Are things getting worse? Ring us: ((telephone)).""",
        ),
        _template(
            "own-record",
            "Invitation to their own record, by e-mail",
            ("link", "until", "sign_in"),
            "See what is written about you",
            """Dear ((name)),
You can now see your own record, and say if something in it is wrong.
Open ((link)) and choose a password. It works once, until ((until)).
The page asks for a code. The code comes to you another way, never in an e-mail: tell it to nobody.
Afterwards you sign in with ((sign_in)).
If you did not expect this, or would rather have it on paper, call ((telephone)).
---
[paper] You can read what we wrote about you.
[home] Go to this page: ((link)).
[clock] It works until ((until)).
[no] You get a code another way. Tell nobody the code.
[people] After that you sign in with ((sign_in)).
[telephone] Do you want it on paper? Ring us: ((telephone)).""",
            once="link",
        ),
        _template(
            "own-record-letter",
            "Invitation to their own record, by letter",
            ("page", "letters", "until", "sign_in"),
            "See what is written about you",
            """Dear ((name)),
You can now see your own record, and say if something in it is wrong.
Type this address where you see web pages: ((page))
The page asks for the letters of this invitation. They are: ((letters))
They work once, until ((until)).
The page also asks for a code. We tell it to you, or send it in a text: it is never in a letter \
with these.
You choose a password. Afterwards you sign in with ((sign_in)).
Can nobody near you open a web page? Call us on ((telephone)) and we read it with you, or send it \
on paper.
---
[paper] You can read what we wrote about you.
[home] Go to this page: ((page)).
[tick] Type these letters: ((letters)).
[clock] They work until ((until)).
[no] You get a code another way. Tell nobody the code.
[people] After that you sign in with ((sign_in)).
[telephone] Do you want it on paper? Ring us: ((telephone)).""",
            once="letters",
        ),
        _template(
            "record-code",
            "Code that goes with an invitation",
            ("code", "until"),
            "Your code",
            """Dear ((name)),
Your code for the page of ((council)) is ((code)). It works until ((until)).
Type it on the page that our other message leads to. Tell it to nobody; we never ask you for it.
If you did not expect this, call ((telephone)).
---
[tick] Your code is ((code)).
[clock] It works until ((until)).
[no] Tell nobody the code. We never ask you for it.
[telephone] Is this a surprise? Ring us: ((telephone)).""",
            once="code",
        ),
        _template(
            "let-in",
            "Invitation of somebody who was let in to a record",
            ("person", "link", "until", "sign_in"),
            "You can see parts of a record",
            """Dear ((name)),
((person)) has let you see parts of their record with ((council)).
Open ((link)) and choose a password. It works once, until ((until)).
The page asks for a code. Whoever let you in tells it to you: it is never in an e-mail.
Afterwards you sign in with ((sign_in)). You can stop looking whenever you like.
If you do not know what this is about, do nothing, or call ((telephone)).
---
[people] ((person)) lets you read parts of their record.
[home] Go to this page: ((link)).
[clock] It works until ((until)).
[no] Someone tells you a code. Tell nobody else.
[people] After that you sign in with ((sign_in)).
[telephone] Is this a surprise? Ring us: ((telephone)).""",
            once="link",
        ),
        _template(
            "referral",
            "Somebody is passed to a group or service, by e-mail",
            ("link", "answer_by"),
            "Somebody would like to come to you",
            """To ((name)),
Somebody we support would like to hear from you, and agreed that we tell you who they are.
Open ((link)) to see what they agreed to share, and to say whether you can help. Please answer by \
((answer_by)).
The link is for you alone. It shows a person's details, so please do not pass it on.
If you cannot help, tell us there, so that we can look further. Questions? Call ((telephone)).
---
[people] Somebody wants to hear from you.
[home] Go to this page: ((link)).
[tick] Tell us there if you can help.
[clock] Please answer by ((answer_by)).
[no] Do not give the link to others.
[telephone] Questions? Ring us: ((telephone)).""",
            once="link",
        ),
        _template(
            "welfare-check",
            "Somebody is asked to look in today, by e-mail",
            ("link",),
            "Please look in on somebody today",
            """To ((name)),
Please look in on somebody today. We ring you about it as well.
Open ((link)) to see who it is, where, and what you need to know, and to say how you found them.
The link is for you alone. It shows where a person lives, so please do not pass it on.
In danger, call 999 first. Nobody answers the door? Say so there at once, or call ((telephone)).
---
[people] Please look in on somebody today.
[home] Go to this page: ((link)).
[tick] Tell us there how you found them.
[no] Do not give the link to others.
[telephone] In danger? Call 999. Questions? Ring us: ((telephone)).""",
            once="link",
        ),
        _template(
            "record-opened",
            "Somebody opened your record",
            ("who", "why"),
            "Somebody opened your record",
            """Dear ((name)),
((who)) opened your record. The reason they gave is: ((why)).
If you think they should not have, call ((telephone)) or say so on your own pages.
---
[people] ((who)) read what is written about you.
[paper] They said why: ((why)).
[telephone] Do you think this was wrong? Ring us: ((telephone)).""",
        ),
    )
}
