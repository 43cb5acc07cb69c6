"""Bytes of the story's files: small, real, and the same at every telling."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import PurePath

from demo.story import Attachment

_DIFFERENCES = "ăĂșȘțȚ"  # what WinAnsi lacks, put at 128 onwards
_GLYPHS = "/abreve /Abreve /scommaaccent /Scommaaccent /tcommaaccent /Tcommaaccent"


def content(file: Attachment) -> bytes:
    """The bytes of a file: a document, a picture or an archive by its ending, otherwise its text in UTF-8."""
    match PurePath(file.name).suffix:
        case ".pdf":
            return _pdf(file.text)
        case ".png":
            return _png(file.text)
        case ".zip":
            return _zip(file.text)
        case _:
            return file.text.encode()


def _pdf(text: str) -> bytes:
    lines = [f"({_escaped(line)}) Tj T*" for line in text.splitlines()]
    stream = "\n".join(["BT /F1 12 Tf 16 TL 60 780 Td", *lines, "ET"]).encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Type /Encoding "
        f"/BaseEncoding /WinAnsiEncoding /Differences [128 {_GLYPHS}] >> >>".encode(),
    ]
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)


def _escaped(line: str) -> str:
    for at, letter in enumerate(_DIFFERENCES):
        line = line.replace(letter, chr(128 + at))
    plain = line.encode("latin-1", "replace").decode("latin-1")
    return plain.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _png(text: str) -> bytes:
    """A window with a title bar and a bar per word of the text, as long as the word: what a screenshot looks like small."""
    width, height = 320, 180
    grey, blue, ink = b"\xf3\xf4\xf6", b"\x1f\x4e\x8c", b"\x4b\x55\x63"
    rows = [blue * width if y < 22 else grey * width for y in range(height)]
    for at, word in enumerate(text.split()[:18]):
        bar = min(12 + 14 * len(word), 280)
        row = grey * 16 + ink * bar + grey * (width - 16 - bar)
        rows[32 + at * 8 : 36 + at * 8] = [row] * 4
    pixels = zlib.compress(b"".join(b"\x00" + row for row in rows), 9)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _zip(text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        entry = zipfile.ZipInfo("jurnal.txt", (2024, 1, 1, 8, 0, 0))
        archive.writestr(entry, text, zipfile.ZIP_DEFLATED)
    return out.getvalue()
