"""Forms drawn with the design system: label, hint, error beside the field, what was typed kept."""

from datetime import date
from typing import Any

from django import forms
from django.forms.renderers import Jinja2

from ownway.kernel.money import pence_of


class DesignSystemRenderer(Jinja2):
    """Widgets render plainly; pages draw fields with the macros of look/fields.html."""


class DayInput(forms.MultiWidget):
    """Day, month, year in three boxes, as the design system asks for a day."""

    def __init__(self) -> None:
        super().__init__(
            {"day": forms.TextInput, "month": forms.TextInput, "year": forms.TextInput}
        )

    def decompress(self, value: Any) -> list[str]:
        return [str(value.day), str(value.month), str(value.year)] if value else ["", "", ""]


class DayField(forms.Field):
    """A day typed in three boxes. Says which part is missing or wrong, in words."""

    widget = DayInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=DayInput(), **kwargs)

    def to_python(self, value: Any) -> Any:
        parts = [str(part or "").strip() for part in (value or ["", "", ""])]
        if not any(parts):
            return None
        missing = [n for n, part in zip(("day", "month", "year"), parts, strict=True) if not part]
        if missing:
            raise forms.ValidationError(f"The date must include a {' and a '.join(missing)}")
        try:
            day, month, year = (int(part) for part in parts)
            return date(year, month, day)
        except (ValueError, OverflowError):
            raise forms.ValidationError("Enter a real date, like 27 3 2026") from None


class PenceField(forms.CharField):
    """An amount in pounds and pence; gives whole pence."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            return pence_of(text)
        except ValueError as wrong:
            raise forms.ValidationError(str(wrong)) from None


def problems(form: forms.BaseForm) -> list[dict[str, str]]:
    """The error summary: each fault once, linked to its field."""
    found = []
    for name, errors in form.errors.items():
        anchor = f"#{form[name].auto_id}" if name in form.fields else "#main-content"
        if name in form.fields and isinstance(form.fields[name], DayField):
            anchor += "_day"
        found += [{"text": str(error), "href": anchor} for error in errors]
    return found
