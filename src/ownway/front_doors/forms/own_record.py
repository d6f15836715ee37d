"""What a person types about their own record, and what their worker answers."""

from typing import Any

from django import forms

from ownway.foundation.conversations.domain import LONGEST
from ownway.foundation.documents.domain import Kind
from ownway.foundation.look.forms import DayField
from ownway.support.people.domain.letting_in import (
    AS_WORDS,
    BY_LAW,
    CHOSEN,
    PART_WORDS,
    As,
    Part,
)
from ownway.support.people.domain.own_record import (
    ANSWER_WORDS,
    CHECK_WORDS,
    CODE_WORDS,
    LINK_WORDS,
    Answer,
    Check,
    CodeBy,
    LinkBy,
)

PART_CHOICES = [(part.value, PART_WORDS[part][0]) for part in Part]


class LetInForm(forms.Form):
    """Somebody whom a person lets in."""

    name = forms.CharField(label="Their name", max_length=150)
    email = forms.EmailField(
        label="Their e-mail address",
        max_length=254,
        help_text="They sign in with it. Write one that only they read.",
        error_messages={
            "required": "Write their e-mail address",
            "invalid": "Write an e-mail address like name@example.com",
        },
    )
    standing = forms.ChoiceField(label="Who are they to you?")
    parts = forms.MultipleChoiceField(
        label="What may they see?",
        choices=PART_CHOICES,
        help_text="Choose one or more. You can change your mind at any time.",
        error_messages={"required": "Choose at least one"},
    )
    last_day = DayField(
        label="Until which day?",
        required=False,
        help_text="Leave it empty if they may look until you end it. For example, 27 3 2027",
    )
    STANDINGS: tuple[As, ...] = CHOSEN

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].error_messages = {"required": "Write their name"}
        self.fields["standing"].error_messages = {"required": "Choose who they are"}
        self.fields["standing"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (one.value, AS_WORDS[one][0].upper() + AS_WORDS[one][1:]) for one in self.STANDINGS
        ]

    def said(self) -> dict[str, Any]:
        """The one to let in, as `let_in` takes it."""
        typed = dict(self.cleaned_data)
        typed["standing"] = As(typed["standing"])
        typed["parts"] = [Part(part) for part in typed["parts"]]
        return typed


class LetInByLawForm(LetInForm):
    """Somebody whom a worker writes down: by law, with the paper seen, or because of a wish."""

    STANDINGS = (*BY_LAW, *CHOSEN)
    document = forms.CharField(
        label="The paper you have seen",
        max_length=200,
        required=False,
        help_text="For example: lasting power of attorney, health and welfare, 7001 2345 6789",
    )
    registered_on = DayField(label="Registered on", required=False)
    seen_on = DayField(label="You saw it on", required=False)
    capacity = forms.CharField(
        label="Which decisions can the person make, and which not?",
        max_length=400,
        required=False,
        help_text="An attorney for health and welfare decides only where the person cannot",
    )
    basis = forms.CharField(
        label="Without a paper: how and when did they ask you?", max_length=400, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["standing"].label = "Who are they to the person?"
        self.fields["last_day"].help_text = "Leave it empty if it goes on until it is ended"


class LetOutForm(forms.Form):
    """A worker ends what was let in."""

    because = forms.CharField(
        label="Why?",
        max_length=2000,
        help_text="For your colleagues. Whoever was let in does not see it, nor does the person's "
        "own page show it.",
        error_messages={"required": "Say why, for your colleagues"},
    )


class SayWrongForm(forms.Form):
    """What is wrong, and what it should say."""

    wrong = forms.CharField(
        label="What is wrong?", max_length=4000, error_messages={"required": "Say what is wrong"}
    )
    should_say = forms.CharField(label="What should it say?", max_length=4000, required=False)


class AnswerWrongForm(forms.Form):
    """The answer to what somebody said is wrong."""

    answer = forms.ChoiceField(
        label="What did you do?",
        choices=[(one.value, words) for one, words in ANSWER_WORDS.items()],
        error_messages={"required": "Choose what you did"},
    )
    words = forms.CharField(
        label="What did you change, or why does it stay?",
        max_length=4000,
        help_text="They read this",
        error_messages={"required": "Say what you did, or why it stays: they read it"},
    )

    def chosen(self) -> Answer:
        return Answer(self.cleaned_data["answer"])


class WriteForm(forms.Form):
    """A message; `new` begins a conversation, which needs a subject."""

    subject = forms.CharField(
        label="What is it about?",
        max_length=200,
        help_text="A few words",
        error_messages={"required": "Write in a few words what it is about"},
    )
    words = forms.CharField(
        label="Your message",
        max_length=LONGEST,
        error_messages={"required": "Write your message first"},
    )

    def __init__(self, *args: Any, new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not new:
            del self.fields["subject"]


class AwayForm(forms.Form):
    """Days on which a worker answers nothing."""

    first_day = DayField(
        label="Away from", error_messages={"required": "Say from which day you are away"}
    )
    last_day = DayField(
        label="Until", error_messages={"required": "Say until which day you are away"}
    )


class AddDocumentForm(forms.Form):
    """A paper that a person gives to be kept with their record."""

    file = forms.FileField(
        label="Choose a file",
        error_messages={
            "required": "Choose a file first",
            "empty": "This file is empty. Choose another",
        },
    )
    kind = forms.ChoiceField(
        label="What is it?",
        choices=[(kind.value, kind.words) for kind in Kind],
        error_messages={"required": "Choose what it is"},
    )


class InviteForm(forms.Form):
    """Inviting somebody to their own record."""

    how_checked = forms.ChoiceField(
        label="How do you know that it is them?",
        choices=[(one.value, words) for one, words in CHECK_WORDS.items()],
        error_messages={"required": "Choose how you know that it is them"},
    )
    words = forms.CharField(
        label="What did you see, or how do you know them?",
        max_length=400,
        required=False,
        help_text="For example: bus pass with photo, seen at home",
    )
    email = forms.EmailField(
        label="Their e-mail address",
        required=False,
        help_text="Leave it empty to use the one on the record, or for a letter",
        error_messages={"invalid": "Write an e-mail address like name@example.com"},
    )
    link_by = forms.ChoiceField(
        label="How does the link reach them?",
        choices=[(one.value, words) for one, words in LINK_WORDS.items()],
        initial=LinkBy.EMAIL.value,
        error_messages={"required": "Choose how the link reaches them"},
    )
    code_by = forms.ChoiceField(
        label="How does the code reach them?",
        choices=[(one.value, words) for one, words in CODE_WORDS.items()],
        help_text="Never the way the link goes",
        error_messages={"required": "Choose how the code reaches them"},
    )

    def said(self) -> dict[str, Any]:
        """The invitation, as `invite_to_own_record` takes it."""
        typed = dict(self.cleaned_data)
        typed["how_checked"] = Check(typed["how_checked"])
        typed["link_by"] = LinkBy(typed["link_by"])
        typed["code_by"] = CodeBy(typed["code_by"])
        return typed
