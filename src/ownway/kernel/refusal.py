"""How the house says no: always with the sentence that a person will read."""


class Refused(Exception):
    """A decision that cannot be taken; the text is shown to the person who asked."""


class NotAllowed(Refused):
    """Somebody else may take this decision; the text says who."""


class NotFound(Exception):
    """There is no such thing, or the one who asks may not know that there is."""
