"""The settings under test: the real ones, whatever the shell's environment says, with five short cuts."""

import os

REAL = ("SECRET_KEY", "SECRET_KEY_FALLBACKS", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS")
DOCUMENTS = ("DOCUMENTS_ROOT", "DOCUMENT_SCANNER", "CLAMD_ADDRESS")
KEYS = ("SECOND_FACTOR_KEY", "SECOND_FACTOR_KEY_FALLBACKS", "LOG_KEY", "LOG_KEY_FALLBACKS")
NOTICES = ("PORTAL_URL", "NOTICE_EMAIL_PROVIDER", "NOTICE_SMS_PROVIDER")
for name in (*REAL, *DOCUMENTS, *KEYS, *NOTICES, "SECURITY_CONTACT", "TRUSTED_PROXIES"):
    os.environ.pop(name, None)
os.environ["DEBUG"] = "true"

from config.settings import *  # noqa: E402, F403
from config.settings import BASE, STORAGES  # noqa: E402

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True  # no collectstatic before the tests
WHITENOISE_USE_FINDERS = True
DOCUMENTS_ROOT = BASE / "test-results" / "documents"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # thousands of guesses are tried
# The tables are made out of the models at once; test_migrations.py holds that the migrations make the same ones.
APPS = "account admin auth contenttypes django_tasks_database eligibility mfa registry sessions"
MIGRATION_MODULES = dict.fromkeys(APPS.split())
