"""What people may type about a plan, a file a subject."""

from ownway.support.planning.forms.costing import (
    EmployingForm,
    PlacementForm,
    ProtectForm,
    WhyForm,
)
from ownway.support.planning.forms.deciding import (
    AnswerForm,
    ChallengeForm,
    EndForm,
    PanelForm,
    ResumeForm,
    SignOffForm,
    SuspendForm,
)
from ownway.support.planning.forms.parts import (
    ComponentForm,
    DescribeForm,
    FundingForm,
    OnePageForm,
    SendForm,
)

__all__ = [
    "AnswerForm",
    "ChallengeForm",
    "ComponentForm",
    "DescribeForm",
    "EmployingForm",
    "EndForm",
    "FundingForm",
    "OnePageForm",
    "PanelForm",
    "PlacementForm",
    "ProtectForm",
    "ResumeForm",
    "SendForm",
    "SignOffForm",
    "SuspendForm",
    "WhyForm",
]
