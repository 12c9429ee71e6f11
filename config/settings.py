"""All settings. What differs between installations comes from environment variables:

DEBUG                 development mode, off by default
SECRET_KEY            signs sessions and forms; required when DEBUG is off
SECRET_KEY_FALLBACKS  former keys that are still accepted, separated by commas
ALLOWED_HOSTS         host names the portal answers to, separated by commas; required when DEBUG is off
CSRF_TRUSTED_ORIGINS  further origins that forms may come from, such as https://kepil.example
SECOND_FACTOR_KEY     encrypts the keys of the staff's second factors; required when DEBUG is off. Whoever loses it has
                      to invite all staff anew
SECOND_FACTOR_KEY_FALLBACKS   former keys that can still be read with, separated by commas
LOG_KEY               seals the log of who did and read what; required when DEBUG is off. Whoever has the database but
                      not this key cannot change the log unnoticed
LOG_KEY_FALLBACKS     former keys that seals were made with, the latest first, separated by commas
SECURITY_CONTACT      mailto: or https: address for reports about security and accessibility; without it, production
                      names nobody and has no security.txt
DATABASE_URL          postgres://… ; without it, db.sqlite3 beside manage.py
TRUSTED_PROXIES       addresses or networks of the proxies in front, separated by commas, such as 10.0.0.5,10.1.0.0/24:
                      only they are believed when they say in X-Forwarded-For who asks (limits against guessing need
                      that). Without it nobody is believed, and behind a proxy all people count as one client.
                      A proxy must reach the portal over TCP: a request through a Unix socket names no address.
DOCUMENTS_ROOT        folder for the documents that people add to their applications, outside everything that is served;
                      without it, documents/ beside manage.py
IMPORTS_ROOT          folder for files with many people's data that staff bring, readable by every worker; without it,
                      imports/ beside manage.py
DOCUMENT_SCANNER      clamd, or the dotted path of another scanner; none is only believed with DEBUG, where it is the
                      default. No document can be opened before the scanner has found it clean
CLAMD_ADDRESS         where clamd listens: tcp://127.0.0.1:3310, or unix:/run/clamav/clamd.ctl as without it
PORTAL_URL            address of the portal as notices and certificates name it, at most 40 characters; without it,
                      https:// and the first of ALLOWED_HOSTS
NOTICE_EMAIL_PROVIDER smtp, console (prints; only with DEBUG, where it is the default) or none
NOTICE_SMS_PROVIDER   http, console or none; what no provider is there for waits in the outbox
EMAIL_URL             the mail server, for smtp: smtp+tls://user:password@host:587, or smtp+ssl://…:465, or smtp://…
EMAIL_FROM            the sender of letters, for smtp
SMS_GATEWAY_URL       where text messages are posted to as JSON, for http: https://…
SMS_GATEWAY_TOKEN     sent as "Authorization: Bearer …"
SMS_GATEWAY_FIELDS    the gateway's names of three fields, to=to,text=text,id=id without it: the number, the text, and
                      in the answer the identifier without which a message does not count as taken
"""

from pathlib import Path

from csp.constants import NONE, SELF

from config.environment import contact, database, flag, networks, required_words, secret_key, text, words
from config.notices import gateway, mail_server, portal, provider, sender

BASE = Path(__file__).resolve().parent.parent

DEBUG = flag("DEBUG", default=False)
SECRET_KEY = "development only, never used when DEBUG is off" if DEBUG else secret_key("SECRET_KEY")
SECRET_KEY_FALLBACKS = words("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = words("ALLOWED_HOSTS") if DEBUG else required_words("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS")
TRUSTED_PROXIES = networks("TRUSTED_PROXIES")
SECURITY_CONTACT = contact("SECURITY_CONTACT", default="mailto:security@kepil.example" if DEBUG else "")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.admin.apps.SimpleAdminConfig",  # registry/admin/site.py is the one site
    "django.contrib.staticfiles",
    "django.forms",  # lets templates/django/forms/ replace Django's own form templates
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "eligibility",
    "registry",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.response_headers",
    "csp.middleware.CSPMiddleware",
    "config.middleware.scripts_of_staff_pages",
    "config.middleware.forms_in_utf8",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "registry.signin.middleware.second_factor_required",
    "config.middleware.explained_refusals",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "eligibility.context.frame",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": database("DATABASE_URL", default=f"sqlite:///{BASE / 'db.sqlite3'}")}
AUTH_USER_MODEL = "registry.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Languages, dates, numbers. Django's own Kazakh texts have gaps: they fall back to Russian, not to English.
LANGUAGES = [("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")]
LANGUAGE_CODE = "ru"
LOCALE_PATHS = [BASE / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = "Asia/Almaty"
USE_TZ = True

# Static files: hashed names, compressed once, served by the application itself.
STATIC_URL = "static/"
STATIC_ROOT = BASE / "staticfiles"
STATICFILES_DIRS = [BASE / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",  # the style sheets of Django's admin
    "config.staticfiles.BootstrapFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Cookies. The __Host- prefix binds a cookie to this host and to HTTPS, which development does without.
secure = not DEBUG
prefix = "__Host-" if secure else ""
day = 24 * 60 * 60

SESSION_ENGINE = "registry.signin.store"  # in the database
SESSION_COOKIE_NAME = f"{prefix}kepil_session"
SESSION_COOKIE_AGE = day
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = secure

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # not in a cookie of its own

CSRF_FAILURE_VIEW = "eligibility.views.errors.forbidden"
CSRF_COOKIE_NAME = f"{prefix}kepil_csrf"
CSRF_COOKIE_AGE = day
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = secure

LANGUAGE_COOKIE_NAME = f"{prefix}kepil_language"
LANGUAGE_COOKIE_AGE = 365 * day
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = secure

# Signing in: staff only. allauth leads from the password to the code; limits, pages and rules: registry/signin/.
SECOND_FACTOR_KEY = "development only, never used when DEBUG is off" if DEBUG else secret_key("SECOND_FACTOR_KEY")
SECOND_FACTOR_KEY_FALLBACKS = words("SECOND_FACTOR_KEY_FALLBACKS")
LOG_KEY = "development only, never used when DEBUG is off" if DEBUG else secret_key("LOG_KEY")
LOG_KEY_FALLBACKS = words("LOG_KEY_FALLBACKS")
AUTHENTICATION_BACKENDS = ["registry.signin.backends.StaffBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/work/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [{"NAME": "registry.signin.passwords.HardToGuess"}]
ACCOUNT_ADAPTER = "registry.signin.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]  # nobody signs up; allauth checks that it fits
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_TIMEOUT = 5 * 60  # seconds from the password to the code
ACCOUNT_RATE_LIMITS = False  # registry/signin/limits.py counts in the database and locks nobody out for good
MFA_ADAPTER = "registry.signin.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Kepil"
MFA_RECOVERY_CODE_DIGITS = 10
DEVICE_COOKIE_NAME = f"{prefix}kepil_device"

# Transport and response headers. Behind a proxy that ends TLS, gunicorn learns the scheme from
# X-Forwarded-Proto (its FORWARDED_ALLOW_IPS names the proxy), so no proxy header is trusted here.
SECURE_SSL_REDIRECT = secure
SECURE_HSTS_SECONDS = 365 * day if secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = secure
SECURE_HSTS_PRELOAD = secure
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [NONE],  # no page needs a script
        "object-src": [NONE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # Bootstrap's style sheet carries its icons as data: images
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}

# Documents: what people add to their applications. Uploads stay in memory, each bounded by the handler; the bound of a
# whole request, which Django does not know, is the proxy's business.
DOCUMENTS_ROOT = BASE / text("DOCUMENTS_ROOT", default="documents")  # an absolute one stays what it is
DOCUMENT_SCANNER = text("DOCUMENT_SCANNER", default="none" if DEBUG else "clamd")
CLAMD_ADDRESS = text("CLAMD_ADDRESS", default="unix:/run/clamav/clamd.ctl")
FILE_UPLOAD_HANDLERS = ["registry.documents.receiving.BoundedUpload"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 5

# Files that are taken in, and work in the background: manage.py db_worker, one or more of them, on any machine that
# reaches the database and IMPORTS_ROOT. What is to be done next is in the database, never in the queue alone.
IMPORTS_ROOT = BASE / text("IMPORTS_ROOT", default="imports")
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Notices: what people are told by text message or letter; sent by manage.py send_notices.
PORTAL_URL = portal("PORTAL_URL", hosts=ALLOWED_HOSTS, debug=DEBUG)
NOTICE_EMAIL_PROVIDER = provider("NOTICE_EMAIL_PROVIDER", ("smtp",), debug=DEBUG)
NOTICE_SMS_PROVIDER = provider("NOTICE_SMS_PROVIDER", ("http",), debug=DEBUG)
if NOTICE_EMAIL_PROVIDER == "smtp":
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, EMAIL_USE_TLS, EMAIL_USE_SSL = mail_server(
        "EMAIL_URL"
    )
    DEFAULT_FROM_EMAIL = sender("EMAIL_FROM")
    EMAIL_TIMEOUT = 10
if NOTICE_SMS_PROVIDER == "http":
    SMS_GATEWAY_URL, SMS_GATEWAY_TOKEN, SMS_GATEWAY_FIELDS = gateway("SMS_GATEWAY")

# Logs go to the console only: no mail, no file. What a person entered must not get there; see config/logs.py.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"private": {"()": "config.logs.PrivateFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "private"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},
        "django.db.backends": {"level": "INFO"},  # below it, every statement with its values
    },
}
