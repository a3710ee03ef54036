"""Where the findings store lies (台账位置): in a folder that is kept, never in what can be rebuilt.

In: the folders of an installation. Out: the state folder. Does not belong here: what the store holds.
"""

import os
from pathlib import Path

from pipelines.alert.store import Store

STATE_VARIABLE = "MINGZHANG_STATE"
STORE_NAME = "alerts.sqlite"


def state_folder(warehouse: Path, raw: Path | None = None) -> Path:
    """The folder told by the environment, else ``state`` beside the warehouse or the originals.

    One that holds a store already is preferred: inside the warehouse's folder where an installation keeps
    everything in one (the demo), beside it, beside the originals.
    """
    if told := os.environ.get(STATE_VARIABLE):
        return Path(told).absolute()
    beside = [folder.absolute().parent / "state" for folder in (raw, warehouse) if folder is not None]
    known = [warehouse.absolute() / "state", *reversed(beside)]
    return next((folder for folder in known if (folder / STORE_NAME).is_file()), beside[0])


def adopt(formerly: Path, store: Path) -> bool:
    """Move a store that still lies in the warehouse to its place; True where one was moved."""
    if store.exists() or not formerly.is_file():
        return False
    store.parent.mkdir(parents=True, exist_ok=True)
    with Store(formerly) as opened:
        opened.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        opened.rows("PRAGMA journal_mode = DELETE")
    formerly.rename(store)
    return True
