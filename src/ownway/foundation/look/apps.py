from django.apps import AppConfig
from django.core.validators import (
    DecimalValidator,
    MaxLengthValidator,
    ProhibitNullCharactersValidator,
)


class LookConfig(AppConfig):
    name = "ownway.foundation.look"
    label = "look"

    def ready(self) -> None:
        """Say the framework's own faults in our words, once for every form."""
        long = "Write it shorter: %(limit_value)d letters at most; this has %(show_value)d"
        MaxLengthValidator.message = long
        ProhibitNullCharactersValidator.message = "Take out the characters that cannot be shown"
        DecimalValidator.messages = {
            "invalid": "Enter a number, like 10.5",
            "max_digits": "That number is too large",
            "max_decimal_places": "Use no more than %(max)s figures after the point",
            "max_whole_digits": "That number is too large",
        }
