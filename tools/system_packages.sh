#!/bin/sh
# Installs what the tests need from Debian when it is missing and may be installed; says so when not.
set -u
missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
fc-list 2>/dev/null | grep -q "CJK" || missing="$missing fonts-noto-cjk"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "· 安装测试所需的系统包:$missing"
    export DEBIAN_FRONTEND=noninteractive
    # Creating a cluster of the machine's own is not wanted: the tests start theirs.
    mkdir -p /etc/postgresql-common && [ -e /etc/postgresql-common/createcluster.conf ] ||
        echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
    apt-get update -qq >/dev/null && apt-get install -y -qq --no-install-recommends $missing >/dev/null && exit 0
    echo "系统包没有装上:$missing" >&2
fi
echo "缺少$missing（不是 root 或没有 apt-get）：相应的测试将跳过，下面会逐条说明。" >&2
exit 0
