"""What anybody may type in a part of an assessment."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from ownway.support.assessment.domain import LONGEST
from ownway.support.assessment.queries import Said


class PassageForm(forms.Form):
    """One author's words in one section.

    `seen` are the versions this page showed them; where two stand, both are in the box, one below
    the other, so that nothing is lost when it is saved as it is. `begins` stands in it where
    nothing was written yet.
    """

    words = forms.CharField(
        max_length=LONGEST,
        required=False,
        error_messages={"max_length": f"Write it in {LONGEST} letters or fewer, or in two parts"},
    )
    differs = forms.BooleanField(required=False)
    seen = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        label: str,
        differs_label: str,
        mine: Sequence[Said],
        begins: str = "",
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {
            "words": "\n\n".join(one.words for one in mine if one.words) or begins,
            "differs": any(one.differs for one in mine),
            "seen": ",".join(str(one.id) for one in mine),
        }
        super().__init__(*args, **kwargs)
        self.fields["words"].label = label
        self.fields["differs"].label = differs_label

    def seen_ids(self) -> list[UUID]:
        """The versions that the page showed; what is no id is left out."""
        return ids_of(self.cleaned_data["seen"])


def ids_of(typed: str) -> list[UUID]:
    found = []
    for one in typed.split(","):
        try:
            found.append(UUID(one.strip()))
        except ValueError:
            continue
    return found
