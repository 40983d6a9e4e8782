"""What settings are called, from their declarations: ``core`` knows no Qt and marks nothing for lupdate."""

from __future__ import annotations

from ohlc_desktop.core.settings import DECLARATIONS, Number, Whole, WordSetting


def setting_texts() -> set[str]:
    """Labels, help, units and choices of all settings."""
    texts = {text for declaration in DECLARATIONS for text in (declaration.label, declaration.help)}
    for kind in (declaration.kind for declaration in DECLARATIONS):
        if isinstance(kind, WordSetting):
            texts.update(kind.labels)
        elif isinstance(kind, Number | Whole):
            texts.add(kind.unit)
    return texts
