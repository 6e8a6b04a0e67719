"""What every profile shares. Everything that differs between places comes from the environment (docs/operations)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from sangyu.kernel.postgres import Server
from sangyu.settings import env

BASE_DIR = Path(__file__).resolve().parents[2]
VAR = Path(env.text("SANGYU_VAR", str(BASE_DIR / "var"))).resolve()
SANGYU_DEMO = False

SECRET_KEY = env.secret("SANGYU_SECRET_KEY", "")
# Keys of personal data: the JSON itself, or a file of it (sangyu keys create). The demonstration has its own.
SANGYU_PII_KEYS = env.text("SANGYU_PII_KEYS")
SANGYU_PII_KEYS_FILE = env.text("SANGYU_PII_KEYS_FILE")
DEBUG = env.flag("SANGYU_DEBUG", default=False)
ALLOWED_HOSTS = env.items("SANGYU_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = env.items("SANGYU_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django_htmx",
    "django_otp",
    "axes",
    "django_tasks",
    "django_tasks_db",
    # kernel
    "sangyu.kernel.attachments",
    "sangyu.kernel.audit",
    "sangyu.kernel.cli",
    "sangyu.kernel.events",
    "sangyu.kernel.work",
    "sangyu.kernel.workdays",
    "sangyu.kernel.operate",
    "sangyu.kernel.ui",
    # city
    "sangyu.city.areas",
    "sangyu.city.duties",
    "sangyu.city.organisations",
    "sangyu.city.papers",
    # insight
    "sangyu.insight.datasets",
    "sangyu.insight.engines",
    "sangyu.insight.expressions",
    # people
    "sangyu.people.assessment",
    "sangyu.people.catalogue",
    "sangyu.people.entitlement",
    "sangyu.people.payments",
    "sangyu.people.recognition",
    "sangyu.people.registry",
    "sangyu.people.registry.intake",
    # accountability
    "sangyu.accountability.indicators",
    "sangyu.accountability.plans",
    # faces
    "sangyu.openapi",
    "sangyu.console",
    "sangyu.demo",
]

MIDDLEWARE = [
    "sangyu.kernel.ui.middleware.UiMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "sangyu.kernel.ui.bodies.BodyLimitMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "sangyu.city.organisations.middleware.AccountMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "sangyu.city.organisations.middleware.ActorMiddleware",
    "sangyu.kernel.ui.once.OnceMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "sangyu.kernel.ui.policy.PolicyMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "sangyu.urls"
WSGI_APPLICATION = "sangyu.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# In each process: counts of the frame for half a minute; drawn parts of pages by all that they show ({% cache %}).
CACHES = {
    # Badges and the like, three or four for each post at work.
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
    "template_fragments": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "fragments",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}

# DATABASE_URL names a real server; without it the embedded one in var/ serves.
EMBEDDED_POSTGRES = None if env.text("DATABASE_URL") else Server(VAR / "postgres")
DATABASES = {
    "default": env.database(
        EMBEDDED_POSTGRES.url if EMBEDDED_POSTGRES else env.text("DATABASE_URL")
    ),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

AUTH_USER_MODEL = "organisations.Account"
LOGIN_URL = "console:sign-in"
LOGIN_REDIRECT_URL = "console:home"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 10}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
# 等保 level 3: an account locks after repeated failure; the lock ends by itself or by the security administrator.
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AXES_FAILURE_LIMIT = env.number("SANGYU_LOCK_AFTER", 5)
AXES_COOLOFF_TIME = timedelta(minutes=env.number("SANGYU_LOCK_MINUTES", 30))
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "sangyu.console.lockout.keep_page"
SANGYU_RESET_HOURS = env.number("SANGYU_RESET_HOURS", 24)  # a privileged reset waits so long
SANGYU_SECOND_FACTOR = True  # for privileged roles; only the demonstration goes without
OTP_TOTP_ISSUER = "Sangyu"
# How long what is no record is kept, in days. Audit entries are kept for ever.
SANGYU_KEEP_JOBS_DAYS = env.number("SANGYU_KEEP_JOBS_DAYS", 180)
SANGYU_KEEP_NOTICES_DAYS = env.number("SANGYU_KEEP_NOTICES_DAYS", 90)
SANGYU_KEEP_SNAPSHOTS_DAYS = env.number("SANGYU_KEEP_SNAPSHOTS_DAYS", 90)
SANGYU_KEEP_ATTEMPTS_DAYS = env.number("SANGYU_KEEP_ATTEMPTS_DAYS", 30)
HANDBOOK_DIR = BASE_DIR / "docs" / "handbook"
SESSION_ENGINE = "sangyu.city.organisations.sessions"
SESSION_COOKIE_AGE = env.number("SANGYU_SESSION_SECONDS", 30 * 60)
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "sangyu.kernel.ui.views.csrf_failure"
# Tabler's check marks and arrows are data: images; everything else is ours.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", *env.items("SANGYU_TILE_ORIGINS")],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
SANGYU_TILE_URL = env.text("SANGYU_TILE_URL")  # a map's background, for example …/{z}/{x}/{y}.png
SANGYU_GALLERY = DEBUG  # the component gallery at /_ui/
AUDIT_REFUSE_UNKNOWN = True

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
# Rooms bring their own catalogues; this one is of the kernel's plain modules.
LOCALE_PATHS = [BASE_DIR / "sangyu" / "kernel" / "locale"]
LANGUAGE_COOKIE_NAME = "sangyu_language"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT: Path | None = VAR / "static"
STATICFILES_DIRS = [("vendor", VAR / "vendor")] if (VAR / "vendor").is_dir() else []
MEDIA_ROOT = VAR / "media"
SNAPSHOT_DIR = VAR / "snapshots"
SPARK_MASTER = env.text(
    "SANGYU_SPARK_MASTER"
)  # spark://host:port: counts at night; "" in the process
SPARK_PROPERTIES = env.text("SANGYU_SPARK_PROPERTIES")  # a file; the cluster's secret stands in it
SANGYU_BODY_LIMIT = (
    8 * 1024 * 1024
)  # of a request; views that take larger files say so (kernel.ui.bodies)
DATA_UPLOAD_MAX_MEMORY_SIZE = SANGYU_BODY_LIMIT
FILE_UPLOAD_HANDLERS = [
    "sangyu.kernel.ui.bodies.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# Papers, lists and exports are read by the site's own account alone.
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"axes": {"level": "WARNING"}},
    "root": {"handlers": ["console"], "level": env.text("SANGYU_LOG_LEVEL", "INFO")},
}
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # the lock is the account's, wherever the attempts come from
