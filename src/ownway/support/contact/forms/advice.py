"""What may be typed into a page of advice."""

from typing import Any

from django import forms
from django.urls import Resolver404, resolve

from ownway.commissioning.directory.domain import TOPICS
from ownway.foundation.access.routes import REGISTRY
from ownway.foundation.look.forms import DayField
from ownway.kernel.refusal import Refused
from ownway.support.contact.domain.advice import (
    LONGEST_BODY,
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    check_advice,
    links_of,
)


class AdviceForm(forms.Form):
    title = forms.CharField(
        label="The question, as people would ask it",
        max_length=LONGEST_TITLE,
        error_messages={"required": "Write the question"},
    )
    summary = forms.CharField(
        label="The answer, in a sentence or two",
        max_length=LONGEST_SUMMARY,
        error_messages={"required": "Write the answer"},
    )
    body = forms.CharField(
        label="The page",
        help_text="A line is a paragraph. # begins a heading, - an item of a list. "
        "A link is [words](/help-near-you/) or [words](https://example.org).",
        max_length=LONGEST_BODY,
        error_messages={"required": "Write the page"},
    )
    easy_read = forms.CharField(
        label="The Easy Read version",
        help_text="A short idea a line. A picture stands in front: [people], [tick], [money], "
        "[share], [week], [home], [no], [clock], [telephone] or [paper].",
        max_length=LONGEST_BODY,
        error_messages={"required": "Write the Easy Read version"},
    )
    topics = forms.MultipleChoiceField(
        label="Which services stand at its end?",
        choices=list(TOPICS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    step = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                check_advice(**{key: said[key] for key in said if key != "step"})
            except Refused as refusal:
                self.add_error(_beside(str(refusal)), str(refusal))
            else:
                self._check_links(str(said["body"]))
        said["step"] = said.get("step") or 0
        return said

    def _check_links(self, body: str) -> None:
        """A link to a page of ours leads somewhere that anybody may open."""
        for address in links_of(body):
            try:
                name = resolve(address).url_name or ""
            except Resolver404:
                self.add_error("body", f"There is no page {address} here. Look at its address.")
            else:
                if name in REGISTRY and not REGISTRY[name].may.anyone:
                    self.add_error(
                        "body", f"Not everybody may open {address}. Leave that link out."
                    )


class ReviewByForm(forms.Form):
    review_by = DayField(
        label="Look at it again by",
        help_text="Within a year. For example, 27 3 2027",
        error_messages={"required": "Enter the day to look at it again"},
    )


class SendBackForm(forms.Form):
    words = forms.CharField(
        label="What has to change?",
        max_length=400,
        error_messages={"required": "Say what has to change"},
    )


def _beside(refusal: str) -> str | None:
    """The field a refusal belongs to, for its words beside it."""
    if "leads to" in refusal:
        return "body"
    return "easy_read" if "picture" in refusal else None
