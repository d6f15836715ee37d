"""Who may propose a payment, check it and read it. Two people: the proposer never approves."""

from ownway.foundation.access.domain import Kind, Role, may
from ownway.support.ledger.permissions import CLOSE

READ_PAYMENTS = may("read payments", Role.FINANCE)
PROPOSE = may("propose payments", Role.FINANCE)
CONFIRM_PAID = may("confirm that the bank has paid", Role.FINANCE)
APPROVE = may("approve payments", Role.FINANCE)
READ_PAYEES = may("read whom payments go to", Role.FINANCE)
PUT_PAYEE = may("write down whom payments go to", Role.FINANCE)
CONFIRM_PAYEE = may("confirm whom payments go to", Role.FINANCE)
LOAD_WEIGHTS = may("load the table that checks account numbers", Role.FINANCE)
SET_PAYS_FROM = may("say which account of the council pays", Role.FINANCE)
CLOSE_YEAR = CLOSE
ASK_BACK = may("ask for money back", Role.FINANCE)
DECIDE_BACK = may("decide what is given back", Role.FINANCE)
READ_OWN_BACK = may("see what is asked back", Kind.PERSON, Kind.CARER)
READ_BACK = may(
    "see what somebody is asked to give back", Role.FINANCE, Role.PRACTITIONER, Role.TEAM_MANAGER
)
ANSWER_BACK = may(
    "answer about money that is asked back",
    Role.FINANCE,
    Role.PRACTITIONER,
    Role.TEAM_MANAGER,
    Kind.PERSON,
    Kind.CARER,
)
SET_CODES = may("say under which codes the council books money", Role.FINANCE)
MAKE_FILE = may("make the file for the bank", Role.FINANCE)
