"""The register of units that must publish (应公开名录): who they are, not where a link said so.

Matching goes by the entity a document itself prints (dbt joins `unit_name` and `aliases` to it), never by a
keyword.
"""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipelines.acquire.config_errors import lines_of

REGISTER_SCHEMA = pa.schema(
    [
        pa.field("unit_code", pa.string(), nullable=False),
        pa.field("unit_name", pa.string(), nullable=False),
        pa.field("aliases", pa.list_(pa.string())),
        pa.field("department_code", pa.string()),
        pa.field("scope", pa.string(), nullable=False),
        pa.field("source_id", pa.string()),
        pa.field("must_publish_from_year", pa.int16()),
        pa.field("must_publish_to_year", pa.int16()),
        pa.field("successor_codes", pa.list_(pa.string())),
        pa.field("approval_date", pa.date32()),
    ]
)


class RegistryError(ValueError):
    """A register that cannot be used; the message says why, in Chinese."""


class Unit(BaseModel):
    """One publisher: a department (部门) or a unit (单位).

    Attributes:
        code: as the finance bureau numbers it, unique in the register.
        aliases: other names that documents print, former names included.
        department: code of the department the unit belongs to; None for a department itself.
        site: name of the site where it publishes.
        must_publish_from_year: first fiscal year it must publish.
        must_publish_to_year: last one, for a body that was dissolved, merged or renamed (机构改革).
        successors: codes of the bodies that took over from it.
        approval_date: when its budget was approved (批复日期): publication is due 20 days later.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    department: str | None = None
    scope: Literal["department", "unit"] = "unit"
    site: str | None = None
    must_publish_from_year: int | None = Field(default=None, ge=2000, le=2100)
    must_publish_to_year: int | None = Field(default=None, ge=2000, le=2100)
    successors: tuple[str, ...] = ()
    approval_date: date | None = None


class Registry(BaseModel):
    """The whole register of a city."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    units: tuple[Unit, ...] = ()

    @model_validator(mode="after")
    def _is_consistent(self) -> "Registry":
        codes = Counter(unit.code for unit in self.units)
        doubled = sorted(code for code, count in codes.items() if count > 1)
        if doubled:
            raise ValueError(f"单位编码重复：{'、'.join(doubled)}")
        orphans = sorted({unit.department for unit in self.units if unit.department} - codes.keys())
        if orphans:
            raise ValueError(f"主管部门编码不在名录中：{'、'.join(orphans)}")
        unknown = sorted({code for unit in self.units for code in unit.successors} - codes.keys())
        if unknown:
            raise ValueError(f"承接单位编码不在名录中：{'、'.join(unknown)}")
        still = sorted(unit.code for unit in self.units if unit.successors and not unit.must_publish_to_year)
        if still:
            raise ValueError(f"有承接单位而未写 must_publish_to_year：{'、'.join(still)}")
        return self


def load_registry(path: Path) -> Registry:
    """The register in a YAML file (`units:` and a list).

    Raises:
        RegistryError: the file is not a consistent register.
    """
    try:
        return Registry.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    except yaml.YAMLError as fault:
        raise RegistryError(f"{path.name}：不是有效的 YAML：{fault}") from fault
    except ValidationError as fault:
        raise RegistryError(f"{path.name} 名录有误：\n{lines_of(fault, Registry)}") from fault


def registry_rows(registry: Registry) -> list[dict[str, Any]]:
    """The register as rows of `REGISTER_SCHEMA`, in the order of the codes."""
    return [
        {
            "unit_code": unit.code,
            "unit_name": unit.name,
            "aliases": list(unit.aliases),
            "department_code": unit.department,
            "scope": unit.scope,
            "source_id": unit.site,
            "must_publish_from_year": unit.must_publish_from_year,
            "must_publish_to_year": unit.must_publish_to_year,
            "successor_codes": list(unit.successors),
            "approval_date": unit.approval_date,
        }
        for unit in sorted(registry.units, key=lambda unit: unit.code)
    ]


def write_registry(registry: Registry, lake: Path) -> Path:
    """Write the register as the lake's table `register`, atomically; the file written."""
    path = lake / "register" / "register.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.part")
    pq.write_table(pa.Table.from_pylist(registry_rows(registry), schema=REGISTER_SCHEMA), temporary)
    temporary.replace(path)
    return path
