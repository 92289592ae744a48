#!/usr/bin/env bash
# Shows by hand that both commands work on a bare Debian 12: python3, pip, make and
# nothing else, an ordinary user, a fresh clone. Needs root and debootstrap.
#   .ci/bare_debian.sh [FOLDER]     FOLDER defaults to /tmp/bare-debian
set -euo pipefail
here="$(cd "$(dirname "$0")/.." && pwd)"
root="${1:-/tmp/bare-debian}"
if [ ! -x "$root/usr/bin/python3" ]; then
  debootstrap --variant=minbase --include=python3,python3-pip,make,ca-certificates bookworm "$root"
fi
# The chroot sees what pip is told here (an index behind a proxy, say), no more.
for each in /etc/pip.conf /etc/resolv.conf /etc/hosts /etc/ssl/certs/ca-certificates.crt; do
  if [ -e "$each" ]; then mkdir -p "$root$(dirname "$each")"; cp -L "$each" "$root$each"; fi
done
chroot "$root" useradd -m keeper 2>/dev/null || true
rm -rf "$root/home/keeper/fanfold"
git clone -q "$here" "$root/home/keeper/fanfold"
chroot "$root" chown -R keeper /home/keeper
for each in proc dev sys; do
  mountpoint -q "$root/$each" || mount --rbind "/$each" "$root/$each"
done
inside() { chroot "$root" su keeper -c "cd ~/fanfold && $1"; }
began=$(date +%s)
(inside "make demo ADDRESS=127.0.0.1:8123" &)
until python3 -c "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8123/')" 2>/dev/null; do
  [ $(($(date +%s) - began)) -gt 300 ] && { echo "no answer in 300 s"; exit 1; }
  sleep 1
done
echo "home answered after $(($(date +%s) - began)) s"
pkill -f "127.0.0.1:8123" || true
inside "make test"
