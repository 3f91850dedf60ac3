# wait until the application is healthy
healthy=no
for _ in $(seq "${HEALTH_SECONDS:-300}"); do
  if curl --fail --silent --max-time 5 --output /dev/null "http://127.0.0.1:${PORT:-8080}/health"; then
    healthy=yes
    break
  fi
  sleep 1
done
curl --silent --show-error --max-time 5 "http://127.0.0.1:${PORT:-8080}/health" || true
[ "$healthy" = yes ]
