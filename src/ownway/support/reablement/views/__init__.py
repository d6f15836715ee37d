"""The pages of reablement: the team's, and the person's own."""
