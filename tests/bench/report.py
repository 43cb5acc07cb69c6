"""The result as a table, as JSON, as a plot (SVG), and compared with an earlier one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

Result = dict[str, Any]
COLUMNS = ("what", "who", "at once", "req/s", "p50 ms", "p95 ms", "p99 ms", "CPU ms/req")


def table(results: list[Result]) -> str:
    """Rows in Markdown; processor time is summed over all processes but the driver, and split behind."""
    lines = ["| " + " | ".join(COLUMNS) + " | by process |", "|" + "---|" * (len(COLUMNS) + 1)]
    for r in results:
        split = ", ".join(
            f"{name} {ms:.2f}" for name, ms in sorted(r["cpu_ms"].items(), key=lambda i: -i[1]) if ms >= 0.01
        )
        figures = (f"{r['per_second']:.0f}", *(f"{r[p]:.1f}" for p in ("p50", "p95", "p99")), f"{r['cpu_ms_sum']:.2f}")
        lines.append(f"| {r['what']} | {r['who']} | {r['workers']} | " + " | ".join(figures) + f" | {split} |")
    return "\n".join(lines)


def ratios(results: list[Result]) -> str:
    """Processor time of the product as a share of the floor's, at 8 at once."""
    lines = ["| what | CPU, product : floor | req/s, product : floor |", "|---|---|---|"]
    for ours in results:
        if ours["who"] != "product":
            continue
        theirs = next(
            (
                r
                for r in results
                if (r["what"], r["workers"]) == (ours["what"], ours["workers"]) and r["who"] == "floor"
            ),
            None,
        )
        if theirs:
            cpu, speed = ours["cpu_ms_sum"] / theirs["cpu_ms_sum"], ours["per_second"] / theirs["per_second"]
            lines.append(f"| {ours['what']}, {ours['workers']} at once | {cpu:.2f} | {speed:.2f} |")
    return "\n".join(lines)


def compared(results: list[Result], earlier: Path) -> str:
    """The change against an earlier JSON."""
    before = {
        (r["what"], r["who"], r["workers"]): r for r in json.loads(earlier.read_text(encoding="utf-8"))["results"]
    }
    lines = ["| what | who | at once | CPU ms before | now | change |", "|---|---|---|---|---|---|"]
    for now in results:
        key = (now["what"], now["who"], now["workers"])
        if key in before:
            was, is_ = before[key]["cpu_ms_sum"], now["cpu_ms_sum"]
            lines.append(f"| {key[0]} | {key[1]} | {key[2]} | {was:.2f} | {is_:.2f} | {100 * (is_ / was - 1):+.0f} % |")
    return "\n".join(lines)


def plot(results: list[Result], workers: int = 8) -> str:
    """Bars of processor time per request, product beside floor, as SVG."""
    rows = [r for r in results if r["workers"] == workers and r["who"] in ("product", "floor")]
    most = max(r["cpu_ms_sum"] for r in rows)
    width, row_height, left = 720, 22, 170
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{row_height * len(rows) + 40}" '
        'font-family="sans-serif" font-size="13">',
        f'<title>CPU milliseconds per request, {workers} at once</title><text x="8" y="18">CPU ms per request, {workers} at once</text>',
    ]
    for n, r in enumerate(rows):
        y, length = 30 + n * row_height, (width - left - 70) * r["cpu_ms_sum"] / most
        colour = "#1f5cb2" if r["who"] == "product" else "#b9b5ae"
        parts.append(
            f'<text x="8" y="{y + 14}">{r["what"]} · {r["who"]}</text>'
            f'<rect x="{left}" y="{y + 2}" width="{length:.0f}" height="16" fill="{colour}"/>'
            f'<text x="{left + length + 6:.0f}" y="{y + 14}">{r["cpu_ms_sum"]:.2f}</text>'
        )
    return "\n".join([*parts, "</svg>", ""])
