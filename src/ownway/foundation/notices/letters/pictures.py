"""Our own simple pictures for Easy Read, drawn for this product: one idea each, no words."""

_FRAME = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 118 100"{more}>{inner}</svg>'
_GROUND = '<rect width="118" height="100" rx="12" fill="#fdf0d3"/>'
_PEN = '<g stroke="#0b3f3f" stroke-width="3" stroke-linejoin="round" stroke-linecap="round">'
PICTURES: dict[str, str] = {
    "people": (
        '<circle cx="38" cy="34" r="13" fill="#a9cfc8"/>'
        '<path d="M19 77c0-20 7-28 19-28s19 8 19 28z" fill="#a9cfc8"/>'
        '<circle cx="80" cy="34" r="13" fill="#f0b13f"/>'
        '<path d="M61 77c0-20 7-28 19-28s19 8 19 28z" fill="#f0b13f"/>'
        '<path d="M48 62h22" fill="none"/>'
    ),
    "tick": (
        '<circle cx="59" cy="50" r="32" fill="#0f5f5c"/>'
        '<path d="M43 51l12 12 21-26" fill="none" stroke="#fff" stroke-width="8"/>'
    ),
    "money": (
        '<rect x="22" y="24" width="74" height="38" rx="5" fill="#a9cfc8"/>'
        '<circle cx="59" cy="43" r="11" fill="#fff"/>'
        '<circle cx="42" cy="72" r="13" fill="#f0b13f"/>'
        '<circle cx="72" cy="72" r="13" fill="#f0b13f"/>'
    ),
    "share": (
        '<circle cx="59" cy="50" r="32" fill="#a9cfc8"/>'
        '<path d="M59 50V18a32 32 0 0 1 30 21z" fill="#f0b13f"/>'
    ),
    "week": (
        '<rect x="24" y="24" width="70" height="58" rx="6" fill="#fff"/>'
        '<path d="M24 42h70" />'
        '<path d="M42 17v13M76 17v13" fill="none"/>'
        '<rect x="34" y="51" width="12" height="9" fill="#0f5f5c"/>'
        '<rect x="53" y="51" width="12" height="9" fill="#f0b13f"/>'
        '<rect x="72" y="51" width="12" height="9" fill="#0f5f5c"/>'
        '<rect x="34" y="66" width="12" height="9" fill="#a9cfc8"/>'
        '<rect x="53" y="66" width="12" height="9" fill="#0f5f5c"/>'
    ),
    "home": (
        '<path d="M32 50h54v34H32z" fill="#fff"/>'
        '<path d="M24 52l35-33 35 33z" fill="#0f5f5c"/>'
        '<rect x="52" y="62" width="15" height="22" fill="#f0b13f"/>'
    ),
    "no": (
        '<circle cx="59" cy="50" r="32" fill="#fff"/>'
        '<path d="M47 38l24 24M71 38L47 62" fill="none" stroke="#9c2a1a" stroke-width="7"/>'
    ),
    "clock": (
        '<circle cx="59" cy="50" r="32" fill="#fff"/>'
        '<path d="M59 30v21l15 9" fill="none" stroke-width="5"/>'
    ),
    "telephone": (
        '<path d="M37 22l13-4 9 19-9 8c4 9 9 15 18 19l8-9 18 10-5 13c-3 7-12 6-19 4C51 '
        '76 36 57 33 37c-1-7 0-13 4-15z" fill="#a9cfc8"/>'
    ),
    "paper": (
        '<rect x="30" y="16" width="48" height="68" rx="4" fill="#fff"/>'
        '<path d="M39 32h30M39 44h30M39 56h16" fill="none"/>'
        '<path d="M92 36L66 70l-3 11 10-5 26-34z" fill="#f0b13f"/>'
    ),
}


def drawn(name: str, more: str = "") -> str:
    """The picture as SVG; `more` are attributes of it. Raises KeyError when there is none."""
    return _FRAME.format(more=more, inner=f"{_GROUND}{_PEN}{PICTURES[name]}</g>")
