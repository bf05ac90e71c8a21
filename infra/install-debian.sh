#!/bin/sh
# Debian packages. Usage: install-debian.sh [run|browser|test|soak]
#   run   what `make run` needs beyond Python itself
#   browser also Chromium, with which `xinfang portals new` watches pages that scripts draw (`make browser`)
#   test  also the real servers that the tests start (Ceph RGW: S3 over TLS, nginx before it), a font to rebuild the sample PDF, bsdtar, a browser
#   soak  also PostgreSQL and Redis, for the part of `make soak` with many workers
set -eu
want=${1:-run}
packages="python3 python3-venv make ca-certificates"
if [ "$want" = browser ]; then
  packages="$packages chromium chromium-sandbox"
fi
if [ "$want" = test ] || [ "$want" = soak ]; then
  packages="$packages git ceph-mon ceph-mgr ceph-osd ceph-common radosgw nginx libarchive-tools fontconfig fonts-wqy-zenhei chromium chromium-sandbox"
fi
if [ "$want" = soak ]; then
  packages="$packages postgresql redis-server"
fi
sudo=""
[ "$(id -u)" = 0 ] || sudo="sudo"
missing=""
for package in $packages; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q "install ok installed" || missing="$missing $package"
done
if [ -n "$missing" ]; then
  echo "安装 Debian 软件包 installing:$missing" >&2
  $sudo apt-get update -qq
  # shellcheck disable=SC2086  # a list of packages is meant to be split into words
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi
