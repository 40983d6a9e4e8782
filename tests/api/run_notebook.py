"""Carries out the cells of a notebook in a process of its own: ``python -m tests.api.run_notebook FILE``.

A kernel would add two seconds and a network of sockets, and the cells are plain Python; what it adds to that, magics and shell
lines, is no part of them: they would not compile. The last value of each cell is printed, as a notebook shows it.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from typing import Any

import nbformat


def main(path: Path) -> None:
    """Run every cell in one namespace, in order."""
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    names: dict[str, Any] = {"__name__": "__main__"}
    for number, cell in enumerate(cell for cell in notebook.cells if cell.cell_type == "code"):
        tree = ast.parse(cell.source, f"cell {number}")
        shown = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, f"cell {number}", "exec"), names)
        if isinstance(shown, ast.Expr):
            print(f"[{number}]", eval(compile(ast.Expression(shown.value), f"cell {number}", "eval"), names))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
