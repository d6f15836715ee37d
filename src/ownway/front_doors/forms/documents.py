"""What staff say of a document that they keep with somebody's record, or take away."""

from django import forms

from ownway.foundation.documents.domain import Kind


class AddTheirDocumentForm(forms.Form):
    """A document that a worker keeps with a record, and whether the person sees it."""

    file = forms.FileField(
        label="Choose a file",
        max_length=255,
        allow_empty_file=True,  # said by who keeps it, in the same words as anywhere
        error_messages={
            "required": "Choose a file first",
            "missing": "Choose a file first",
            "invalid": "The file did not arrive whole. Choose it again",
            "max_length": "Give the file a shorter name",
        },
    )
    kind = forms.ChoiceField(
        label="What is it?",
        choices=[(kind.value, kind.words) for kind in Kind],
        error_messages={"required": "Choose what it is"},
    )
    from_whom = forms.CharField(
        label="Who gave or wrote it?",
        help_text="For example: Dr Osei, Thornbeck Surgery",
        max_length=200,
        error_messages={
            "required": "Say who gave or wrote it",
            "max_length": "Use no more than 200 letters",
        },
    )
    shared = forms.ChoiceField(
        label="Should the person see it?",
        choices=[("yes", "Yes, they see it in their own record"), ("no", "No, not for now")],
        error_messages={"required": "Choose whether they see it"},
    )


class TakeAwayForm(forms.Form):
    """Why a document is taken away."""

    reason = forms.CharField(
        label="Why is it taken away?",
        help_text="For example: it is about somebody else. Whoever looks for it later reads this.",
        max_length=400,
        error_messages={
            "required": "Say why it is taken away",
            "max_length": "Use no more than 400 letters",
        },
    )
