#!/bin/bash
# Runs user data in a temporary overlay of the file system: run.sh FOLDER SCRIPT RUNS. Requires separate mount and process namespaces.
set -euo pipefail
folder=$1 script=$2 runs=$3 here=$(dirname "$0")

mkdir -p "$folder/scratch"
mount -t tmpfs tmpfs "$folder/scratch"
mkdir "$folder/scratch/"{upper,work,root}
root=$folder/scratch/root
mount -t overlay overlay -o "lowerdir=/,upperdir=$folder/scratch/upper,workdir=$folder/scratch/work" "$root"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount --bind /tmp "$root/tmp"
install -m 0755 "$here"/stubs/* "$root/usr/local/sbin/"
install -D -m 0755 "$here/stubs/cfn-signal" "$root/opt/aws/bin/cfn-signal"
install -m 0755 "$script" "$root/user-data.sh"
: >"$root/var/log/stubs"

inside() { chroot "$root" /usr/bin/env -i "PATH=$PATH" TMPDIR=/var/tmp "${settings[@]}" "$@"; }
settings=("CURL_CA_BUNDLE=${CURL_CA_BUNDLE:-}" "FAIL=${FAIL:-}")

for run in $(seq "$runs"); do
  code=0
  inside /bin/bash /user-data.sh || code=$?
  echo "run $run: exit code $code"
  if [ "$code" -eq 0 ]; then
    # shellcheck disable=SC2016
    inside /bin/bash -c 'find /opt/transactions /etc/systemd/system/transactions.service /etc/logrotate.d/transactions /etc/passwd /etc/group -type f -print0 |
      sort -z | xargs -0 sha256sum | sha256sum' | sed "s/^/run $run: state /"
    inside stat -c 'run: %n %U %a' /etc/service.env /var/log/transactions /var/log/transactions/app.log /opt/transactions/app/index.js /opt/transactions/rds-bundle.pem
    inside ps -o user:20=,args= -p "$(cat "$root/run/transactions.pid")" | sed 's/^/process: /'
    inside find /var/tmp /opt/transactions -maxdepth 1 -newer /var/log/stubs -name 'tmp.*' | sed 's/^/left: /'
  fi
done
sed 's/^/stub: /' "$root/var/log/stubs"
