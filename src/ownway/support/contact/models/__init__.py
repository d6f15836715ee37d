"""Rows of first contact, a file each."""

from ownway.support.contact.models.advice import AdviceVersion
from ownway.support.contact.models.benefits import BenefitClaim, BenefitsCheck
from ownway.support.contact.models.equipment import EquipmentLook, EquipmentOrder
from ownway.support.contact.models.life_events import LifeEvent, NoOffers
from ownway.support.contact.models.referrals import Referral
from ownway.support.contact.models.requests import SupportRequest
from ownway.support.contact.models.screening import Screening
from ownway.support.contact.models.self_checks import CheckOnRecord, SelfCheck
from ownway.support.contact.models.welfare import WelfareCheck

__all__ = [
    "AdviceVersion",
    "BenefitClaim",
    "BenefitsCheck",
    "CheckOnRecord",
    "EquipmentLook",
    "EquipmentOrder",
    "LifeEvent",
    "NoOffers",
    "Referral",
    "Screening",
    "SelfCheck",
    "SupportRequest",
    "WelfareCheck",
]
