"""Where the dbt project lies: inside the installed package, or beside it in a checkout."""

import hashlib
from pathlib import Path

_HERE = Path(__file__).resolve()
_PLACES = (_HERE.parent / "dbt_project", _HERE.parents[2] / "dbt_project")


def project_dir() -> Path:
    """The folder of the dbt project.

    Raises:
        FileNotFoundError: it is in neither place.
    """
    for place in _PLACES:
        if (place / "dbt_project.yml").is_file():
            return place
    raise FileNotFoundError(f"找不到 dbt 工程，查找过：{'、'.join(str(place) for place in _PLACES)}")


def project_digest(project: Path) -> str:
    """A hash of all that decides what a build makes of a lake: models, macros, seeds, tests and settings."""
    digest = hashlib.sha256()
    files = sorted(path for path in project.glob("*.yml") if not path.name.startswith("."))
    for folder in ("models", "macros", "seeds", "tests"):
        files += sorted(path for path in (project / folder).rglob("*.*") if path.is_file())
    for path in files:
        digest.update(str(path.relative_to(project)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
