"""The portal's settings with the empty page of the benchmark beside its own; production mode but for HTTPS."""

from config.settings import *  # noqa: F403
from config.settings import MIDDLEWARE

ROOT_URLCONF = "bench.urls"
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
MIDDLEWARE = ["bench.measuring.measured", *MIDDLEWARE]
