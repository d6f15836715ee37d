"""The national measures, as the published code works them out, and what they are called; pure."""
