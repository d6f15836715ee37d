"""Kinds of documents, in the words that people sort them by."""

from enum import StrEnum


class Kind(StrEnum):
    """What a document is to the record; what format it has is another question."""

    LETTER = "letter"
    FORM = "form"
    REPORT = "report"
    IDENTITY = "identity"
    MONEY = "money"
    PICTURE = "picture"
    OTHER = "other"

    @property
    def words(self) -> str:
        return WORDS[self]


WORDS = {
    Kind.LETTER: "Letter or e-mail",
    Kind.FORM: "Form or agreement",
    Kind.REPORT: "Report or assessment by somebody else",
    Kind.IDENTITY: "Proof of who somebody is, or may decide",
    Kind.MONEY: "Bill, receipt or bank statement",
    Kind.PICTURE: "Picture",
    Kind.OTHER: "Something else",
}
