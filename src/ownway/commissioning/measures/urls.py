"""Where the measures stand, and who may open them."""

from ownway.foundation.access.routes import Route

commissioning: list[Route] = []
