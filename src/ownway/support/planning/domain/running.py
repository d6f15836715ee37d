"""Words for support that stands still or ends."""

REASONS = ("In hospital", "Away from home", "The person asked for it", "Nobody could come")
ENDS = (
    "The person died",
    "Moved to another council",
    "The person asked for it",
    "Not needed any more",
    "The provider ended it",
)
