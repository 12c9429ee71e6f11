#!/usr/bin/env python
"""Django's command line for Kepil."""

import os
import sys

from django.core.management import execute_from_command_line

from config import logs

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # nothing is configured: somebody tries it out; a server (config/wsgi.py) stays strict
    if not {"SECRET_KEY", "ALLOWED_HOSTS"} & os.environ.keys():
        os.environ.setdefault("DEBUG", "true")
    sys.excepthook = logs.excepthook
    execute_from_command_line(sys.argv)
