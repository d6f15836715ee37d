"""The national measures, as the published code works them out, and what they are called; pure."""

from ownway.commissioning.measures.domain.results import (
    METHOD_VERSION,
    POPULATION_PARTS,
    Behind,
    Measure,
    NoFiles,
    Results,
    Used,
    Wait,
    Year,
)

__all__ = [
    "METHOD_VERSION",
    "POPULATION_PARTS",
    "Behind",
    "Measure",
    "NoFiles",
    "Results",
    "Used",
    "Wait",
    "Year",
]
