"""A host that fails rests longer each time; one that answers is well again."""

from pathlib import Path

from pipelines.acquire.ledger import Ledger


def test_a_host_that_fails_rests_longer_each_time(tmp_path: Path) -> None:
    asked = []
    for number in range(1, 17):
        ledger = Ledger(tmp_path, f"2026-03-{number:02}")
        if "a.example" not in ledger.resting_hosts():
            asked.append(number)
            ledger.host_failed("a.example", "连续失败")
        ledger.close()
    assert asked == [1, 2, 4, 8, 16]
    ledger = Ledger(tmp_path, "2026-03-30")
    ledger.host_answered("a.example")
    assert ledger.resting_hosts() == {}
    ledger.host_failed("a.example", "又失败")
    ledger.close()
    assert "a.example" not in Ledger(tmp_path, "2026-03-31").resting_hosts()
