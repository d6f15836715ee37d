"""What is kept of a file is told by its content, and never acts by itself."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ownway.foundation.documents.domain import Checked, Format, UnsafeFile, checked, clean_name

# Makers of files, good and bad. Nothing is taken from elsewhere.


def pdf(inside: bytes = b"", *, packed: bytes = b"", packed_as: bytes = b"/FlateDecode") -> bytes:
    """A PDF without pages; `inside` is in its catalogue, `packed` in a compressed list."""
    written = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R " + inside + b" >>\nendobj\n"
    written += b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
    if packed:
        stream = zlib.compress(packed)
        written += (
            b"3 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter " + packed_as
            + b" /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream\nendobj\n"
        )  # fmt: skip
    return written + b"trailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"


def picture(kind: str = "JPEG", *, size: tuple[int, int] = (40, 30), exif: bool = False) -> bytes:
    out = io.BytesIO()
    image = Image.new("RGB", size, (200, 40, 40))
    if exif:
        said = Image.Exif()
        said[0x010F] = "CANARYCAMERA"
        said[0x0112] = 6  # turn by a quarter
        said.get_ifd(0x8825)[2] = (51.0, 28.0, 38.0)
        said.get_ifd(0x8825)[1] = "N"
        image.save(out, kind, exif=said, comment=b"CANARYCOMMENT")
    else:
        image.save(out, kind)
    return out.getvalue()


TYPES = (
    '<Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
WORD: Mapping[str, str | bytes] = {
    "[Content_Types].xml": TYPES,
    "_rels/.rels": "<Relationships/>",
    "word/document.xml": "<w:document><w:t>Dear Ruth</w:t></w:document>",
}
OPEN_TEXT: Mapping[str, str | bytes] = {
    "mimetype": "application/vnd.oasis.opendocument.text",
    "content.xml": "<office:document-content/>",
    "META-INF/manifest.xml": "<manifest:manifest/>",
}


def package(
    entries: Mapping[str, str | bytes], *, comment: bytes = b"", packed: int = zipfile.ZIP_DEFLATED
) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packed) as made:
        for name, written in entries.items():
            how = zipfile.ZIP_STORED if name == "mimetype" else packed
            made.writestr(name, written, compress_type=how)
        made.comment = comment
    return out.getvalue()


def overlapping() -> bytes:
    """A folder two of whose entries are the same bytes."""
    whole = bytearray(package({**WORD, "word/a.bin": b"a" * 900, "word/b.bin": b"b" * 900}))
    at = whole.find(b"PK\x01\x02")
    offsets = []
    while at >= 0:
        offsets.append(at)
        at = whole.find(b"PK\x01\x02", at + 4)
    first, second = offsets[-2:]
    whole[second + 42 : second + 46] = whole[first + 42 : first + 46]
    return bytes(whole)


def bomb_picture() -> bytes:
    """A PNG of some hundred bytes that says it is 60,000 dots wide and high."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )  # fmt: skip


GOOD: dict[str, tuple[bytes, str, Format]] = {
    "pdf": (pdf(), "a.pdf", Format.PDF),
    "pdf with a link": (pdf(b"/A << /S /URI /URI (https://example.org) >>"), "a", Format.PDF),
    "pdf with packed objects": (pdf(packed=b"1 0 << /Type /Page >>"), "a.pdf", Format.PDF),
    "jpeg": (picture(), "a.jpg", Format.JPEG),
    "png called a program": (picture("PNG"), "a.exe", Format.PNG),
    "word": (package(WORD), "a.docx", Format.WORD),
    "open text": (package(OPEN_TEXT), "a.odt", Format.OPEN_TEXT),
    "text": ("Dear Ruth,\r\nSee you on 3 < 4 March. £5 ☂".encode(), "a.txt", Format.TEXT),
    "text of an older program": ("£5 – “soon”".encode("cp1252"), "a.txt", Format.TEXT),
    "table": (b"day,what\n-4.50,Taxi\n+3,- back\n", "A.CSV", Format.CSV),
    "text from right to left": ("שלום רות".encode(), "a.txt", Format.TEXT),
}  # fmt: skip

MACRO_TYPES = TYPES.replace("document.main+xml", "document.macroEnabled.main+xml")
BAD: dict[str, tuple[bytes, str]] = {
    # Nothing, or not what it says
    "nothing": (b"", "a.pdf"),
    "a zero": (b"\0", "a.txt"),
    "zeros in text": (b"Dear\0Ruth", "a.txt"),
    "a bell in text": (b"Dear\x07Ruth", "a.txt"),
    "bytes": (bytes(range(256)), "a.txt"),
    "utf-16": ("Dear Ruth".encode("utf-16"), "a.txt"),
    "a program": (b"MZ\x90\0" + b"\0" * 60, "letter.pdf"),
    "a unix program": (b"\x7fELF" + b"\0" * 60, "letter.pdf"),
    "a shell script": (b"#!/bin/sh\nrm -rf /\n", "letter.txt"),
    "gif": (b"GIF89a" + b"\0" * 20, "a.gif"),
    "gif that is a page": (b"GIF89a/*<script>alert(1)</script>*/", "a.jpg"),
    "heic": (b"\0\0\0\x18ftypheic" + b"\0" * 20, "a.heic"),
    "older word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "a.doc"),
    "rtf": (b"{\\rtf1 {\\object\\objdata 00}}", "a.doc"),
    "webp": (b"RIFF\0\0\0\0WEBPVP8 ", "a.webp"),
    # Pages for a browser
    "html": (b"<!DOCTYPE html><script>alert(1)</script>", "a.txt"),
    "html after spaces": (b"\n\t  <HTML><body onload=x>", "a.txt"),
    "html as a table": (b"<script>alert(1)</script>,b\n", "a.csv"),
    "svg": (b'<svg xmlns="x" onload="alert(1)"/>', "a.png"),
    "xml": (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "a.txt"),
    "pdf behind text": (b"hello\n" + pdf(), "a.txt"),
    # Tables that run
    "formula": (b"a,b\n1,=cmd|' /C calc'!A0\n", "a.csv"),
    "formula with spaces": (b'a,"  =HYPERLINK(""x"")"\n', "a.csv"),
    "formula with a plus": (b"a,+cmd|' /C calc'!A0\n", "a.csv"),
    "formula with an at": (b"a,@SUM(1)\n", "a.csv"),
    "a cell without an end": (b'a,"' + b"x" * 200_000 + b"\n", "a.csv"),
    # PDFs that act
    "pdf with a script": (pdf(b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"), "a.pdf"),
    "pdf with a spelt script": (pdf(b"/OpenAction << /S /Java#53cript >>"), "a.pdf"),
    "pdf with a hidden script": (
        pdf(packed=b"5 0 << /S /JavaScript /JS (app.alert\\(1\\)) >>"), "a.pdf",
    ),
    "pdf with a spelt list": (
        pdf(packed=b"5 0 << /S /Launch >>").replace(b"/ObjStm", b"/Obj#53tm"), "a.pdf",
    ),
    "pdf with an unusual list": (pdf(packed=b"5 0", packed_as=b"[/LZWDecode]"), "a.pdf"),
    "pdf with a list packed twice": (
        pdf(packed=zlib.compress(b"x"), packed_as=b"[/FlateDecode /FlateDecode]"), "a.pdf",
    ),
    "pdf with a damaged list": (
        pdf(packed=b"5 0 << >>").replace(b"stream\nx", b"stream\ny"), "a.pdf",
    ),
    "pdf that starts a program": (pdf(b"/AA << /S /Launch /F (cmd.exe) >>"), "a.pdf"),
    "pdf with a file": (pdf(b"/Names << /EmbeddedFiles 4 0 R >>"), "a.pdf"),
    "pdf with an active form": (pdf(b"/AcroForm << /XFA 4 0 R >>"), "a.pdf"),
    "pdf that sends": (pdf(b"/A << /S /SubmitForm >>"), "a.pdf"),
    "locked pdf": (pdf().replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt 9 0 R"), "a.pdf"),
    "pdf cut short": (pdf()[:-8], "a.pdf"),
    "pdf bomb": (pdf(packed=b"\0" * 60_000_000), "a.pdf"),
    "pdf that is a folder": (pdf() + package(WORD), "a.pdf"),
    "pdf with a folder in its last stream": (
        pdf().replace(b"trailer", b"4 0 obj\n<<>>\nstream\n" + package(WORD)
                      + b"\nendstream\nendobj\ntrailer"), "a.pdf",
    ),
    "pdf that is a page": (pdf().replace(b"\n1 0", b"\n%<html><script>\n1 0"), "a.pdf"),
    # Pictures
    "damaged jpeg": (picture()[:200], "a.jpg"),
    "jpeg of nothing": (b"\xff\xd8\xff\xe0" + b"\0" * 40, "a.jpg"),
    "damaged png": (picture("PNG")[:40], "a.png"),
    "picture bomb": (bomb_picture(), "a.png"),
    # Packed folders
    "any folder": (package({"a.txt": "x"}), "a.zip"),
    "a table of excel": (package({"[Content_Types].xml": TYPES, "xl/workbook.xml": "x"}), "a.xlsx"),
    "word with macros": (package({**WORD, "word/vbaProject.bin": b"x"}), "a.docx"),
    "word with macros in its types": (package({**WORD, "[Content_Types].xml": MACRO_TYPES}), "a"),
    "word with a control": (package({**WORD, "word/activeX/activeX1.xml": "x"}), "a.docx"),
    "word with a packed program": (package({**WORD, "word/embeddings/oleObject1.bin": b"x"}), "a"),
    "word that fetches": (
        package({**WORD, "word/_rels/settings.xml.rels":
                 '<Relationship Type="x/relationships/attachedTemplate" Target="https://e.example"'
                 ' TargetMode="External"/>'}), "a.docx",
    ),
    "word that starts a program": (
        package({**WORD, "word/document.xml": "<w:instrText>DDEAUTO c:\\\\cmd.exe</w:instrText>"}),
        "a.docx",
    ),
    "word with entities": (
        package({**WORD, "word/document.xml":
                 '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>'}), "a.docx",
    ),
    "word with entities in utf-16": (
        package({**WORD, "word/x.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'.encode("utf-16")}), "a",
    ),
    "word bomb": (package({**WORD, "word/media/a.bin": b"\0" * 30_000_000}), "a.docx"),
    "word with many entries": (package({**WORD, **{f"x/{n}": "" for n in range(2_100)}}), "a.docx"),
    "word with a way out": (package({**WORD, "../../etc/passwd": "x"}), "a.docx"),
    "word with a way out in windows": (package({**WORD, "..\\..\\a": "x"}), "a.docx"),
    "word whose entries overlap": (overlapping(), "a.docx"),
    "word with something behind": (package(WORD) + b"x", "a.docx"),
    "word with something before": (b"PK\x03\x04 before" + package(WORD), "a.docx"),
    "word with a comment": (package(WORD, comment=b"<script>"), "a.docx"),
    "word cut short": (package(WORD)[:-30], "a.docx"),
    "word packed in another way": (package(WORD, packed=zipfile.ZIP_BZIP2), "a.docx"),
    "open text with macros": (package({**OPEN_TEXT, "Basic/Standard/a.xml": "x"}), "a.odt"),
    "open text with events": (
        package({**OPEN_TEXT, "content.xml": "<script:event-listener/>"}), "a.odt",
    ),
    "locked open text": (
        package({**OPEN_TEXT, "META-INF/manifest.xml": "<manifest:encryption-data/>"}), "a.odt",
    ),
    "a table of open document": (
        package({**OPEN_TEXT, "mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "a",
    ),
}  # fmt: skip


@pytest.mark.parametrize("which", GOOD)
def test_what_people_send_is_kept(which: str) -> None:
    content, name, is_ = GOOD[which]

    kept = checked(content, name=name)

    assert kept.format is is_
    if not kept.changed:
        assert kept == Checked(content, is_)


@pytest.mark.parametrize("which", BAD)
def test_what_acts_or_deceives_is_refused_in_words(which: str) -> None:
    content, name = BAD[which]

    with pytest.raises(UnsafeFile) as refused:
        checked(content, name=name)

    assert str(refused.value).endswith((".", ")"))
    assert str(refused.value)[0].isupper()


@pytest.mark.parametrize(
    ("which", "reason"),
    [
        ("pdf with a hidden script", "runs something when opened"),
        ("pdf with a spelt script", "runs something when opened"),
        ("pdf with a spelt list", "starts a program"),
        ("pdf with a list packed twice", "unusual way"),
        ("pdf with a file", "other files inside"),
        ("pdf bomb", "unpacks to far more"),
        ("picture bomb", "far larger"),
        ("locked pdf", "locked with a password"),
        ("word bomb", "unpacks to far more"),
        ("word whose entries overlap", "unpacks to far more"),
        ("word with entities in utf-16", "unpacks to far more"),
        ("word with macros in its types", "has macros"),
        ("word that fetches", "fetches something"),
        ("formula with a plus", "Line 1 of the table holds a formula"),
        ("utf-16", "This kind of file is not kept"),
        ("heic", "Save the picture as JPEG"),
    ],
)
def test_the_reason_given_is_the_true_one(which: str, reason: str) -> None:
    content, name = BAD[which]

    with pytest.raises(UnsafeFile, match=reason):
        checked(content, name=name)


def test_a_picture_keeps_nothing_but_the_picture() -> None:
    given = picture(exif=True)
    assert b"CANARYCAMERA" in given
    assert b"CANARYCOMMENT" in given

    kept = checked(given + b"<script>CANARYBEHIND</script>", name="a.jpg").content

    for canary in (b"CANARY", b"Exif", b"GPS", b"<script>"):
        assert canary not in kept
    with Image.open(io.BytesIO(kept)) as image:
        assert dict(image.getexif()) == {}
        assert image.size == (30, 40)  # the right way up, as the camera said


def test_a_large_photograph_is_made_smaller_and_a_large_drawing_refused() -> None:
    large = picture(size=(9_000, 5_000))

    with Image.open(io.BytesIO(checked(large, name="a.jpg").content)) as image:
        assert image.size == (4_500, 2_500)
    with pytest.raises(UnsafeFile, match="far larger"):
        checked(picture("PNG", size=(9_000, 5_000)), name="a.png")


def test_letters_of_older_programs_become_todays() -> None:
    kept = checked("£5 – “soon”".encode("cp1252"), name="a.txt")

    assert kept.content.decode() == "£5 – “soon”"
    assert kept.changed == "The letters were written anew as UTF-8."


@given(st.binary(max_size=400), st.sampled_from([b"", b"%PDF-", b"PK\x03\x04", b"\xff\xd8\xff",
                                                 b"\x89PNG\r\n\x1a\n"]))  # fmt: skip
def test_anything_at_all_is_kept_or_refused(rest: bytes, start: bytes) -> None:
    try:
        kept = checked(start + rest, name="a.csv")
    except UnsafeFile:
        return
    assert kept.format in Format


@given(st.integers(0, 400), st.integers(1, 255), st.sampled_from(["word", "open text", "pdf"]))
def test_a_spoilt_file_is_kept_or_refused(at: int, flip: int, which: str) -> None:
    content = bytearray(GOOD[which][0])
    content[at % len(content)] ^= flip

    try:
        kept = checked(bytes(content), name="a")
    except UnsafeFile:
        return
    assert kept.format in Format


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Letter from Dr Osei.pdf", "Letter from Dr Osei.pdf"),
        ("C:\\Users\\ruth\\letter.PDF", "letter.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("letter\u202efdp.exe", "letterfdp.pdf"),
        ("report.pdf.exe", "report.pdf"),
        ("a\x00b\r\nSet-Cookie: x=1.pdf", "abSet-Cookie x=1.pdf"),
        ('x" ; filename="y.html', "x ; filename= y.pdf"),
        ("", "document.pdf"),
        ("...", "document.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("CON.pdf", "document.pdf"),
        ("é" * 300 + ".pdf", "é" * 120 + ".pdf"),
        ("Llythyr gan y meddyg – Tachwedd.docx", "Llythyr gan y meddyg – Tachwedd.pdf"),
        ("\ud800.pdf", "document.pdf"),
    ],
)
def test_a_name_says_what_the_file_is_and_nothing_else(given_name: str, kept: str) -> None:
    assert clean_name(given_name, ending=".pdf") == kept
