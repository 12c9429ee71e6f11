# make run     the portal on http://127.0.0.1:8000/ (needs Python 3.11 or newer, nothing else)
# make test    all checks and tests; uses PostgreSQL and Chromium where they are installed
# make check   the checks alone            make format    mend what can be mended by itself
# make bench   benchmarks                  make messages  collect and compile the translations (needs gettext)
# make lock    pin the requirements        make clean     remove what these made, but not the database
# make screenshots   the pictures of docs/ anew      make system   what only the tests need, from the system (as root)

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
CI ?=

VENV := .venv
BIN := $(VENV)/bin
# Only what the lock names, with its hash; nothing is built from source.
INSTALL := $(BIN)/python -m pip install --quiet --no-input --disable-pip-version-check --require-hashes --only-binary :all:
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command "make lock"
RANDOM_KEY := $(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))'
MESSAGES := --ignore .venv --ignore staticfiles --ignore tests

.PHONY: run test check sqlite-tests postgresql-tests system format bench screenshots messages lock clean
.NOTPARALLEL:
.DELETE_ON_ERROR:

run: export DEBUG ?= true
run: export PORTAL_URL ?= http://$(HOST):$(PORT)
run: $(VENV)/run.stamp
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py load_reference
	@$(BIN)/python manage.py load_calendar
	@$(BIN)/python manage.py collectstatic --noinput --verbosity 0
	@$(BIN)/python manage.py load_demo --if-possible
	@echo "Kepil: http://$(HOST):$(PORT)/  (Ctrl-C stops it)"
	@$(BIN)/python manage.py seal_log --every 10 >/dev/null & sealing=$$!; \
	$(BIN)/python manage.py send_notices --every 10 & sending=$$!; \
	$(BIN)/python manage.py watch_readings --every 60 & watching=$$!; \
	$(BIN)/python manage.py db_worker --no-reload --verbosity 0 & working=$$!; \
	$(BIN)/python manage.py requeue --every 60 & queueing=$$!; \
	trap 'kill $$sealing $$sending $$watching $$working $$queueing 2>/dev/null' EXIT; trap 'exit 130' INT TERM; \
	$(BIN)/gunicorn config.wsgi --bind $(HOST):$(PORT) --workers 2 --threads 4 --log-level warning

test: $(if $(filter true,$(CI)),system) check sqlite-tests postgresql-tests

check: export DATABASE_URL = sqlite://:memory:
check: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/djlint templates --lint --quiet
	DEBUG=true $(BIN)/python manage.py makemigrations --check --dry-run
	DEBUG=false ALLOWED_HOSTS=kepil.example SECRET_KEY="$$($(RANDOM_KEY))" SECOND_FACTOR_KEY="$$($(RANDOM_KEY))" \
		LOG_KEY="$$($(RANDOM_KEY))" \
		$(BIN)/python manage.py check --deploy --fail-level WARNING

# What pytest has made of the test files is kept for the second run, whatever the machine says.
sqlite-tests postgresql-tests: export PYTHONDONTWRITEBYTECODE =

sqlite-tests: $(VENV)/dev.stamp
	env -u DATABASE_URL $(BIN)/python -m pytest -n 2 --dist worksteal

postgresql-tests: $(VENV)/dev.stamp
	$(BIN)/python -m tests.pg $(BIN)/python -m pytest -n 2 --dist worksteal -m "database and not browser and not sessions_only"

system:
	tests/install_system.sh

format: $(VENV)/dev.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/dev.stamp
	$(BIN)/python -m bench

screenshots: $(VENV)/dev.stamp
	$(BIN)/python -m docs.screenshots.take

messages: export DEBUG = true
messages: $(VENV)/run.stamp
	@mkdir -p locale
	$(BIN)/python manage.py makemessages --locale kk --locale ru --no-obsolete --add-location file $(MESSAGES)
	$(BIN)/python manage.py compilemessages $(MESSAGES)

lock: $(VENV)/dev.stamp
	$(LOCK) requirements.in --output-file requirements.txt
	$(LOCK) requirements-dev.in --output-file requirements-dev.txt

clean:
	rm -rf $(VENV) staticfiles test-results .hypothesis .mypy_cache .pytest_cache .ruff_cache

# The stamps make the second run quick: pip is called only when a lock has changed.
$(VENV)/run.stamp: requirements.txt $(VENV)/venv.stamp
	@echo "Installing what Kepil needs into $(VENV) …"
	@$(INSTALL) --requirement requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/venv.stamp
	@echo "Installing what the checks and tests need into $(VENV) …"
	@$(INSTALL) --requirement requirements-dev.txt
	@touch $@

$(VENV)/venv.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Kepil needs Python 3.11 or newer, and '$(PYTHON)' is not. If you have one under another name:" \
			"make $(or $(firstword $(MAKECMDGOALS)),run) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "Python's venv module is missing. On Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@
