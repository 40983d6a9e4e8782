"""Documents and Docker's files list what there is."""

from __future__ import annotations

from tests.lists import lists


def test_documents_and_docker_files_list_what_there_is() -> None:
    for path, text in lists().items():
        assert path.read_text("utf-8") == text, f"{path.name} lists something else: run python -m tests.lists"
