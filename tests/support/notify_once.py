"""A process of its own for the kill tests: one notify run, from its arguments."""

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from pipelines.alert.config import AlertConfig
from pipelines.alert.notify import notify


def main() -> None:
    published, store, settings, night = sys.argv[1:]
    config = AlertConfig.model_validate(json.loads(settings))
    notify(Path(published), Path(store), config, night=night, now=datetime(2024, 3, 5, 2, tzinfo=UTC))
    print("done", os.getpid())


if __name__ == "__main__":
    main()
