"""What people may type about a life: who is around, reasons, numbers, how to talk, sharing."""

from typing import Any, ClassVar

from django import forms

from ownway.foundation.look.forms import DayField
from ownway.support.people.domain import (
    BASES,
    COMMUNICATION_NEEDS,
    CONDITIONS,
    IDENTIFIER_KINDS,
    NEEDS_BY_PART,
    OFFERED,
    REASONS_OFFERED,
)


def capital(words: str) -> str:
    """Words with a capital first letter, the others as they are."""
    return words[:1].upper() + words[1:]


DAY_HINT = "For example, 27 3 2026"
_MAY_BE_TOLD = [
    ("yes", "Yes, they may be told how things are"),
    ("no", "No, tell them nothing"),
    ("", "Nobody has asked yet"),
]


class AroundForm(forms.Form):
    kind = forms.ChoiceField(
        label="Who are they to the person?",
        error_messages={"required": "Choose who they are to the person"},
    )
    name = forms.CharField(
        label="Their name",
        max_length=150,
        error_messages={"required": "Say their name"},
    )
    who = forms.CharField(
        label="In the person's own word, if there is one",
        help_text="For example: daughter, Nan, key worker at the day centre",
        required=False,
        max_length=100,
    )
    telephone = forms.CharField(label="Telephone", required=False, max_length=40)
    email = forms.EmailField(label="Email", required=False, max_length=254)
    words = forms.CharField(
        label="What else should others know?",
        help_text="For example: works nights, so ring after two",
        required=False,
        max_length=400,
    )
    may_be_told = forms.ChoiceField(
        label="May they be told how things are?",
        choices=_MAY_BE_TOLD,
        required=False,
    )
    ring_first = forms.BooleanField(label="Ring this one first", required=False)
    basis = forms.CharField(
        label="By which paper do they act?",
        help_text="Only for an attorney, a deputy or an appointee: which paper, and its number",
        required=False,
        max_length=200,
    )
    basis_seen_on = DayField(
        label="When did you see that paper?", help_text=DAY_HINT, required=False
    )
    first_day = DayField(label="Since when?", help_text="If it is known", required=False)
    council_id = forms.CharField(
        label="Their council number, if we have a record of them",
        required=False,
        max_length=100,
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [("", "Choose"), *((one.code, capital(one.words)) for one in OFFERED)]


class ReasonForm(forms.Form):
    reason = forms.ChoiceField(
        label="What is the reason?",
        choices=[("", "Choose"), *((one, one) for one in REASONS_OFFERED)],
        error_messages={"required": "Choose the reason"},
    )
    primary = forms.BooleanField(label="This is now the main reason", required=False)
    first_day = DayField(
        label="Since when?",
        help_text=DAY_HINT,
        error_messages={"required": "Say since when"},
    )
    said_by = forms.CharField(
        label="Who said so?",
        help_text="For example: Ruth herself, her doctor, the hospital's letter",
        required=False,
        max_length=200,
    )


class ConditionForm(forms.Form):
    code = forms.ChoiceField(
        label="Which condition?",
        choices=[("", "Choose"), *((code, capital(words)) for code, words in CONDITIONS.items())],
        error_messages={"required": "Choose the condition"},
    )
    words = forms.CharField(
        label="Say more, if it helps",
        help_text="Needed where you chose “something else”",
        required=False,
        max_length=200,
    )
    first_day = DayField(
        label="Since when do we know?",
        help_text=DAY_HINT,
        error_messages={"required": "Say since when we know"},
    )
    said_by = forms.CharField(label="Who said so?", required=False, max_length=200)


class EndForm(forms.Form):
    last_day = DayField(
        label="What was the last day?",
        help_text=DAY_HINT,
        error_messages={"required": "Say which was the last day"},
    )


class NumberForm(forms.Form):
    kind = forms.ChoiceField(
        label="What kind of number?",
        choices=[("", "Choose"), *IDENTIFIER_KINDS.items()],
        error_messages={"required": "Choose what kind of number it is"},
    )
    value = forms.CharField(
        label="The number",
        help_text="Blanks do not matter",
        max_length=100,
        error_messages={"required": "Type the number"},
    )
    system = forms.CharField(
        label="Which system or place, if there are several?", required=False, max_length=100
    )


class BecauseForm(forms.Form):
    because = forms.CharField(
        label="How do you know?",
        max_length=400,
        error_messages={"required": "Say how you know"},
    )


class SharingForm(forms.Form):
    what = forms.CharField(
        label="What is shared?",
        help_text="For example: the support plan, without the money",
        max_length=200,
        error_messages={"required": "Say what is shared"},
    )
    whom = forms.CharField(
        label="With whom?",
        max_length=200,
        error_messages={"required": "Say with whom"},
    )
    purpose = forms.CharField(label="What for?", required=False, max_length=200)
    basis = forms.ChoiceField(
        label="Why may it be shared?",
        choices=[(basis.code, basis.words) for basis in BASES.values()],
        error_messages={"required": "Choose why it may be shared"},
    )
    basis_words = forms.CharField(
        label="Which law, duty or danger is it?",
        help_text="Not needed where the person said yes",
        required=False,
        max_length=400,
    )
    told = forms.CharField(
        label="What was the person told?",
        help_text="Or why they could not be told",
        max_length=400,
        error_messages={"required": "Say what the person was told"},
    )
    last_day = DayField(
        label="Until when?",
        help_text="Leave it empty if no day is known",
        required=False,
    )

    HINTS: ClassVar[dict[str, str]] = {
        basis.code: basis.hint for basis in BASES.values() if basis.hint
    }


class EndSharingForm(forms.Form):
    because = forms.CharField(
        label="Why does it end?",
        max_length=400,
        error_messages={"required": "Say why it ends"},
    )


class TalkForm(forms.Form):
    """How somebody needs information and help to talk; `mine` words it for the person."""

    needs = forms.MultipleChoiceField(required=False, choices=list(COMMUNICATION_NEEDS.items()))
    interpreter = forms.CharField(required=False, max_length=40)
    how_to_talk = forms.CharField(required=False, max_length=2000)
    none_needed = forms.BooleanField(required=False)
    asked_whom = forms.CharField(required=False, max_length=150)
    review_by = DayField(required=False)

    LABELS: ClassVar[dict[bool, dict[str, tuple[str, str]]]] = {
        True: {
            "interpreter": (
                "An interpreter for",
                "Which language? Leave it empty if you need none",
            ),
            "how_to_talk": (
                "In your own words",
                "For example: give me time; ring, do not write; talk to me, not to my sister",
            ),
            "none_needed": ("I need nothing of this", ""),
        },
        False: {
            "interpreter": ("An interpreter for", "Which language? Leave it empty if none"),
            "how_to_talk": (
                "In their own words",
                "Every page about them shows this first. What people say here is what helps most",
            ),
            "none_needed": ("They were asked, and need nothing of this", ""),
            "asked_whom": ("Whom did you ask?", "The person themself, or who spoke for them"),
            "review_by": (
                "Ask again by",
                "Leave it empty for a year from today; sooner where things change",
            ),
        },
    }

    def __init__(self, *args: Any, mine: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, (label, hint) in self.LABELS[mine].items():
            self.fields[name].label, self.fields[name].help_text = label, hint
        if mine:
            del self.fields["asked_whom"], self.fields["review_by"]

    def codes(self) -> list[str]:
        """The chosen codes, an interpreter with its language among them."""
        language = " ".join(self.cleaned_data["interpreter"].split())
        return [*self.cleaned_data["needs"], *([f"interpreter:{language}"] if language else [])]

    def parts(self) -> list[tuple[str, list[tuple[str, str, bool]]]]:
        """The needs in the parts in which they are asked: (part, [(code, words, chosen)])."""
        chosen = set(self["needs"].value() or [])
        return [
            (part, [(code, COMMUNICATION_NEEDS[code], code in chosen) for code in codes])
            for part, codes in NEEDS_BY_PART.items()
        ]


class NewPersonForm(forms.Form):
    given_name = forms.CharField(label="First name", required=False, max_length=100)
    family_name = forms.CharField(label="Family name", required=False, max_length=100)
    known_as = forms.CharField(label="Likes to be called", required=False, max_length=100)
    born_on = DayField(label="Birth date", help_text="If it is known", required=False)
    nhs_number = forms.CharField(
        label="NHS number", help_text="If it is known; blanks do not matter", required=False
    )
    address_line_1 = forms.CharField(label="House and street", required=False, max_length=200)
    address_line_2 = forms.CharField(label="Second line", required=False, max_length=200)
    town = forms.CharField(label="Town", required=False, max_length=100)
    postcode = forms.CharField(label="Postcode", required=False, max_length=10)
    telephone = forms.CharField(label="Telephone", required=False, max_length=40)
    email = forms.EmailField(label="Email", required=False, max_length=254)
    how_they_came = forms.CharField(
        label="How did they come to us?",
        help_text="For example: rang on Monday; the hospital wrote",
        max_length=400,
        error_messages={"required": "Say how they came to us"},
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if not (said.get("given_name") or said.get("family_name")):
            self.add_error("given_name", "Say a name, even if it is only what they are called")
        return said
