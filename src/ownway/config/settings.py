"""Settings: safe by default, opened only where demonstration or tests need it.

The database is named by `DATABASE_URL` alone; the command line starts the embedded server and sets
it. Everything a council may change is an environment variable that starts with `OWNWAY_`.
"""

import os
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF

from ownway.config.home import home, mode, secret_key
from ownway.config.logs import LOGGING as LOGGING
from ownway.kernel.refusal import Refused

OWNWAY_MODE = mode()
PRODUCTION = OWNWAY_MODE == "production"
DEMO = OWNWAY_MODE == "demo"
OWNWAY_HOME = home()


def _day(name: str) -> date | None:
    text = os.environ.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refused(f"{name} must be a day like 2026-11-23, not {text!r}.") from None


def _list(name: str, default: str) -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def _secret(name: str) -> str:
    file = os.environ.get(name, "").strip()
    try:
        return Path(file).read_text(encoding="utf-8").strip() if file else ""
    except OSError:
        raise Refused(f"{name} names a file that cannot be read: {file}.") from None


def _database(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    near = (parts.hostname or "/").startswith("/") or parts.hostname in ("localhost", "127.0.0.1")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # How alike a word and a name must be for `people.find` to show them: 0 to 1.
        # What `facts.ask_and_record` asks is planned once a connection.
        "OPTIONS": {
            "options": "-c pg_trgm.word_similarity_threshold=0.45",
            "prepare_threshold": 0,
        }
        | ({} if near else {"sslmode": "require"})  # never in the clear to another machine
        | dict(parse_qsl(parts.query)),
        "TEST": {"NAME": f"test_{unquote(parts.path.lstrip('/'))}"},
    }


# The demonstration stands still on the day its stories are told.
OWNWAY_TODAY = _day("OWNWAY_TODAY") or (date(2026, 11, 23) if DEMO else None)

DEBUG = False
SECRET_KEY = secret_key()
ALLOWED_HOSTS = _list("OWNWAY_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = _list("OWNWAY_TRUSTED_ORIGINS", "")
OWNWAY_COUNCIL = os.environ.get("OWNWAY_COUNCIL", "Marlshire Council" if DEMO else "Your council")
OWNWAY_TELEPHONE = os.environ.get("OWNWAY_TELEPHONE", "01632 960 140" if DEMO else "")

DATABASES = {
    "default": _database(os.environ.get("DATABASE_URL", "postgresql://owner@127.0.0.1:1/ownway"))
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The order of the path: the same order as the first import contract.
CONTEXTS = [
    "ownway.support.people",
    "ownway.commissioning.directory",
    "ownway.support.safeguarding",
    "ownway.support.contact",
    "ownway.support.reablement",
    "ownway.support.assessment",
    "ownway.support.allocation",
    "ownway.support.charging",
    "ownway.support.planning",
    "ownway.support.ledger",
    "ownway.support.payments",
    "ownway.support.wallet",
    "ownway.support.review",
    "ownway.commissioning.scorecards",
    "ownway.commissioning.insight",
    "ownway.commissioning.returns",
    "ownway.commissioning.measures",
]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "pgtrigger",
    "pghistory",
    "csp",
    "django_htmx",
    "django_structlog",
    "ownway.foundation.access",
    "ownway.foundation.facts",
    "ownway.foundation.audit",
    "ownway.foundation.hand_overs",
    "ownway.foundation.work",
    "ownway.foundation.documents",
    "ownway.foundation.conversations",
    "ownway.foundation.notices",
    "ownway.foundation.data_rights",
    "ownway.foundation.look",
    *CONTEXTS,
    "ownway.front_doors",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "ownway.config.logs.RequestLog",
    "django_htmx.middleware.HtmxMiddleware",
    "ownway.foundation.facts.middleware.OneContextPerRequest",
    "ownway.foundation.access.middleware.NothingKept",
    "ownway.foundation.access.middleware.DenyByDefault",
    "ownway.foundation.access.middleware.EndsByItself",
    "ownway.foundation.look.middleware.PlainAnswers",
]

ROOT_URLCONF = "ownway.config.urls"
WSGI_APPLICATION = "ownway.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "ownway.config.jinja.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "ownway.foundation.look.frame.frame",
            ],
        },
    },
]
FORM_RENDERER = "ownway.foundation.look.forms.DesignSystemRenderer"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("OWNWAY_STATIC_ROOT", str(OWNWAY_HOME / "static")))
STATICFILES_DIRS = [Path(__file__).parents[1] / "foundation" / "look" / "static"]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if OWNWAY_MODE == "test"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = OWNWAY_MODE == "test"
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
# What works the national measures out: duckdb, in this process, or pyspark where there is one.
OWNWAY_ENGINE = os.environ.get("OWNWAY_ENGINE", "").strip() or "duckdb"
# The most bytes of a document about somebody, and the command that looks it over for viruses.
OWNWAY_LARGEST_DOCUMENT = int(os.environ.get("OWNWAY_LARGEST_DOCUMENT_MB", "20")) * 1_000_000
OWNWAY_SCANNER = os.environ.get("OWNWAY_SCANNER", "").strip()
# The most bytes of a file brought in on a page; larger ones come in on the server.
OWNWAY_LARGEST_FILE = int(os.environ.get("OWNWAY_LARGEST_FILE_MB", "2000")) * 1_000_000

AUTH_USER_MODEL = "access.SignIn"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "ownway.foundation.access.passwords.NoWordsOfThisPlace"},
]
if OWNWAY_MODE == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CSRF_FAILURE_VIEW = "ownway.foundation.look.middleware.form_expired"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "after-sign-in"
# Staff must have a second factor where life is recorded; everybody may.
OWNWAY_SECOND_FACTOR = os.environ.get("OWNWAY_SECOND_FACTOR", "").strip() or (
    "required" if PRODUCTION else "offered"
)
OWNWAY_IDLE_MINUTES_STAFF = int(os.environ.get("OWNWAY_IDLE_MINUTES_STAFF", "15"))
OWNWAY_IDLE_MINUTES = int(os.environ.get("OWNWAY_IDLE_MINUTES", "60"))
# The mail server, as host:port; without one nothing is sent by e-mail.
OWNWAY_MAIL_SERVER = os.environ.get("OWNWAY_MAIL_SERVER", "").strip()
_mail_host, _, _mail_port = OWNWAY_MAIL_SERVER.partition(":")
EMAIL_BACKEND = (
    f"django.core.mail.backends.{'smtp' if OWNWAY_MAIL_SERVER else 'dummy'}.EmailBackend"
)
EMAIL_HOST, EMAIL_PORT = _mail_host or "localhost", int(_mail_port or "587")
EMAIL_HOST_USER = os.environ.get("OWNWAY_MAIL_USER", "").strip()
EMAIL_HOST_PASSWORD = _secret("OWNWAY_MAIL_PASSWORD_FILE")
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_USE_TLS = not EMAIL_USE_SSL and EMAIL_HOST not in ("localhost", "127.0.0.1")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("OWNWAY_MAIL_FROM", "ownway@localhost").strip()
# Notices through GOV.UK Notify: the file with its key, and its two plain templates.
OWNWAY_NOTIFY_KEY_FILE = os.environ.get("OWNWAY_NOTIFY_KEY_FILE", "").strip()
OWNWAY_NOTIFY_URL = os.environ.get(
    "OWNWAY_NOTIFY_URL", "https://api.notifications.service.gov.uk"
).strip()
OWNWAY_NOTIFY_EMAIL_TEMPLATE = os.environ.get("OWNWAY_NOTIFY_EMAIL_TEMPLATE", "").strip()
OWNWAY_NOTIFY_TEXT_TEMPLATE = os.environ.get("OWNWAY_NOTIFY_TEXT_TEMPLATE", "").strip()
# The council's own sign-in (OpenID Connect); off until an issuer is named.
OWNWAY_OIDC_ISSUER = os.environ.get("OWNWAY_OIDC_ISSUER", "").strip().rstrip("/")
OWNWAY_OIDC_CLIENT_ID = os.environ.get("OWNWAY_OIDC_CLIENT_ID", "").strip()
OWNWAY_OIDC_CLIENT_SECRET = _secret("OWNWAY_OIDC_CLIENT_SECRET_FILE")
# Claims that say a second factor was used there, like "amr:mfa" or "acr:urn:example:strong".
OWNWAY_OIDC_SECOND_FACTOR = _list("OWNWAY_OIDC_SECOND_FACTOR", "")

SESSION_ENGINE = "ownway.foundation.access.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
if PRODUCTION:  # a browser takes a name like these from HTTPS alone, for this very host
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
# In the session and not in a cookie: what a page says next may name somebody.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_SSL_REDIRECT = PRODUCTION and os.environ.get("OWNWAY_PLAIN_HTTP") != "behind-a-tunnel"
SECURE_REDIRECT_EXEMPT = [r"^health/$", r"^ready/$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
OWNWAY_BEHIND_PROXY = os.environ.get("OWNWAY_BEHIND_PROXY") == "yes"
if OWNWAY_BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
