"""How people like to be spoken to, in a plain sentence."""

from random import Random

_HOW_TO_TALK = {
    "Learning disability": (
        "Use short sentences and one idea at a time. Pictures help.",
        "Talk to {name}, not over {name}. The support worker can help with words.",
        "Show a photo of who is coming before the visit.",
        "{name} says yes to be polite. Ask the same thing in another way.",
        "Likes a phone call the day before, then a text in the morning.",
        "Uses Makaton signs with speech. Give time to answer.",
    ),
    "Mental health": (
        "Text first. {name} does not pick up calls from numbers that are not known.",
        "Afternoons are better. Mornings are slow because of tablets.",
        "Meet somewhere out of the house if you can.",
        "Say plainly how long the visit will take and keep to it.",
    ),
    "Memory and cognition": (
        "Say who you are each time. Write down what was agreed and leave it on the table.",
        "Best with a daughter there. Mornings are clearest.",
        "One question at a time, and wait.",
        "{name} tires after half an hour. Two short visits are better than a long one.",
    ),
    "Physical": (
        "Let the phone ring for a long time; {name} is slow to reach it.",
        "Come after ten, when the first carer has been.",
        "Speak up and face {name}; hears better on the right.",
        "Not on Tuesdays or Fridays, which are dialysis days.",
        "Use the back door and call out.",
        "Letters first, then a phone call. {name} likes to think it over.",
        "Pain is worse in the evening. Please ring before noon.",
    ),
}
_COMMON_TALK = (
    "Prefers {title} {family} until you know each other.",
    "Ring first; there is a dog.",
    "Likes to have everything in writing.",
    "A neighbour holds the key. Ring the bell twice.",
)


def how_to_talk(rng: Random, reason: str, *, name: str, title: str, family: str) -> str:
    said = rng.choice(_HOW_TO_TALK.get(reason, ()) + _COMMON_TALK)
    return said.format(name=name, title=title, family=family)
