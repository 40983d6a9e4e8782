"""The watched folder: what is whole, what still grows, what is remembered."""

from __future__ import annotations

import json

from ohlc_desktop.core.file_intake.watching import (
    FileSignature,
    FileState,
    WatchedFile,
    candidate,
    from_plain,
    looked,
    to_plain,
)

A, B = FileSignature(10, 1), FileSignature(20, 2)


def test_a_file_is_ready_when_it_was_the_same_twice() -> None:
    assert looked({}, {"a": A}, {}).growing == ("a",)
    again = looked({"a": A}, {"a": A}, {})
    assert (again.ready, again.growing) == (("a",), ())
    grown = looked({"a": A}, {"a": B}, {})
    assert (grown.ready, grown.growing) == ((), ("a",))
    assert looked({"a": FileSignature(0, 1)}, {"a": FileSignature(0, 1)}, {}) == looked({}, {}, {})  # nothing in it yet


def test_a_file_is_examined_once_as_it_is() -> None:
    known = {"a": WatchedFile(A, FileState.TAKEN)}
    assert looked({"a": A}, {"a": A}, known) == looked({}, {}, {})
    assert looked({"a": B}, {"a": B}, known).ready == ("a",)


def test_what_is_remembered_is_read_whatever_wrote_it() -> None:
    known = {"/x/a": WatchedFile(A, FileState.TAKEN), "/x/b": WatchedFile(B, FileState.REFUSED)}
    assert from_plain(json.loads(json.dumps(to_plain(known)))) == known
    odd = {"/x/a": {"size": 10, "modified": 1, "state": "taken", "more": 1}, "b": {"state": "of the future", "size": 1, "modified": 1}, "c": 7}
    assert from_plain(odd) == {"/x/a": known["/x/a"]}
    assert from_plain([1]) == from_plain(None) == {}


def test_files_that_are_none_of_candles() -> None:
    names = ["NQ 12-26.Last.txt", "a.csv", ".hidden", "a.csv.part", "b.CRDOWNLOAD", "c.txt~", "~lock"]
    assert [name for name in names if candidate(name)] == ["NQ 12-26.Last.txt", "a.csv"]
