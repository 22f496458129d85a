#!/bin/sh
# Set up .venv in this folder and install the package into it, from its sources.
#   scripts/install.sh [EXTRAS]     EXTRAS as in pyproject.toml: "dev,encodings"
# Needs Python 3.11 or newer with pip, and the package index. PYTHON chooses the interpreter.
set -eu

find_python() {
    for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    echo "scripts/install.sh: no Python 3.11 or newer found; name one: PYTHON=/path/to/python3 make …" >&2
    exit 1
}

python=$(find_python)
if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    # Some systems ship a venv that cannot install pip; then the system's own pip serves it from outside.
    "$python" -m venv --clear .venv 2>/dev/null || "$python" -m venv --clear --without-pip .venv
fi
pip() {
    if .venv/bin/python -m pip --version >/dev/null 2>&1; then
        .venv/bin/python -m pip "$@"
    else
        "$python" -m pip --python .venv/bin/python "$@"
    fi
}
pip install --quiet --disable-pip-version-check --editable ".${1:+[$1]}"
