"""The first questions, asked with a request."""

from django import forms

from ownway.foundation.look.forms import DayField
from ownway.support.contact.domain import asking


class ScreeningForm(forms.Form):
    """Safety, risk today, the people around, how to talk, and leaving hospital."""

    worry = forms.ChoiceField(
        label="Are you worried that somebody harms or neglects them, or that they do themselves?",
        choices=list(asking.WORRIES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Answer this question. “Not sure” is an answer"},
    )
    worry_words = forms.CharField(
        label="What worries you?",
        help_text="Neither they nor anybody they let in can read this on their own pages",
        max_length=4000,
        required=False,
    )
    risk = forms.ChoiceField(
        label="Is there danger today?",
        choices=list(asking.RISKS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether there is danger today"},
    )
    risk_words = forms.CharField(
        label="What may go wrong, and what was done about it?", max_length=4000, required=False
    )
    carer = forms.ChoiceField(
        label="Does somebody look after them, unpaid?",
        choices=list(asking.CARERS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether somebody looks after them"},
    )
    carer_name = forms.CharField(label="Who?", max_length=150, required=False)
    carer_offer = forms.ChoiceField(
        label="An assessment of the carer’s own",
        help_text="Every carer who may need support is offered one (Care Act 2014, section 10)",
        choices=list(asking.CARER_OFFERS.items()),
        widget=forms.RadioSelect,
        required=False,
    )
    talk_asked = forms.BooleanField(
        label="I asked how they need to be talked with and written to", required=False
    )
    discharge_pathway = forms.TypedChoiceField(
        label="Are they leaving hospital?",
        choices=[
            ("", "No"),
            *((number, f"Pathway {number}: {words}") for number, words in asking.PATHWAYS.items()),
        ],
        coerce=int,
        empty_value=None,
        required=False,
    )
    leaving_on = DayField(
        label="On which day are they expected to leave?",
        help_text="For example, 27 3 2027",
        required=False,
    )
