"""Keeping translations in step with the code: ``python -m tests.translations update | compile | check``.

The texts of windows are marked in the code and found by Qt's lupdate. Templates of messages and errors are not marked:
`message_templates` takes them from the calls that make them, and lupdate lists them in the context ``Messages``.
"""
