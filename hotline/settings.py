"""One settings file for every machine: what differs comes from the environment (see README)."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

import seeds
from hotline import environment as env
from hotline import logs, rest, servers

VAR = servers.VAR

MODE = env.text("HOTLINE_MODE", "development")
if MODE not in {"development", "production"}:
    raise ImproperlyConfigured(f"HOTLINE_MODE={MODE!r}：只能是 development 或 production")
PRODUCTION = MODE == "production"
DEBUG = env.flag("DEBUG", False)

if PRODUCTION:
    env.require("SECRET_KEY", "PHONE_KEYS", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL")
# An embedded database means one machine's own demo; elsewhere somebody has to say that it is one.
DEMO = not PRODUCTION and (not env.text("DATABASE_URL") or env.text("HOTLINE_DEMO") == "1")
LIVE_TRAFFIC = env.flag("LIVE_TRAFFIC", True)  # the demo city's people come and work by themselves

SECRET_KEY = env.text("SECRET_KEY") or servers.local_secret("secret-key")
# id:hex pairs, the first one writes, all of them read; see orders/privacy.py.
PHONE_KEYS = env.words("PHONE_KEYS") or ["local:" + servers.local_secret("phone-key")]
AREA_CODE = env.text("AREA_CODE", "0743")
# 127.0.0.1 is how a health check inside a container asks.
ALLOWED_HOSTS = [*env.words("ALLOWED_HOSTS", "localhost,[::1],testserver"), "127.0.0.1"]
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "hotline",
    "seeds",
    "reports",
    "intake",
    "calls",
    "knowledge",
    "orders",
    "units",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "pgtrigger",
    "pghistory",
    "axes",
    "csp",
    "django_filters",
    "django_prometheus",
    "django_structlog",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "drf_standardized_errors",
]

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "servestatic.middleware.ServeStaticMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "csp.middleware.CSPMiddleware",
    "axes.middleware.AxesMiddleware",
    "hotline.logs.RequestLog",
    "hotline.scenario_reading.ScenarioReading",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "hotline.urls"
ASGI_APPLICATION = "hotline.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hotline.context_processors.shell",
            ],
        },
    },
]

DATABASE_URL = env.text("DATABASE_URL") or servers.local_database_url()
DATABASES = {
    "default": {
        **env.database(DATABASE_URL),
        "CONN_MAX_AGE": 0,
        "TEST": {"NAME": env.text("TEST_DATABASE") or None},
        "OPTIONS": {
            # A wait for a row is bounded: past it the caller gets a clear 409 (orders/lifecycle).
            # Disks are solid or the rows in memory: a page here or there costs hardly more than the
            # next one, else a month's figures read whole tables (decision 0115).
            "options": "-c timezone=UTC -c lock_timeout=5000 -c jit=off -c random_page_cost=1.1",
            **({"pool": {"min_size": 1, "max_size": 8}} if env.flag("DATABASE_POOL") else {}),
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.redis(env.text("REDIS_URL") or servers.local_redis_url())
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
}

AUTH_USER_MODEL = "units.Staff"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_FORM_FIELD = "username"  # the login form's field; axes would take staff_number
AXES_LOCKOUT_TEMPLATE = "units/locked_out.html"

# The database is the queue of record: a lost or repeated message costs freshness, never a fact.
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 1800  # seconds, well under the visibility timeout
CELERY_TASK_SOFT_TIME_LIMIT = 1500
CELERY_WORKER_HIJACK_ROOT_LOGGER = False  # LOGGING speaks for all processes
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = "Asia/Shanghai"

# Messages that leave the house. What is not connected goes to a file on a developer's machine and
# is skipped, and said so, in production.
# Who places the automatic callbacks; on a developer's machine without one, a simulated gateway.
CALLBACK_URL, CALLBACK_KEY = env.address("CALLBACK_URL"), env.text("CALLBACK_KEY")
CALLBACKS_SIMULATED = not PRODUCTION and not CALLBACK_URL
SITE_URL = env.text("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
SMS_URL, SMS_KEY = env.address("SMS_URL"), env.text("SMS_KEY")
SMS_SIGN = env.text("SMS_SIGN", "12345热线")
WECHAT_URL, WECHAT_KEY = env.address("WECHAT_URL"), env.text("WECHAT_KEY")
MESSAGES_FILE = "" if PRODUCTION else str(VAR / "messages.jsonl")
EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, EMAIL_USE_SSL = env.mail("SMTP_URL")
EMAIL_USE_TLS = bool(EMAIL_HOST_USER) and not EMAIL_USE_SSL  # a password is never said aloud
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "hotline@localhost")

LOGGING = logs.logging_of(production=PRODUCTION)
METRICS_TOKEN = env.text("METRICS_TOKEN")  # who brings it reads /metrics; unset: no such page

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = env.text("STATIC_ROOT") or str(VAR / "static")
SERVESTATIC_USE_FINDERS = not PRODUCTION  # no collectstatic on one's own machine
SERVESTATIC_ALLOW_ALL_ORIGINS = False
# Rules of appraisal, a file each; a city may keep its own elsewhere.
RULES_FOLDER = env.text("RULES_FOLDER") or str(Path(seeds.__file__).parent / "rules")
BULLETIN_RULE = env.text("BULLETIN_RULE", "weighted")  # by which bulletins rank the units
BULLETIN_FONTS = env.text("BULLETIN_FONTS")  # a folder with licensed 公文 fonts, for PDF
ATTACHMENTS = env.text("ATTACHMENTS") or str(VAR / "attachments")
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": ATTACHMENTS},
    },
    "staticfiles": {
        "BACKEND": "servestatic.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage",
    },
}

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION and env.flag("SSL_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31536000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY") else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "hotline.problems.answer",
    "NUM_PROXIES": 1 if env.flag("BEHIND_PROXY") else 0,  # else anybody could claim any address
}
SPECTACULAR_SETTINGS = rest.SPECTACULAR
