"""Council ids of the people whom pages and tours name, the same in every size of Marlshire."""

RUTH_CALLOWAY = "M-104417"
PETE_CALLOWAY = "M-104418"
IDRIS_PENHALLOW = "M-100200"
IVOR_PENHALE = "M-100214"
SHABANA_RAFIQ = "M-105902"
GWEN_ORRIN = "M-101377"
LES_ORRIN = "M-101378"
MARCUS_BELL_AYODELE = "M-103145"
DILYS_HARGRAVE = "M-106020"
EDNA_MARCHBANK = "M-100873"
HANIF_SULEMAN = "M-104960"
PAULINE_STRAND = "M-105511"

RUTH_NHS_NUMBER = "9994554417"
RUTH_PENCE_WEEKLY = 266_00
"""What Ruth's direct payment costs a week, paid by Ownway and in no file."""
