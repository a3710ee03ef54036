"""How grave a finding is (问题级别), and its name for people."""

SEVERITY_NAMES = {"error": "错误", "warning": "提醒", "review": "复核", "note": "提示"}
"""Gravest first: contradicts itself; against a norm; worth a human look; worth knowing."""
