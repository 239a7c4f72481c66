#!/usr/bin/env bash
# Publishes the app and packs it; the same commit gives the same zip:
#   package.sh artifacts/friending.zip
set -euo pipefail
zip=${1:?the zip to write}
root=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$(dirname "$zip")"
zip=$(cd "$(dirname "$zip")" && pwd)/$(basename "$zip")
published=$(mktemp -d)
trap 'rm -rf "$published"' EXIT

# Exactly the packages that the lock files name.
dotnet restore "$root/src/Friending.Functions" --locked-mode
dotnet publish "$root/src/Friending.Functions" --no-restore --configuration Release --output "$published" -p:ContinuousIntegrationBuild=true
# What the host looks for: https://learn.microsoft.com/azure/azure-functions/dotnet-isolated-process-guide#deployment-requirements
for file in host.json functions.metadata worker.config.json extensions.json .azurefunctions/function.deps.json; do
  [ -f "$published/$file" ] || { echo "The package lacks $file." >&2; exit 1; }
done
# What is for a developer's machine, and what may hold a secret.
private=$(find "$published" -name 'local.settings*' -o -name 'appsettings*' -o -name '*.env' -o -name '*.pem' -o -name '*.pfx' -o -name '*.key')
[ -z "$private" ] || { echo "The package must not have $private." >&2; exit 1; }
# A secret inside of a file: a private key, the key of a storage account, the signature of a shared access token or of a workflow's address.
# Assemblies keep their texts in UTF-16, so zero bytes are left out, and so are line breaks, which keys have.
secret='-----BEGIN ([A-Z]+ )*PRIVATE KEY-----[A-Za-z0-9+/]{40}|AccountKey=[A-Za-z0-9+/]{40}|[?&]sig=[A-Za-z0-9%+/_-]{30}'
while IFS= read -r -d '' file; do
  if tr -d '\000\r\n' < "$file" | LC_ALL=C grep -aE -e "$secret" > /dev/null; then
    echo "The package must not have a secret, and ${file#"$published"/} holds one." >&2
    exit 1
  fi
done < <(find "$published" -type f -print0)
# The time of the commit, the order of names, and no owner: nothing of the machine that packs.
time=$(git -C "$root" log -1 --format=%cI)
find "$published" -exec touch --no-dereference --date="$time" {} +
rm -f "$zip"
(cd "$published" && find . -type f | LC_ALL=C sort | TZ=UTC zip -X -q -@ "$zip")
echo "$zip"
