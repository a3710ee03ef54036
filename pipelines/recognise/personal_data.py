"""Redaction of personal data; placeholder until the module lands in this folder."""


def redact(text: str) -> tuple[str, int]:
    """Nothing yet."""
    return text, 0
