"""Runs every check that needs no running product; prints what failed and exits 1 if anything did."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
CHECKS = {
    "格式 ruff format": ["ruff", "format", "--check", "-q", "."],
    "检查 ruff": ["ruff", "check", "-q", "."],
    "类型 mypy": ["mypy"],
    "导入约定 import-linter": ["lint-imports", "--no-cache"],
    "系统检查 Django": ["zhichan", "manage", "check", "--fail-level", "WARNING"],
    "迁移完整": ["zhichan", "manage", "makemigrations", "--check", "--dry-run"],
    "译文完整": ["python", "tools/messages.py", "--check"],
}


def main() -> int:
    failed = []
    with tempfile.TemporaryDirectory(prefix="zhichan-check-") as data:
        environment = {**os.environ, "ZHICHAN_DATA_DIR": data}
        for label, command in CHECKS.items():
            started = time.monotonic()
            done = subprocess.run(
                [str(BIN / command[0]), *command[1:]],
                cwd=ROOT,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            print(
                f"{'✓' if done.returncode == 0 else '✗'} {label} {time.monotonic() - started:.1f} s",
                flush=True,
            )
            if done.returncode:
                failed.append(label)
                print(done.stdout[-6000:] + done.stderr[-6000:], flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
