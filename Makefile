# `make demo`, `make test` and `make lab` build the locked environment in .venv when it is not
# there, then do their job. In an environment of your own: grader demo, pytest, jupyter lab.

PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3; do \
	$$python -c 'import sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	2>/dev/null && echo $$python && break; done)
BIN := .venv/bin
SHELL := bash

# The tests of what judges numbers and layers, which other arithmetic may show to depend on a machine.
JUDGES := tests/grader/test_museum.py tests/grader/test_*_check*.py tests/grader/test_graph.py \
	tests/errands
PROCESSORS := processor-eigen processor-sse41 processor-avx2 processor-best processor-thread

.PHONY: demo test test-everywhere $(PROCESSORS) lab site check release reference doctor lock container clean

demo: .venv/ready  ## grade a class of three, with marks and feedback
	@$(BIN)/grader demo

test: .venv/ready  ## all tests, the fast ones first
	@$(BIN)/pytest --numprocesses=2 -m "not slow"
	@$(BIN)/pytest --numprocesses=4 -m slow  # beside those that wait, others compute

exercise-%: .venv/ready  ## the tests of one exercise: make exercise-loss
	@$(BIN)/pytest --numprocesses=2 --dist=load -m "not slow" -k $* \
		tests/grader/test_museum.py tests/grader/test_*_check*.py

test-everywhere: .venv/ready  ## other Pythons, lowest and newest versions, other processors: an hour
	@$(BIN)/tox run
	@$(MAKE) $(PROCESSORS)

# As on other processors: without oneDNN, with its kernels for older instructions and NumPy's, with
# the best ones, and with one thread.
processor-eigen: export TF_ENABLE_ONEDNN_OPTS := 0
processor-sse41 processor-avx2 processor-best: export TF_ENABLE_ONEDNN_OPTS := 1
processor-sse41: export ONEDNN_MAX_CPU_ISA := SSE41
processor-sse41: export NPY_DISABLE_CPU_FEATURES = $(shell $(BIN)/python -c \
	"from numpy._core._multiarray_umath import __cpu_dispatch__ as names, __cpu_features__ as has; \
	print(*filter(has.get, names))")
processor-avx2: export ONEDNN_MAX_CPU_ISA := AVX2
processor-thread: export OMP_NUM_THREADS := 1
processor-thread: export TF_NUM_INTRAOP_THREADS := 1
processor-thread: export TF_NUM_INTEROP_THREADS := 1
$(PROCESSORS): .venv/ready
	@echo "$@: $(or $(TF_ENABLE_ONEDNN_OPTS),default) $(ONEDNN_MAX_CPU_ISA) $(NPY_DISABLE_CPU_FEATURES)"
	@$(BIN)/pytest --numprocesses=2 --quiet -m "not slow" $(JUDGES)

lab: .venv/ready  ## JupyterLab on your own copy of the students' notebooks
	@for path in $$(cd notebooks && echo */*.ipynb); do \
		mkdir -p my_notebooks/$$(dirname $$path); \
		test -e my_notebooks/$$path || cp notebooks/$$path my_notebooks/$$path; done
	@cd my_notebooks && PATH="$(CURDIR)/$(BIN):$$PATH" \
		JUPYTER_CONFIG_PATH="$(CURDIR)/jupyter" jupyter lab

site: .venv/ready  ## the reading site in docs/_build/html; executes the lessons with their trainings
	@$(BIN)/sphinx-build --fail-on-warning --keep-going docs docs/_build/html

check: .venv/ready  ## what .pre-commit-config.yaml lists: format, lint, types, notebooks, tables
	@$(BIN)/pre-commit run --all-files

release: .venv/ready  ## compute the students' notebooks from the solutions
	@$(BIN)/grader release

reference: .venv/ready  ## recompute the reference tables from the solutions
	@$(BIN)/grader reference

doctor: .venv/ready  ## is this machine ready?
	@$(BIN)/grader doctor

# With extras: pip looks else at the newest version of a package for them, which has no hash here.
COMPILE := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 \
	--generate-hashes --no-strip-extras --no-header --quiet
lock: .venv/ready  ## resolve pyproject.toml anew: for students, for grading, and for everything
	@$(COMPILE) --extra dev --upgrade --output-file requirements-dev.lock
	@cp requirements-dev.lock requirements.lock
	@$(COMPILE) --output-file requirements.lock  # keeps the versions it finds there
	@cp requirements-dev.lock requirements-grade.lock
	@$(COMPILE) --extra grade --extra postgres --output-file requirements-grade.lock

# One that cannot be built leaves the one before.
.venv/ready: requirements-dev.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "No Python 3.11 to 3.13 with its venv module was found." \
		"Install one, or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python"; exit 1; }
	@echo "Building the environment in .venv with $(PYTHON): about a minute and 2 GB."
	@if test -e $@; then rm -rf .venv.before && mv .venv .venv.before; fi
	@trap 'test -e $@ || test ! -e .venv.before || { rm -rf .venv; mv .venv.before .venv; }' EXIT; \
	set -e -o pipefail; \
	$(PYTHON) -m venv --clear .venv; \
	$(BIN)/python -m pip --disable-pip-version-check install \
		--require-hashes --requirement requirements-dev.lock | awk ' \
		/^Collecting/ { printf "\r  fetching %-60s", $$2; fflush() } \
		/^Installing/ { printf "\r  installing (half a minute)%-43s\n", "" }'; \
	$(BIN)/python -m pip --disable-pip-version-check install --quiet --no-deps \
		--no-build-isolation --editable .; \
	touch $@; \
	rm -rf .venv.before
	@echo "The environment is ready."

container: .venv/ready  ## build the image and grade a class in it: root, buildah, mmdebstrap, runc
	@COURSE_CONTAINER=1 $(BIN)/pytest --capture=no tests/container

clean:  ## remove the environment, the pictures and what the demo wrote
	rm -rf .venv data/cache demo
