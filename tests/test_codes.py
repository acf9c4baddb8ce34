from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dan_van import codes, tables
from dan_van.codes import Code, CodeError, Likeness

# written, right form, type letters, bodies, year, family
STYLES = [
    ("33/CT-TTg", "33/CT-TTg", "CT", ("TTg",), None, "nha-nuoc"),
    ("34/2016/NĐ-CP", "34/2016/NĐ-CP", "NĐ", ("CP",), 2016, "nha-nuoc"),
    ("57-NQ/TW", "57-NQ/TW", "NQ", ("TW",), None, "dang"),
    ("77/2015/QH13", "77/2015/QH13", None, ("QH13",), 2015, "nha-nuoc"),
    ("01/2026/UBTVQH16", "01/2026/UBTVQH16", None, ("UBTVQH16",), 2026, "nha-nuoc"),
    ("1686/NQ-UBTVQH15", "1686/NQ-UBTVQH15", "NQ", ("UBTVQH15",), None, "nha-nuoc"),
    ("01/2011/TT-BNV", "01/2011/TT-BNV", "TT", ("BNV",), 2011, "nha-nuoc"),
    ("01/2011/TTLT-BNV-BTC", "01/2011/TTLT-BNV-BTC", "TTLT", ("BNV", "BTC"), 2011, "nha-nuoc"),
    ("12a/2016/QĐ-TTg", "12a/2016/QĐ-TTg", "QĐ", ("TTg",), 2016, "nha-nuoc"),
    ("30c/NQ-CP", "30c/NQ-CP", "NQ", ("CP",), None, "nha-nuoc"),
    ("66.16/2026/NQ-CP", "66.16/2026/NQ-CP", "NQ", ("CP",), 2026, "nha-nuoc"),
    ("9086/BNV-CTTN&BĐG", "9086/BNV-CTTN&BĐG", None, ("BNV", "CTTN&BĐG"), None, "nha-nuoc"),
    ("16575/UBND-THKH", "16575/UBND-THKH", None, ("UBND", "THKH"), None, "nha-nuoc"),
    ("0124/KH-UBND", "0124/KH-UBND", "KH", ("UBND",), None, "nha-nuoc"),
    ("01779/QĐ-UBND", "01779/QĐ-UBND", "QĐ", ("UBND",), None, "nha-nuoc"),
    ("72/2025/NQLT/UBTVQH15-CP-ĐCTUBTWMTTQVN", "72/2025/NQLT/UBTVQH15-CP-ĐCTUBTWMTTQVN", "NQLT", ("UBTVQH15", "CP", "ĐCTUBTWMTTQVN"), 2025, "nha-nuoc"),
    ("403/2017/NQLT-UBTVQH14-CP-ĐCTUBTWMTTQVN", "403/2017/NQLT-UBTVQH14-CP-ĐCTUBTWMTTQVN", "NQLT", ("UBTVQH14", "CP", "ĐCTUBTWMTTQVN"), 2017, "nha-nuoc"),
    ("36/2025/QĐ-CTUBND", "36/2025/QĐ-CTUBND", "QĐ", ("CTUBND",), 2025, "nha-nuoc"),
    ("1610/QĐ-TTPVHCC", "1610/QĐ-TTPVHCC", "QĐ", ("TTPVHCC",), None, "nha-nuoc"),
    ("170/QĐ-BCĐNNDL", "170/QĐ-BCĐNNDL", "QĐ", ("BCĐNNDL",), None, "nha-nuoc"),
    ("05-QĐ/BCĐTW", "05-QĐ/BCĐTW", "QĐ", ("BCĐTW",), None, "dang"),
    ("89/VBHN-BQP", "89/VBHN-BQP", "VBHN", ("BQP",), None, "nha-nuoc"),
    ("217/CĐ-TTg", "217/CĐ-TTg", "CĐ", ("TTg",), None, "nha-nuoc"),
    ("1539/VLO-QLDN3", "1539/VLO-QLDN3", None, ("VLO", "QLDN3"), None, "nha-nuoc"),
    ("3129/TTr-SNV", "3129/TTr-SNV", "TTr", ("SNV",), None, "nha-nuoc"),
    ("03-CTr/BDVTW-BCSĐCP", "03-CTr/BDVTW-BCSĐCP", "CTr", ("BDVTW", "BCSĐCP"), None, "dang"),
    ("03-CTr/BDVTU-BCSĐUBND", "03-CTr/BDVTU-BCSĐUBND", "CTr", ("BDVTU", "BCSĐUBND"), None, "dang"),
    ("21-LCT/HDNN8", "21-LCT/HDNN8", None, ("LCT", "HDNN8"), None, "dang"),
    ("12-KH/ĐU", "12-KH/ĐU", "KH", ("ĐU",), None, "dang"),
    ("01/2014/NQLT/CP-UBTƯMTTQVN", "01/2014/NQLT/CP-UBTƯMTTQVN", "NQLT", ("CP", "UBTƯMTTQVN"), 2014, "nha-nuoc"),
]  # fmt: skip

# written, right form, faults named
FAULTY = [
    ("763/QĐ-TU", "763-QĐ/TU", {"separators"}),
    ("25 NQ/TW", "25-NQ/TW", {"missing-separator"}),
    ("01- KL/TW", "01-KL/TW", {"space"}),
    ("05- CT/TW", "05-CT/TW", {"space"}),
    ("03- CTr/BDVTU- BCSĐUBND", "03-CTr/BDVTU-BCSĐUBND", {"space"}),
    ("525/2012/NQLT/UBTVQH13 -ĐCTUBTWMTTQVN", "525/2012/NQLT/UBTVQH13-ĐCTUBTWMTTQVN", {"space"}),
    ("30/2020/NÐ-CP", "30/2020/NĐ-CP", {"look-alike"}),
    ("30/2020/ND-CP", "30/2020/NĐ-CP", {"marks"}),
    ("3O/2020/NĐ-CP", "30/2020/NĐ-CP", {"letter-for-digit"}),
    ("33/ct-ttg", "33/CT-TTg", {"case"}),
    ("30–NQ/TW", "30-NQ/TW", {"dash"}),
    ("04/2025/TT-\nBTC", "04/2025/TT-BTC", {"space"}),
    ("12-KH/UBND", "12/KH-UBND", {"separators"}),
    ("12/NQ/HĐND", "12/NQ-HĐND", {"separators"}),
    ("Số: 12/KH-UBND", "12/KH-UBND", set()),
    ("Số: /KH-UBND", "/KH-UBND", set()),
]  # fmt: skip

NOT_CODES = [
    "",
    "2021 - 2030",
    "26/11/2021",
    "1/2",
    "0912345678",
    "0373.456.789",
    "dân vận",
    "2/3 hộ",
    "năm 2026",
    "a/b",
    "https://a.vn/x-y",
    "24/24 giờ",
]


@pytest.mark.parametrize(("written", "right", "letters", "bodies", "year", "family"), STYLES)
def test_every_style_is_read_and_printed(
    written: str, right: str, letters: str | None, bodies: tuple[str, ...], year: int | None, family: str
) -> None:
    reading = codes.read(written)
    assert (str(reading.code), reading.faults) == (right, ())
    assert (reading.code.type_abbreviation, reading.code.bodies, reading.code.year, reading.code.family) == (
        letters,
        bodies,
        year,
        family,
    )


@pytest.mark.parametrize(("written", "right", "faults"), FAULTY)
def test_faults_are_survived_and_named(written: str, right: str, faults: set[str]) -> None:
    reading = codes.read(written)
    assert str(reading.code) == right
    assert set(reading.faults) == faults


@pytest.mark.parametrize("text", NOT_CODES)
def test_what_is_no_symbol_is_refused(text: str) -> None:
    with pytest.raises(CodeError):
        codes.read(text)


@pytest.mark.parametrize(
    "row", [row for row in tables.document_types() if row.example], ids=lambda row: f"{row.family}-{row.slug}"
)
def test_each_type_reads_its_own_example(row: tables.DocumentType) -> None:
    assert row.example is not None
    reading = codes.read(row.example)
    assert reading.faults == ()
    assert reading.code.type_abbreviation == row.abbreviation


@pytest.mark.parametrize("body", [body for body in tables.issuers().values() if body.example], ids=lambda body: body.slug)
def test_each_issuer_stands_in_its_own_example(body: tables.Issuer) -> None:
    assert body.example is not None
    code = Code.parse(body.example)
    assert any(letters in body.abbreviations or letters.rstrip("0123456789") in body.abbreviations for letters in code.bodies)


@pytest.mark.parametrize(
    ("left", "right", "likeness"),
    [
        ("33/CT-TTg", "33/CT-TTg", Likeness.EQUAL),
        ("33/CT-TTg", "033/CT-TTg", Likeness.SAME),
        ("763/QĐ-TU", "763-QĐ/TU", Likeness.EQUAL),
        ("33/CT-TTg", "33/CT-CP", Likeness.DIFFERENT),
        ("03-CTr/BDVTW-BCSĐCP", "03-CTr/BDVTU-BCSĐCP", Likeness.DIFFERENT),
        ("10/HĐ-UBND", "10/HD-UBND", Likeness.LOOSE),
        ("30/2020/NĐ-CP", "30/2021/NĐ-CP", Likeness.DIFFERENT),
        ("30/2020/NĐ-CP", "30/NĐ-CP", Likeness.DIFFERENT),
    ],
)
def test_compare(left: str, right: str, likeness: Likeness) -> None:
    assert codes.compare(Code.parse(left), Code.parse(right)) is likeness
    assert codes.compare(Code.parse(right), Code.parse(left)) is likeness


@pytest.mark.parametrize(
    ("typed", "number", "year", "types"),
    [
        ("33/CT-TTg", "33", None, ()), ("CT 33", "33", None, ("chi-thi",)), ("chỉ thị 33", "33", None, ("chi-thi",)), ("chi thi so 33", "33", None, ("chi-thi",)),
        ("nghị định 30/2020", "30", 2020, ("nghi-dinh",)), ("nd 30", "30", None, ("nghi-dinh",)), ("KL 114 TW", "114", None, ("ket-luan",)),
        ("114-KL/TW", "114", None, ()), ("luật 10/2022", "10", 2022, ("luat",)), ("33", "33", None, ()), ("số 33", "33", None, ()),
        ("quyết định 23 năm 2021", "23", 2021, ("quyet-dinh",)), ("“33/CT-TTg”", "33", None, ()),
    ],
)  # fmt: skip
def test_queries_for_symbols(typed: str, number: str, year: int | None, types: tuple[str, ...]) -> None:
    query = codes.read_query(typed)
    assert query is not None
    assert query.number == number
    assert query.year == year
    assert set(types) <= set(query.type_slugs)


@pytest.mark.parametrize("typed", ["dân vận khéo", "giai đoạn 2021", "điều 15", "nham", "2/3 hộ gia đình", "", "tiếp công dân"])
def test_queries_for_words(typed: str) -> None:
    assert codes.read_query(typed) is None


NUMBERS = st.from_regex(r"[0-9]{1,5}(\.[0-9]{1,2})?[a-c]?", fullmatch=True)
LETTERS = st.sampled_from(["CP", "TTg", "UBND", "HĐND", "BNV", "SNV", "VHXH", "CTTN&BĐG", "QLDN3", "UBTVQH15"])
PARTY = st.sampled_from(["TW", "TU", "ĐU", "BDVTW", "BCSĐCP", "VPTW"])
TYPES = st.sampled_from(["CT", "QĐ", "NQ", "KH", "CTr", "TTr", "QyĐ", "HD", "BC"])


@given(NUMBERS, TYPES, st.lists(LETTERS, min_size=1, max_size=2), st.none() | st.integers(1945, 2099))
def test_state_symbols_print_and_read_back(number: str, kind: str, bodies: list[str], year: int | None) -> None:
    code = Code(number, (kind, *bodies), ("-",) * len(bodies), year)
    assert codes.read(str(code)) == codes.Reading(code)


@given(NUMBERS, TYPES, st.lists(PARTY, min_size=1, max_size=2))
def test_party_symbols_print_and_read_back(number: str, kind: str, bodies: list[str]) -> None:
    code = Code(number, (kind, *bodies), ("/", *("-" for _ in bodies[1:])), None, codes.PARTY)
    assert codes.read(str(code)) == codes.Reading(code)


@given(st.text(max_size=40))
def test_reading_anything_never_breaks(text: str) -> None:
    try:
        reading = codes.read(text)
    except CodeError:
        return
    assert codes.read(str(reading.code)).code.key == reading.code.key


def test_symbols_in_running_text() -> None:
    text = "theo Luật số 10/2022/QH15, Quyết định số 763/QĐ-TU, giai đoạn 2021 - 2030, ngày 26/11/2021, điện thoại 0373-456"
    assert [str(reading.code) for reading, _ in codes.find(text)] == ["10/2022/QH15", "763-QĐ/TU"]
