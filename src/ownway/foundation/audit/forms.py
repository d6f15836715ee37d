"""What may be asked of the audit."""

from datetime import date, timedelta

from django import forms

LONGEST = timedelta(days=366)


class PeriodForm(forms.Form):
    """A period, and the name of a member of staff or nobody's."""

    first = forms.DateField(label="From", required=False)
    last = forms.DateField(label="To", required=False)
    staff = forms.CharField(label="Name of a member of staff", required=False, max_length=100)

    def period(self, *, today: date, days: int) -> tuple[date, date]:
        """The period asked for, or the last days; never longer than a year, never back to front."""
        said = self.cleaned_data if self.is_valid() else {}
        last = said.get("last") or today
        first = said.get("first") or last - timedelta(days=days - 1)
        first, last = min(first, last), max(first, last)
        return max(first, last - LONGEST), last

    def name(self) -> str:
        return str(self.cleaned_data.get("staff", "")) if self.is_valid() else ""
