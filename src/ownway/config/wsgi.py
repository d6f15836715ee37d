"""The web application that `ownway serve` runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ownway.config.settings")
application = get_wsgi_application()
