#!/usr/bin/env bash
# Makes the app registration that people sign in with, or brings it up to date, and prints its client id:
#   register-app.sh friending-dev
set -euo pipefail
name=${1:?the name of the registration, such as friending-dev}
folder=$(cd "$(dirname "$0")/.." && pwd)

client=$(az ad app list --filter "displayName eq '$name'" --query '[0].appId' --output tsv)
if [ -z "$client" ]; then
  client=$(az ad app create --display-name "$name" --query appId --output tsv)
fi
az ad app update --id "$client" --identifier-uris "api://$client" --output none
graph=$(az cloud show --query endpoints.microsoftGraphResourceId --output tsv)
az rest --method PATCH --headers Content-Type=application/json --body "@$folder/app-registration.json" \
  --url "${graph%/}/v1.0/applications(appId='$client')" --output none
if [ -z "$(az ad sp list --filter "appId eq '$client'" --query '[0].id' --output tsv)" ]; then
  az ad sp create --id "$client" --output none
fi
# The administrator's consent for everybody. Without the role for it each person is asked at their first sign-in.
az ad app permission grant --id "$client" --api "$client" --scope user_impersonation --output none ||
  echo "Consent for everybody was not given: it needs the role Cloud Application Administrator." >&2
echo "$client"
