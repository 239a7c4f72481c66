#!/usr/bin/env bash
# Lists what the app is made of, packages that come along included, as CycloneDX:
#   bill-of-materials.sh artifacts/friending.cdx.json
set -euo pipefail
file=${1:?the file to write}
root=$(cd "$(dirname "$0")/../.." && pwd)
tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT

dotnet tool install CycloneDX --version 6.3.1 --tool-path "$tools"
"$tools/dotnet-CycloneDX" "$root/src/Friending.Functions/Friending.Functions.csproj" \
  --output "$(dirname "$file")" --filename "$(basename "$file")" --output-format Json
