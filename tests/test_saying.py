"""Sentences that remember how they were made."""

from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dan_van.errors import ContentError, FileProblem
from dan_van.saying import retold, said

ENGLISH = {
    "Không có tệp {path}.": "There is no file {path}.",
    "{what} ở {path}": "{what} in {path}",
    "bảng tính": "a workbook",
    "Hết.": "Done.",
}


def translate(wording: str) -> str:
    return ENGLISH.get(wording, wording)


@pytest.mark.parametrize(
    ("sentence", "vietnamese", "english"),
    [
        (said("Không có tệp {path}.", path="a.md"), "Không có tệp a.md.", "There is no file a.md."),
        (said("{what} ở {path}", what=said("bảng tính"), path="x"), "bảng tính ở x", "a workbook in x"),
        (said("{what} ở {path}", what="bảng tính", path="x"), "bảng tính ở x", "bảng tính in x"),  # somebody's own word
        (said("Chưa dịch {path}", path=3), "Chưa dịch 3", "Chưa dịch 3"),
        ("Hết.", "Hết.", "Done."),
        ("", "", ""),
    ],
)
def test_a_sentence_in_two_languages(sentence: str, vietnamese: str, english: str) -> None:
    assert (str(sentence), retold(sentence, translate)) == (vietnamese, english)


@given(st.text())
def test_what_is_filled_in_is_never_read_as_a_wording(value: str) -> None:
    sentence = said("Không có tệp {path}.", path=value)
    assert sentence == f"Không có tệp {value}."
    assert retold(sentence, translate) == f"There is no file {value}."


def test_a_missing_value_is_a_fault_of_the_program() -> None:
    with pytest.raises(KeyError):
        said("Không có tệp {path}.", name="a")
    assert said("{ không phải chỗ điền") == "{ không phải chỗ điền"


def test_errors_keep_their_wording_and_values() -> None:
    """Also when they come back from another process."""
    error = ContentError("Không có tệp {path}.", [], path="{a}.md")
    for one in (error, pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert str(one) == "Không có tệp {a}.md."
        assert (one.sentence.wording, one.sentence.values) == ("Không có tệp {path}.", {"path": "{a}.md"})
        assert one.findings == ()
    assert str(FileProblem("{không phải chỗ điền}")) == "{không phải chỗ điền}"
    assert FileProblem(error.sentence).sentence.values == {"path": "{a}.md"}
