"""What people may type to tell somebody something."""

from typing import Any

from django import forms

from ownway.foundation.look.forms import DayField
from ownway.foundation.notices.domain import (
    MADE_BY_HAND,
    MADE_HERE,
    PICTURES,
    TEMPLATES,
    Channel,
    Format,
    Recipient,
    Template,
    wrong_in,
)
from ownway.foundation.notices.domain.writing import ALWAYS

WORDS = {
    "weekly_cost": "What it costs a week, like £266.00",
    "council_pays": "What the council pays a week",
    "you_pay": "What the person pays a week",
    "starts_on": "The day it starts, in words",
    "due_on": "The day it is due, in words",
    "answer_by": "The day we answer by, in words",
    "link": "The address of the page",
    "who": "Who opened the record",
    "why": "The reason they gave",
}


class TellForm(forms.Form):
    """The values of one kind of notice, and in which form and by which way it goes."""

    format = forms.ChoiceField(label="In which form")
    channel = forms.ChoiceField(label="By which way")
    because = forms.CharField(
        label="If it is not the form or way they need, why it has to do",
        required=False,
        max_length=400,
    )
    made_by = forms.CharField(
        label="Who makes it",
        help_text="Only for a form that people make: audio, Braille, a video in British Sign "
        "Language, another language, or reading it aloud.",
        required=False,
        max_length=200,
    )

    def __init__(self, template: str, to: Recipient, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gaps = [name for name in TEMPLATES[template].allowed if name not in ALWAYS]
        for name in self.gaps:
            self.fields[name] = forms.CharField(label=WORDS[name], max_length=300)
        formats: Any = self.fields["format"]
        formats.choices = [
            (one.value, one.value[:1].upper() + one.value[1:])
            for one in (*MADE_HERE, *MADE_BY_HAND)
        ]
        channels: Any = self.fields["channel"]
        channels.choices = [(one.value, one.value.capitalize()) for one in to.channels]

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        by_hand = said.get("format") in MADE_BY_HAND
        if by_hand and not said.get("made_by") and "made_by" not in self.errors:
            self.add_error("made_by", f"Say who makes it: Ownway does not make {said['format']}.")
        return said

    def chosen(self) -> tuple[Format, Channel, dict[str, str]]:
        said = self.cleaned_data
        values = {name: said[name] for name in self.gaps}
        return Format(said["format"]), Channel(said["channel"]), values


class WordsForm(forms.Form):
    """The words of one kind of notice; a gap that is not allowed is an error beside its field."""

    subject = forms.CharField(label="Subject", max_length=200, required=False)
    standard = forms.CharField(label="The words", max_length=8000, required=False)
    easy_read = forms.CharField(
        label="The words in Easy Read",
        help_text="One short idea a line. A line that begins with # is a heading. One that begins "
        "with [clock] has that picture beside it. The pictures: " + ", ".join(PICTURES) + ".",
        max_length=8000,
        required=False,
    )

    def __init__(self, template: Template, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.template = template
        self.fields["standard"].help_text = "You can write " + ", ".join(
            f"(({name}))" for name in template.allowed
        )

    def said(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(name, "") for name in self.fields}

    def clean(self) -> dict[str, Any]:
        for field, why in wrong_in(self.template, **self.said()).items():
            if field not in self.errors:
                self.add_error(field, why)
        return self.cleaned_data


class AgreeForm(forms.Form):
    """From which day the words are used."""

    from_day = DayField(
        label="Use them from",
        help_text="For example, 30 11 2026",
        error_messages={"required": "Say from which day they are used"},
    )


class SendBackForm(forms.Form):
    """What has to change before the words are agreed."""

    words = forms.CharField(
        label="What has to change",
        max_length=400,
        error_messages={"required": "Say what has to change"},
    )


class CameBackForm(forms.Form):
    """A letter or message that came back."""

    words = forms.CharField(
        label="What stands on it, or how you know",
        help_text="For example: gone away, no such address, the e-mail bounced.",
        max_length=400,
        error_messages={"required": "Say what stands on it, or how you know that it came back"},
    )


class WentForm(forms.Form):
    """The day that a form made by hand went."""

    day = DayField(
        label="The day it went",
        help_text="For example, 27 11 2026",
        error_messages={"required": "Say which day it went"},
    )
