"""What people may type on the pages that tell a whole story."""

from ownway.front_doors.forms.documents import AddTheirDocumentForm, TakeAwayForm
from ownway.front_doors.forms.own_record import (
    AddDocumentForm,
    AnswerWrongForm,
    AwayForm,
    InviteForm,
    LetInByLawForm,
    LetInForm,
    LetOutForm,
    SayWrongForm,
    WriteForm,
)
from ownway.front_doors.forms.telling import AboutMeForm, AnswerForm, FindForm, PassOnForm

__all__ = [
    "AboutMeForm",
    "AddDocumentForm",
    "AddTheirDocumentForm",
    "AnswerForm",
    "AnswerWrongForm",
    "AwayForm",
    "FindForm",
    "InviteForm",
    "LetInByLawForm",
    "LetInForm",
    "LetOutForm",
    "PassOnForm",
    "SayWrongForm",
    "TakeAwayForm",
    "WriteForm",
]
