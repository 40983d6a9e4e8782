"""Keeping translations in step with the code: ``python -m tests.translations update | compile | check``.

The texts of windows are marked in the code and found by Qt's lupdate. Sentences of the rooms below Qt are not marked:
`templates` takes them from the sources, so that lupdate lists them too and the program can find them again at run time.
"""
