"""The ASGI entry point."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_asgi_application()

from registry.signin.start import refuse_demo_accounts  # noqa: E402 – the models are there only now

refuse_demo_accounts()
