#!/usr/bin/env bash
# Deploys a package and tries it; goes back to the package before if it does not work, and then ends with 1:
#   deploy-release.sh RESOURCE_GROUP APP URL NEW_ZIP [ZIP_BEFORE]
set -euo pipefail
group=${1:?the resource group}
app=${2:?the name of the app}
url=${3:?the address of the app}
new=${4:?the package to deploy}
before=${5:-}
folder=$(cd "$(dirname "$0")" && pwd)
deploy() { az functionapp deployment source config-zip --resource-group "$group" --name "$app" --src "$1" --output none; }

if deploy "$new" && "$folder/smoke-test.sh" "$url"; then
  exit 0
fi
if [ -n "$before" ]; then
  echo "Going back to $before." >&2
  deploy "$before"
  "$folder/smoke-test.sh" "$url"
fi
exit 1
