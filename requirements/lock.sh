# Makes the locks anew; see README.md here. Called by make lock.
set -eu
export CUSTOM_COMPILE_COMMAND="make lock"
compile() {
  "$PY" -m piptools compile -q ${UPGRADE:+--upgrade} --strip-extras --allow-unsafe --no-header \
    --annotation-style line --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
    --no-emit-options "$@"
}
compile -o requirements/lock.txt pyproject.toml
compile --extra local -c requirements/lock.txt -o requirements/local.txt pyproject.toml
compile --extra local --extra dev -c requirements/local.txt -o requirements/dev.txt pyproject.toml
compile -o requirements/node.txt requirements/node.in
