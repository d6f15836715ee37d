"""What people may type in a self-check: anything may be left out, and nothing typed is lost."""

from datetime import date
from typing import Any

from django import forms

from ownway.config.clock import today
from ownway.foundation.look.forms import DayField
from ownway.kernel.period import in_words
from ownway.support.contact.domain import self_checks as checks
from ownway.support.contact.domain.self_checks import MATTERS, Page, Said, Whom
from ownway.support.people.domain import COMMUNICATION_NEEDS

# Needs that a sender is offered by name; any other is written in words.
NEEDS_OFFERED = (
    "large-print",
    "easy-read",
    "braille",
    "audio",
    "bsl",
    "hearing-loop",
    "email-only",
    "no-telephone",
    "longer-time",
    "somebody-there",
)
RELATIONS = {
    "child": "Their daughter or son",
    "partner": "Their husband, wife or partner",
    "family": "Other family",
    "friend": "A friend or neighbour",
    "work": "I know them through my work",
    "other": "Somebody else",
}
# The same in the words staff read after a name.
RELATIONS_TOLD = {
    "child": "their daughter or son",
    "partner": "their husband, wife or partner",
    "family": "family",
    "friend": "a friend or neighbour",
    "work": "who knows them through work",
    "other": "somebody else",
}
CONSENTS = {
    "agrees": "Yes, they know and agree",
    "unasked": "They do not know yet",
    "refuses": "They know, and would rather not",
    "unable": "They cannot decide this themselves",
}
SPEAKS = {
    "themself": "They speak for themself",
    "helps": "They speak for themself, with help",
    "attorney": "Somebody with a lasting power of attorney",
    "deputy": "A deputy of the court",
    "nobody": "They need somebody, and nobody is named",
    "unsure": "I do not know",
}
WAYS = {
    "telephone": "A telephone call",
    "text": "A text message",
    "email": "An e-mail",
    "letter": "A letter",
}
FIRST = {"me": "Me", "them": "Them"}
WRONG_CHOICE = "Choose one of these, or leave it out"


class Words(forms.CharField):
    """Words of somebody's own, without signs that no keyboard has; too many are refused kindly."""

    def __init__(self, *, longest: int, **kwargs: Any) -> None:
        super().__init__(required=kwargs.pop("required", False), **kwargs)
        self.longest = longest

    def to_python(self, value: Any) -> str:
        return checks.plain_words(str(value or "")).strip()

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(value) > self.longest:
            raise forms.ValidationError(
                f"These are {len(value):,} letters. Please use {self.longest:,} or fewer; you can "
                "tell us the rest when we talk."
            )


def _one_of(label: str, choices: dict[str, str], **kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=list(choices.items()),
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": WRONG_CHOICE},
        **kwargs,
    )


class WhomForm(forms.Form):
    """Who the check is about."""

    whom = forms.ChoiceField(
        label="Who is this about?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose who this is about",
            "invalid_choice": "Choose who this is about",
        },
    )

    def __init__(self, *args: Any, offered: tuple[Whom, ...] = tuple(Whom), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["whom"].choices = [  # type: ignore[attr-defined]  # a ChoiceField, as declared
            (one.value, checks.WHOM_WORDS[one]) for one in offered
        ]


class PageForm(forms.Form):
    """One page of questions, each of which may be left out, and room for words."""

    def __init__(self, page: Page, typed: Any = None, *, said: Said) -> None:
        initial = {one.id: said.choices.get(one.id, "") for one in page.questions}
        initial["words"] = said.words.get(page.key, "")
        super().__init__(typed, initial=initial)
        self.page = page
        for one in page.questions:
            self.fields[one.id] = _one_of(
                one.words,
                {choice.value: choice.words for choice in one.choices},
                help_text=one.hint,
            )
        self.fields["words"] = Words(
            label="Anything you want to add?",
            help_text="Only if you like",
            longest=checks.WORDS_LENGTH,
        )

    @property
    def questions(self) -> list[forms.BoundField]:
        return [self[one.id] for one in self.page.questions]

    def said(self) -> Said:
        """What this page says; a question that was left out is said to be so."""
        return Said(
            {one.id: self.cleaned_data.get(one.id, "") for one in self.page.questions},
            {self.page.key: self.cleaned_data.get("words", "")},
        )


class MattersForm(forms.Form):
    """What matters, in their own words, and where."""

    words = Words(
        label="What matters most to you?",
        help_text="In your own words. For example: what a good day is like, what worries you most.",
        longest=checks.MATTERS_LENGTH,
    )
    postcode = forms.CharField(
        label="Postcode",
        help_text="So that we can show what there is near by. Only if you like.",
        required=False,
        max_length=10,
        error_messages={"max_length": "Enter a postcode of 10 letters or fewer"},
    )

    def __init__(self, typed: Any = None, *, whom: Whom, said: Said) -> None:
        initial = {"words": said.words.get(MATTERS, ""), "postcode": said.postcode}
        super().__init__(typed, initial=initial)
        if whom is Whom.OTHER:
            self.fields["words"].label = "What matters most to them, and to you?"
            self.fields["postcode"].label = "Their postcode"

    def said(self) -> Said:
        postcode = checks.plain_words(self.cleaned_data["postcode"]).strip().upper()
        return Said({}, {MATTERS: self.cleaned_data["words"]}, postcode)


def form_of(page: Page | None, whom: Whom, typed: Any, said: Said) -> "PageForm | MattersForm":
    """The form of a page, with what was said before; no page is the one of what matters."""
    if page is None:
        return MattersForm(typed, whom=whom, said=said)
    return PageForm(page, typed, said=said)


class ComeBackForm(forms.Form):
    """The reference and the code of a check that was saved or sent."""

    reference = forms.CharField(
        label="Reference",
        max_length=40,
        error_messages={"required": "Enter your reference", "max_length": "That is too long"},
    )
    code = forms.CharField(
        label="Code",
        max_length=40,
        error_messages={"required": "Enter your code", "max_length": "That is too long"},
    )


class AddWordsForm(forms.Form):
    words = Words(label="Add something", longest=checks.WORDS_LENGTH)


class PutAsideForm(forms.Form):
    because = Words(
        label="Why does it lead to no record?",
        help_text="For example: sent twice; no name and nobody answers",
        required=True,
        longest=400,
        error_messages={"required": "Write down why it is put aside"},
    )


OF_OTHERS = ("your_name", "relation", "consent", "speaks", "their_telephone", "first")
NOT_ASKED = {
    Whom.ME: (*OF_OTHERS, "cared_for"),
    Whom.OTHER: ("cared_for",),
    Whom.CARER: OF_OTHERS,
}


def _short(label: str, longest: int = 100, **kwargs: Any) -> Words:
    return Words(label=label, longest=longest, **kwargs)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


class SenderForm(forms.Form):
    """Who sends a check, who it is about, how to get in touch and how to talk with them."""

    given_name = _short("First name")
    family_name = _short("Family name")
    born_on = DayField(
        label="Birth date", help_text="If you know it. It helps us find a record.", required=False
    )
    address_line_1 = _short("House and street", 200)
    town = _short("Town")
    postcode = _short("Postcode", 10)
    your_name = _short("Your name", 150)
    relation = _one_of("What are you to them?", RELATIONS)
    consent = _one_of("Do they know that you are writing to us?", CONSENTS)
    speaks = _one_of("Who speaks for them?", SPEAKS)
    cared_for = _short("Who do you look after?", 150, help_text="Their name, if you like")
    telephone = _short("Telephone", 40)
    email = forms.EmailField(
        label="E-mail",
        required=False,
        max_length=254,
        error_messages={
            "invalid": "Enter an e-mail address like name@example.org",
            "max_length": "Enter an e-mail address of 254 letters or fewer",
        },
    )
    their_telephone = _short("Their telephone", 40)
    first = _one_of("Whom should we get in touch with first?", FIRST)
    best_way = _one_of("What is the best way?", WAYS)
    when = _short("When is a good time?", 200)
    needs = forms.MultipleChoiceField(
        label="What helps them to read, hear and talk?",
        choices=[(code, _capital(COMMUNICATION_NEEDS[code])) for code in NEEDS_OFFERED],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": "Choose from these, or write it below"},
    )
    needs_words = _short(
        "Anything else about talking with them",
        400,
        help_text="For example: a language other than English, or speak slowly",
    )

    def __init__(self, *args: Any, whom: Whom, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.whom = whom
        for name in NOT_ASKED[whom]:
            del self.fields[name]
        if whom is not Whom.OTHER:
            self.fields["needs"].label = "What helps you to read, hear and talk?"
            self.fields["needs_words"].label = "Anything else about talking with you"
        else:
            self.fields["telephone"].label = "Your telephone"
            self.fields["email"].label = "Your e-mail"

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        name = "your_name" if self.whom is Whom.OTHER else "given_name"
        if not typed.get(name) and not typed.get("family_name" if name == "given_name" else name):
            self.add_error(name, "Tell us a name, even if it is only what you are called")
        reached = ("telephone", "email", "their_telephone", "address_line_1")
        wrong = self.errors.keys() & set(reached)
        if not any(typed.get(one) for one in reached) and not wrong:
            self.add_error(
                "telephone", "Give one way to reach you: telephone, e-mail or an address"
            )
        return typed

    def clean_born_on(self) -> date | None:
        day: date | None = self.cleaned_data["born_on"]
        if day is not None and not 1890 <= day.year <= 9999:
            raise forms.ValidationError("Enter a real birth date, like 27 3 1946")
        if day is not None and day > today():
            raise forms.ValidationError("A birth date cannot be in the future. Check the year")
        return day

    def clean_telephone(self) -> str:
        return rings(self.cleaned_data["telephone"])

    def clean_their_telephone(self) -> str:
        return rings(self.cleaned_data["their_telephone"])

    def sender(self) -> dict[str, Any]:
        """What is kept: as typed, and in words for whoever reads it."""
        said = {name: value for name, value in self.cleaned_data.items() if value}
        born_on: date | None = said.pop("born_on", None)
        if born_on is not None:
            said |= {"born_on": born_on.isoformat(), "born_on_words": in_words(born_on)}
        said["needs_in_words"] = [COMMUNICATION_NEEDS[code] for code in said.get("needs", ())]
        for name, words in (
            ("relation", RELATIONS_TOLD),
            ("consent", CONSENTS),
            ("speaks", SPEAKS),
            ("best_way", WAYS),
            ("first", FIRST),
        ):
            if name in said:
                said[f"{name}_words"] = words[said[name]]
        said["postcode"] = said.get("postcode", "").upper()
        return said


def rings(typed: str) -> str:
    """A telephone number that somebody can ring; words beside it may stay."""
    if typed and sum(letter.isdigit() for letter in typed) < 6:
        raise forms.ValidationError("Enter a telephone number that we can ring, like 01632 960 140")
    return typed


class OwnSenderForm(forms.Form):
    """How to get in touch with somebody whose record we know."""

    best_way = _one_of("What is the best way to get in touch?", WAYS)
    when = _short("When is a good time?", 200)

    def sender(self) -> dict[str, Any]:
        said = {name: value for name, value in self.cleaned_data.items() if value}
        if "best_way" in said:
            said["best_way_words"] = WAYS[said["best_way"]]
        return said


class NewRecordForm(forms.Form):
    """A record begun from what a sender told; it can be put right before it is kept."""

    given_name = _short("First name")
    family_name = _short("Family name")
    born_on = DayField(label="Birth date", required=False)
    address_line_1 = _short("House and street", 200)
    town = _short("Town")
    postcode = _short("Postcode", 10)
    telephone = _short("Telephone", 40)
    email = forms.EmailField(label="E-mail", required=False, max_length=254)
    none_of_these = forms.BooleanField(
        label="None of the people above is them",
        required=False,
    )

    def __init__(self, *args: Any, likely: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.likely = likely
        if not likely:
            del self.fields["none_of_these"]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if not (said.get("given_name") or said.get("family_name")):
            self.add_error("given_name", "Say a name, even if it is only what they are called")
        if self.likely and not said.get("none_of_these"):
            self.add_error("none_of_these", "Look at the people above first, then tick this")
        said.pop("none_of_these", None)
        return said
