#!/usr/bin/env bash
# Has the app registration trust the app's identity, so that sign-in needs no secret, and send people back to the app:
#   trust-app.sh CLIENT_ID IDENTITY_PRINCIPAL_ID URL
set -euo pipefail
client=${1:?the client id of the app registration}
principal=${2:?the template\'s output identityPrincipalId}
url=${3:?the template\'s output url}

login=$(az cloud show --query endpoints.activeDirectory --output tsv)
tenant=$(az account show --query tenantId --output tsv)
credential="{\"name\":\"friending\",\"issuer\":\"${login%/}/$tenant/v2.0\",\"subject\":\"$principal\",\"audiences\":[\"api://AzureADTokenExchange\"]}"
if [ -z "$(az ad app federated-credential list --id "$client" --query "[?name=='friending'].id" --output tsv)" ]; then
  az ad app federated-credential create --id "$client" --parameters "$credential" --output none
else
  az ad app federated-credential update --id "$client" --federated-credential-id friending --parameters "$credential" --output none
fi
az ad app update --id "$client" --web-redirect-uris "$url/.auth/login/aad/callback" --output none
