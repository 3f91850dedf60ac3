# make the user and the folder of the log
id transactions >/dev/null 2>&1 || useradd --system --no-create-home --shell /sbin/nologin transactions
# The unit opens the log as root, so that the application cannot change what it has said.
install -d -m 0750 /var/log/transactions
cat > /etc/logrotate.d/transactions <<'ROTATION'
/var/log/transactions/*.log {
  daily
  maxsize 100M
  rotate 7
  compress
  missingok
  notifempty
  copytruncate
}
ROTATION
