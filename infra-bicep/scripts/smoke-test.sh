#!/usr/bin/env bash
# Asks a deployed app whether it works; ends with 1 if it does not within five minutes:
#   smoke-test.sh https://friending-dev-….azurewebsites.net
set -euo pipefail
url=${1:?the address of the app}
status() { curl --silent --output /dev/null --write-out '%{http_code}' --max-time 30 "$@" || true; }

# Roles can take minutes to be in force, and an instance is started first.
for try in $(seq 1 "${SMOKE_TRIES:-30}"); do
  ready=$(status "$url/health/ready")
  [ "$ready" = 200 ] && break
  [ "$try" = "${SMOKE_TRIES:-30}" ] && { echo "$url/health/ready answers $ready" >&2; exit 1; }
  sleep "${SMOKE_WAIT:-10}"
done

expect() {
  local answer
  answer=$(status "${@:3}" "$url$2")
  [ "$answer" = "$1" ] || { echo "$url$2 answers $answer, not $1" >&2; exit 1; }
}
expect 200 /
expect 200 /openapi.json
# Nobody gets an answer without a credential.
expect 401 /api/decisions
expect 401 /api/evaluate --request POST --header 'Content-Type: application/json' --data '{}'
echo "$url works."
