"""What people choose and write down about models; what they typed is kept."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from ownway.foundation.look.forms import DayField, PenceField

LIVE, FILE, AGAIN = "live", "file", "again"
NONE, IN_FORCE = "none", "in-force"


class PercentField(forms.CharField):
    """A share typed as a percentage; gives the share as words for plain data: "0.05" for 5."""

    def to_python(self, value: Any) -> Any:
        said = str(super().to_python(value)).strip().removesuffix("%").strip()
        if not said:
            return "0"
        if not re.fullmatch(r"[0-9]{1,2}(\.[0-9]{1,2})?", said, re.ASCII):
            raise forms.ValidationError("Enter a percentage from 0 to 99, like 5")
        return str(Decimal(said) / 100)


class StartForm(forms.Form):
    title = forms.CharField(
        label="What is the model for?",
        help_text="In words others know it by. For example: Scorecard for 2027 to 2028",
        max_length=150,
        error_messages={"required": "Say what the model is for"},
    )
    version = forms.CharField(
        label="A short name of its own",
        help_text="It stands in letters and files and never changes. Small letters, figures and "
        "hyphens, like marlshire-2027",
        max_length=60,
        error_messages={"required": "Give it a short name"},
    )
    questionnaire = forms.ChoiceField(
        label="Which questions does it read?",
        error_messages={"invalid_choice": "Choose the questions from the list"},
    )

    def __init__(self, data: Any, *, questionnaires: list[tuple[str, str]]) -> None:
        super().__init__(data)
        field = self.fields["questionnaire"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(name, f"{words} ({name})") for name, words in questionnaires]


class CalibrateForm(forms.Form):
    """From what to calibrate, with which experts' points, under which policy."""

    source = forms.ChoiceField(
        label="From what?",
        error_messages={"required": "Choose what to calibrate from"},
    )
    file = forms.FileField(
        label="A file of answers and costs",
        required=False,
        max_length=200,
        allow_empty_file=True,
        error_messages={"invalid": "The file did not arrive whole. Choose it again"},
    )
    prior = forms.ChoiceField(
        label="What do experts say?",
        help_text="Points that people who know the work would give. The model leans on them where "
        "there are few people to learn from.",
        initial=NONE,
    )
    prior_file = forms.FileField(
        label="A file of experts’ points",
        help_text="Comma-separated (CSV) with the columns question, level and points",
        required=False,
        max_length=200,
        allow_empty_file=True,
    )
    envelope_weekly = PenceField(
        label="Money there is for a week (optional)",
        help_text="For the people of the file or the records. Left blank, figures come to what "
        "their plans came to",
        required=False,
    )
    reserve = PercentField(
        label="Held back of it, in per cent", required=False, initial="0", max_length=8
    )
    floor_weekly = PenceField(label="No figure below, a week (optional)", required=False)
    ceiling_weekly = PenceField(
        label="No figure above, a week (optional)",
        help_text="Above it a plan starts from what is needed",
        required=False,
    )
    step_weekly = PenceField(label="Most that one more point adds (optional)", required=False)
    group_terms = forms.BooleanField(
        label="Give main reasons for support terms of their own", required=False
    )
    group_band = PercentField(
        label="How far a group’s total may lie from its cost, in per cent",
        required=False,
        initial="1",
        max_length=8,
    )
    equality_record = forms.CharField(
        label="The equality impact record that a board approved for this",
        help_text="Which document, of which day, and what it found",
        required=False,
        max_length=400,
    )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        live: int = 0,
        earlier: list[tuple[str, str]],
        in_force: str = "",
        initial: Any = None,
    ) -> None:
        super().__init__(data, files, initial=initial)
        source, prior = self.fields["source"], self.fields["prior"]
        assert isinstance(source, forms.ChoiceField)
        assert isinstance(prior, forms.ChoiceField)
        source.choices = [
            (LIVE, f"Finished assessments and the plans agreed after them: {live:,} people"),
            (FILE, "A file"),
            *((f"{AGAIN}:{key}", words) for key, words in earlier),
        ]
        prior.choices = [
            (NONE, "Nothing: go by the data alone"),
            *([(IN_FORCE, f"The points of {in_force}, in force now")] if in_force else []),
            (FILE, "A file of points"),
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("source") == FILE and not said.get("file") and "file" not in self.errors:
            self.add_error("file", "Choose a file first")
        if said.get("prior") == FILE and not said.get("prior_file"):
            self.add_error("prior_file", "Choose the file of points first")
        if said.get("group_terms") and not said.get("equality_record"):
            self.add_error(
                "equality_record",
                "Name the equality impact record: without it, groups have no terms of their own",
            )
        return said

    def policy(self) -> dict[str, Any]:
        """The policy as plain data."""
        said = self.cleaned_data
        found: dict[str, Any] = {
            name: int(said[name])
            for name in ("envelope_weekly", "floor_weekly", "ceiling_weekly", "step_weekly")
            if said.get(name) is not None
        }
        found["reserve"] = said["reserve"]
        if said["group_terms"]:
            found |= {
                "group_terms": True,
                "group_band": said["group_band"],
                "equality_record": said["equality_record"].strip(),
            }
        return found


class WhatIfForm(forms.Form):
    """Another policy to try; nothing of it is kept."""

    envelope_weekly = PenceField(
        label="Money there is for a week (optional)",
        help_text="For the people the model was calibrated on. Left blank, figures come to what "
        "their plans came to",
        required=False,
    )
    reserve = PercentField(label="Held back of it, in per cent", required=False, max_length=8)
    floor_weekly = PenceField(label="No figure below, a week (optional)", required=False)
    ceiling_weekly = PenceField(label="No figure above, a week (optional)", required=False)
    step_weekly = PenceField(label="Most that one more point adds (optional)", required=False)
    cap = PercentField(
        label="Most that anybody steps down in a year, in per cent of their present plan",
        required=False,
        max_length=8,
    )
    group_terms = forms.BooleanField(
        label="Give main reasons for support terms of their own", required=False
    )
    group_band = PercentField(
        label="How far a group’s total may lie from its cost, in per cent",
        required=False,
        max_length=8,
    )
    equality_record = forms.CharField(
        label="The equality impact record this would rest on", required=False, max_length=400
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("group_terms") and not said.get("equality_record"):
            self.add_error(
                "equality_record",
                "Name the record, or say what it would be called: without it, groups have no terms",
            )
        return said

    def policy(self) -> dict[str, Any]:
        """The policy as plain data."""
        said = self.cleaned_data
        found: dict[str, Any] = {
            name: int(said[name])
            for name in ("envelope_weekly", "floor_weekly", "ceiling_weekly", "step_weekly")
            if said.get(name) is not None
        }
        found["reserve"] = said["reserve"]
        if said["group_terms"]:
            found |= {
                "group_terms": True,
                "group_band": said["group_band"],
                "equality_record": said["equality_record"].strip(),
            }
        return found


class CompareForm(forms.Form):
    other = forms.ChoiceField(
        label="With which other model?",
        error_messages={
            "required": "Choose the other model",
            "invalid_choice": "Choose a model from the list",
        },
    )

    def __init__(self, data: Any, *, others: list[tuple[str, str]]) -> None:
        super().__init__(data)
        field = self.fields["other"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = others


class EnvelopeForm(forms.Form):
    """The money that a model in force is watched against."""

    envelope_weekly = PenceField(
        label="The money there is for a week",
        help_text="For everybody with a figure of this model. With it you see where plans are "
        "heading, and the register warns before they go over",
        error_messages={"required": "Enter the money there is for a week, like 80,000"},
    )


class ProposeForm(forms.Form):
    words = forms.CharField(
        label="What should the board know? (optional)",
        help_text="Beside the report, which goes with it",
        required=False,
        max_length=500,
        widget=forms.Textarea,
    )


class ReasonForm(forms.Form):
    because = forms.CharField(
        label="Why?", max_length=500, error_messages={"required": "Say why"}, widget=forms.Textarea
    )


class ApproveForm(forms.Form):
    board = forms.CharField(
        label="Which board approved it?",
        max_length=150,
        error_messages={"required": "Say which board approved it"},
    )
    approved_on = DayField(
        label="On which day?",
        help_text="For example, 20 11 2026",
        error_messages={"required": "Enter the day the board approved it"},
    )
    minutes_words = forms.CharField(
        label="What do the minutes say?",
        help_text="The item and the decision, in the words of the minutes",
        required=False,
        max_length=4_000,
        widget=forms.Textarea,
    )
    minutes = forms.FileField(
        label="The minutes as a document (optional)",
        help_text="PDF, Word, OpenDocument or text, up to 5 MB",
        required=False,
        max_length=150,
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("minutes_words") and not said.get("minutes"):
            self.add_error("minutes_words", "Write down what was decided, or choose the document")
        return said


class PublishForm(forms.Form):
    in_force_from = DayField(
        label="In force from which day?",
        help_text="Today or later. The one before ends the day before",
        error_messages={"required": "Enter the day it comes into force"},
    )

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data, initial={"in_force_from": today})
