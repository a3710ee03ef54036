"""Where the dbt project lies: inside the installed package, or beside it in a checkout."""

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
