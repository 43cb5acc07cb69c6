"""Nothing is taken out: services as they are, which count their greenlets when asked to."""

from __future__ import annotations

from tests.reliability import without

if __name__ == "__main__":
    without.run()
