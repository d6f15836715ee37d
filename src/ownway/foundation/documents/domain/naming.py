"""What a file may be called: no path, nothing that hides its ending, no more than fits a line."""

import re
import unicodedata

LONGEST = 120  # characters of a name without its ending

# Marks that turn the order of letters round, so that "exe.pdf" can be read for "fdp.exe", and
# letters without a shape: General_Category Cc, Cf, Co, Cs and Cn, Zl and Zp.
_SHAPELESS = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}
# Not allowed in a name by one file system or another.
_FORBIDDEN = re.compile(r'[<>:"|?*\\/]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


def clean_name(given: str, *, ending: str) -> str:
    """A name to keep and to give back: its last part, readable, with the ending of what it is.

    `ending` belongs to the format found in the file, such as ".pdf"; what the name itself ends in
    is dropped when it is an ending at all.
    """
    name = unicodedata.normalize("NFC", given).replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(letter for letter in name if unicodedata.category(letter) not in _SHAPELESS)
    name = re.sub(r"(\.[A-Za-z0-9]{1,5})+\s*$", "", name)
    name = " ".join(_FORBIDDEN.sub(" ", name).split()).strip(". ")
    name = name[:LONGEST].strip(". ")
    if not name or _RESERVED.fullmatch(name):
        name = "document"
    return name + ending
