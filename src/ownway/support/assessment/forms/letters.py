"""What may be said of a letter before it goes."""

from django import forms


class LetterForm(forms.Form):
    """Why a form that does not meet a need has to do, or who makes the form that does."""

    unsuitable_because = forms.CharField(
        label="Why this form has to do",
        help_text="Only where no form that is made here meets what they need.",
        max_length=400,
        required=False,
    )
    made_by = forms.CharField(
        label="Who makes the form they need",
        help_text="For audio, Braille, a video or another language.",
        max_length=200,
        required=False,
    )
