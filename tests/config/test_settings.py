"""The environment is read strictly, and a production-like one leaves nothing for `check --deploy` to say."""

import os
import runpy
import subprocess
import sys
from ipaddress import ip_network
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

KEY = "kV3rYx0uB7nQe9TzLw2HsJd6MfPa1CgRi8UoXb4Nt5Ey-_ZkWq"
PRODUCTION = {
    "DEBUG": "off",
    "SECRET_KEY": KEY,
    "SECOND_FACTOR_KEY": KEY[::-1],
    "LOG_KEY": KEY[1:] + KEY[0],
    "ALLOWED_HOSTS": "kepil.example, www.kepil.example",
}
READ = (
    *PRODUCTION,
    *("SECRET_KEY_FALLBACKS", "CSRF_TRUSTED_ORIGINS", "SECURITY_CONTACT", "DATABASE_URL", "TRUSTED_PROXIES"),
    *("DOCUMENTS_ROOT", "DOCUMENT_SCANNER", "CLAMD_ADDRESS"),
    *("SECOND_FACTOR_KEY_FALLBACKS", "LOG_KEY_FALLBACKS"),
)
SETTINGS = settings.BASE / "config" / "settings.py"


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch):
    """Executes the settings file under exactly the given environment."""

    def load(environment: dict[str, str]) -> dict[str, Any]:
        for name in READ:
            monkeypatch.delenv(name, raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(SETTINGS))

    return load


@pytest.mark.parametrize(
    "bad",
    [
        {"DEBUG": "flase"},
        {"DEBUG": ""},
        {"SECRET_KEY": ""},
        {"SECRET_KEY": "short"},
        {"SECRET_KEY": "ab" * 40},
        {"SECOND_FACTOR_KEY": ""},
        {"SECOND_FACTOR_KEY": "short"},
        {"ALLOWED_HOSTS": ""},
        {"ALLOWED_HOSTS": " , "},
        {"SECURITY_CONTACT": "security@kepil.example"},
        {"SECURITY_CONTACT": "mailto:a@kepil.example b@kepil.example"},
        {"DOCUMENTS_ROOT": ""},
        {"DOCUMENT_SCANNER": ""},
        {"CLAMD_ADDRESS": ""},
        {"DATABASE_URL": ""},
        {"DATABASE_URL": "kepil"},
        {"DATABASE_URL": "mysql://kepil:s3cret@host/kepil"},
        {"DATABASE_URL": "postgres://kepil:s3cret@host:port/kepil"},
        {"DATABASE_URL": "postgres://kepil:s3cret@host/"},
        {"TRUSTED_PROXIES": "*"},
        {"TRUSTED_PROXIES": "proxy.example"},
        {"TRUSTED_PROXIES": "10.0.0.5;10.0.0.6"},
        {"TRUSTED_PROXIES": "10.0.0.1, 10.0.0.300"},
        {"TRUSTED_PROXIES": "10.0.0.5/8"},
        {"TRUSTED_PROXIES": "0.0.0.0/0"},
        {"TRUSTED_PROXIES": "10.0.0.5,::/0"},
    ],
    ids=str,
)
def test_a_bad_value_stops_the_start(load, bad: dict[str, str]):
    (name, value) = next(iter(bad.items()))
    with pytest.raises(ImproperlyConfigured, match=name) as error:
        load(PRODUCTION | bad)
    assert not value or value not in str(error.value)


def test_no_proxy_is_trusted_unless_it_is_named(load):
    assert load(PRODUCTION)["TRUSTED_PROXIES"] == []
    found = load(PRODUCTION | {"TRUSTED_PROXIES": "10.0.0.5, 10.1.0.0/24,fd00::/8"})["TRUSTED_PROXIES"]
    assert found == [ip_network("10.0.0.5/32"), ip_network("10.1.0.0/24"), ip_network("fd00::/8")]


def test_nothing_but_debug_is_needed_for_development(load):
    found = load({"DEBUG": "true"})
    assert found["DEBUG"] is True
    assert found["SESSION_COOKIE_NAME"] == "kepil_session"
    assert found["SECURE_SSL_REDIRECT"] is False


def test_debug_is_off_unless_switched_on(load):
    without = {name: value for name, value in PRODUCTION.items() if name != "DEBUG"}
    assert load(without)["DEBUG"] is False


def test_the_development_key_never_signs_in_production(load):
    assert load(PRODUCTION)["SECRET_KEY"] == KEY
    with pytest.raises(ImproperlyConfigured):
        load(PRODUCTION | {"SECRET_KEY": load({"DEBUG": "on"})["SECRET_KEY"]})


def test_production_names_nobody_who_was_not_set(load):
    assert load({"DEBUG": "on"})["SECURITY_CONTACT"] == "mailto:security@kepil.example"
    assert load(PRODUCTION)["SECURITY_CONTACT"] == ""
    address = "https://kepil.example/report"
    assert load(PRODUCTION | {"SECURITY_CONTACT": address})["SECURITY_CONTACT"] == address


def test_documents_are_scanned_unless_debugging(load):
    assert load({"DEBUG": "on"})["DOCUMENT_SCANNER"] == "none"
    assert load(PRODUCTION)["DOCUMENT_SCANNER"] == "clamd"
    assert load(PRODUCTION)["DOCUMENTS_ROOT"] == settings.BASE / "documents"
    assert str(load(PRODUCTION | {"DOCUMENTS_ROOT": "/srv/documents"})["DOCUMENTS_ROOT"]) == "/srv/documents"


def test_cookies_in_production_are_bound_to_host_and_https(load):
    found = load(PRODUCTION)
    for cookie in ("SESSION", "CSRF", "LANGUAGE"):
        assert found[f"{cookie}_COOKIE_NAME"].startswith("__Host-kepil_")
        assert found[f"{cookie}_COOKIE_SECURE"] is True
        assert found[f"{cookie}_COOKIE_HTTPONLY"] is True
        assert found[f"{cookie}_COOKIE_SAMESITE"] == "Lax"
    assert found["SESSION_COOKIE_AGE"] == 24 * 60 * 60
    assert found["ALLOWED_HOSTS"] == ["kepil.example", "www.kepil.example"]


def test_without_an_address_the_database_is_a_file_that_readers_and_a_writer_share(load):
    database = load(PRODUCTION)["DATABASES"]["default"]
    assert database["ENGINE"] == "django.db.backends.sqlite3"
    assert database["NAME"] == str(settings.BASE / "db.sqlite3")
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]


def test_postgresql_connections_persist_and_keep_their_options(load):
    address = "postgres://kepil:s3cret@host:6432/kepil?sslmode=require"
    database = load(PRODUCTION | {"DATABASE_URL": address})["DATABASES"]["default"]
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("host", 6432, "kepil")
    assert database["CONN_MAX_AGE"] > 0
    assert database["OPTIONS"] == {"sslmode": "require"}


def test_the_deployment_check_is_clean():
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    environment = PRODUCTION | {"PATH": os.defpath, "DJANGO_SETTINGS_MODULE": "config.settings"}
    done = subprocess.run(command, cwd=settings.BASE, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
