"""The WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

from registry.signin.start import refuse_demo_accounts  # noqa: E402 – the models are there only now

refuse_demo_accounts()
