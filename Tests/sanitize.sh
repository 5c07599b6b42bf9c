#!/usr/bin/env bash
# Runs the tests under a sanitizer: bash Tests/sanitize.sh thread|address [arguments of swift test]
# Too slow for every CI run: each takes its own build, of about ten minutes on two cores.
set -euo pipefail
cd "$(dirname "$0")/.."

sanitizer=${1:-}
case $sanitizer in
thread)
  # Of no use to pure rooms; and two tests count descriptors, of which the sanitizer takes some
  # when it looks up the names in a report.
  selection=(--filter 'FalseworkDispatchTests|FalseworkTLSTests|FalseworkStoreTests|FalseworkTests'
    --skip 'ResourceTests')
  export TSAN_OPTIONS="suppressions=$PWD/Tests/thread-suppressions.txt"
  ;;
address)
  selection=(--skip TidyTests)
  # Swift's runtime keeps what it allocates once, which is no leak.
  export ASAN_OPTIONS="detect_leaks=0"
  ;;
*)
  echo "usage: bash Tests/sanitize.sh thread|address [arguments of swift test]" >&2
  exit 2
  ;;
esac
shift
# Instrumented, a recursion to its permitted depth takes many times the stack.
ulimit -s 1000000 2>/dev/null || ulimit -s "$(ulimit -H -s)"
# Few tests at a time, as the deadlines of servers and clients are real.
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=4
# In release: without optimisation the tests run into their time limits.
exec swift test -c release --sanitize "$sanitizer" --scratch-path ".build/$sanitizer" \
  "${selection[@]}" "$@"
