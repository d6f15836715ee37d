"""Pages of somebody's money."""
