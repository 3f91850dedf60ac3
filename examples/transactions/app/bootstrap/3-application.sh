# fetch the application
scratch=$(mktemp -d)
aws s3 cp --only-show-errors "$APP_ARTIFACT" "$scratch/app.tgz"
if [ -n "${APP_ARTIFACT_SHA256:-}" ]; then
  echo "$APP_ARTIFACT_SHA256  $scratch/app.tgz" | sha256sum --check --quiet
fi
install -d -m 0755 "$scratch/app"
tar -xzf "$scratch/app.tgz" --no-same-owner -C "$scratch/app"
test -s "$scratch/app/index.js"
chmod -R u=rwX,go=rX "$scratch/app"
rm -rf /opt/transactions/app
mv "$scratch/app" /opt/transactions/app
rm -rf "$scratch"
