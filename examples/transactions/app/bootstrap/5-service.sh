# start the application
cat > /etc/systemd/system/transactions.service <<'UNIT'
[Unit]
Description=Financial transactions
Wants=network-online.target
After=network-online.target

[Service]
User=transactions
EnvironmentFile=/etc/service.env
Environment=NODE_ENV=production
ExecStart=/usr/bin/node-24 /opt/transactions/app/index.js
StandardOutput=append:/var/log/transactions/app.log
StandardError=inherit
Restart=always
RestartSec=2
TimeoutStopSec=30
# A core dump has what was in memory.
LimitCORE=0
NoNewPrivileges=yes
CapabilityBoundingSet=
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectControlGroups=yes
RestrictSUIDSGID=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX

[Install]
WantedBy=multi-user.target
UNIT
systemctl daemon-reload
systemctl enable transactions.service
systemctl restart transactions.service
