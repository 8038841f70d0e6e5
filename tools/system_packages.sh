#!/bin/sh
# Installs what the tests need from Debian when it is missing and may be installed; says so when not.
set -u
missing=""
# The Chromium without a window takes half the time for a page; the other does where there is none.
browser=""
command -v chromium-headless-shell >/dev/null 2>&1 || browser="chromium-headless-shell"
command -v chromium >/dev/null 2>&1 || [ -z "$browser" ] || missing="$missing chromium"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
fc-list 2>/dev/null | grep -q "CJK" || missing="$missing fonts-noto-cjk"
[ -z "$missing$browser" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "· 安装测试所需的系统包:$missing $browser"
    export DEBIAN_FRONTEND=noninteractive
    # Creating a cluster of the machine's own is not wanted: the tests start theirs.
    mkdir -p /etc/postgresql-common && [ -e /etc/postgresql-common/createcluster.conf ] ||
        echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
    apt-get update -qq >/dev/null
    if [ -n "$browser" ] && apt-get install -y -qq --no-install-recommends "$browser" >/dev/null 2>&1; then
        missing=$(echo " $missing " | sed "s/ chromium / /")
    fi
    [ -z "$(echo $missing)" ] && exit 0
    apt-get install -y -qq --no-install-recommends $missing >/dev/null && exit 0
    echo "系统包没有装上:$missing" >&2
fi
[ -z "$(echo $missing)" ] && exit 0
echo "缺少$missing（不是 root 或没有 apt-get）：相应的测试将跳过，下面会逐条说明。" >&2
exit 0
