"""What the measures say, and who is behind them."""

from ownway.commissioning.measures.queries.national import NoFiles, people_behind, results

__all__ = ["NoFiles", "people_behind", "results"]
