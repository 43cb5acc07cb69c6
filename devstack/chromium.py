"""The browser of the portal's tests: the machine's own Chromium, or Debian's, unpacked into the checkout."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from devstack.debian import STACK, Unpacked

_FETCHED = Unpacked(
    name="Chromium",
    root=STACK / "chromium",
    packages=("chromium-headless-shell", "fonts-dejavu-core"),
    # Not the C libraries: apt needs them itself, and the machine's loader wants its own. No OpenGL drivers: it draws in software.
    kept=re.compile(r"chromium-common|lib(?!c6|gcc-s1|stdc\+\+6|gl(?!ib)|llvm|z3|icu|debian|newt|slang|textwrap).*"),
    otherwise="Put a Chromium on the PATH as `chromium`; `./dev test tests/service …` needs none.",
)
_LIBRARIES = ("lib/*-linux-gnu*", "usr/lib/*-linux-gnu*", "usr/lib/*-linux-gnu*/pulseaudio")
_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


@dataclass(frozen=True)
class Browser:
    """A Chromium to start: its program, and the environment it needs."""

    program: Path
    environment: dict[str, str]


def browser() -> Browser:
    """A `chromium` on the PATH as it is; else one that brings its libraries and a font, fetched if need be."""
    own = shutil.which("chromium")
    if own:
        return Browser(Path(own), dict(os.environ))
    root = _FETCHED.present()
    settings = root / "fonts.conf"
    settings.write_text(_FONTS.format(fonts=root / "usr/share/fonts", cache=root / "font-cache"), encoding="utf-8")
    places = [place for pattern in _LIBRARIES for place in root.glob(pattern)]
    environment = os.environ | {
        "LD_LIBRARY_PATH": os.pathsep.join(str(place) for place in places),
        "FONTCONFIG_FILE": str(settings),
    }
    return Browser(root / "usr/lib/chromium/chromium-headless-shell", environment)
