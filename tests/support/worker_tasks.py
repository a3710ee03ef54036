"""Tasks for worker processes, by name: some well-behaved, some that crash, hang or eat memory for real."""

import importlib
import os
import signal
import sys
import time
from pathlib import Path


def work(task: str) -> str:
    kind, _, argument = task.partition(":")
    match kind:
        case "double":
            return argument * 2
        case "raise":
            raise ValueError(argument)
        case "hang":
            time.sleep(3600)
        case "eat":
            held = [bytearray(16 * 1024**2) for _ in range(10_000)]
            return str(len(held))
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "exit":
            sys.exit(7)
        case "once":
            marker = Path(argument)
            if not marker.exists():
                marker.touch()
                os.kill(os.getpid(), signal.SIGKILL)
            return "second time"
        case "pid":
            return str(os.getpid())
        case "import":
            return importlib.import_module(argument).__name__
        case "large":
            return "x" * int(argument)
    return ""
