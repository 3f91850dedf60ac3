# install Node.js
dnf install -y nodejs24 logrotate
