"""Configurations of sites as files: one YAML a site, its presets merged in, every mistake explained.

A site names presets (CMS families, `presets/*.yml`); what the site says itself wins over its presets, and
its own page rules are tried before theirs. See docs/sites.md.
"""

from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from pipelines.acquire.config_errors import lines_of
from pipelines.acquire.site_config import SiteConfig

PRESETS = Path(str(files("pipelines.acquire") / "presets"))
SITES = Path(str(files("pipelines.acquire") / "sites"))


class SiteConfigError(ValueError):
    """A configuration that cannot be used; the message says which file, which field and why, in Chinese."""


def load_preset(name: str, folder: Path = PRESETS) -> dict[str, Any]:
    """The settings of a CMS family.

    Raises:
        SiteConfigError: there is no such preset.
    """
    path = folder / f"{name}.yml"
    if not path.is_file():
        known = "、".join(sorted(file.stem for file in folder.glob("*.yml")))
        raise SiteConfigError(f"没有名为“{name}”的预设；现有：{known}")
    settings: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    return {field: value for field, value in settings.items() if field not in {"recognise", "title"}}


def _with_presets(declared: dict[str, Any]) -> dict[str, Any]:
    names = declared.get("presets") or declared.pop("preset", None) or ()
    names = (names,) if isinstance(names, str) else tuple(names)
    merged: dict[str, Any] = {}
    pages: list[Any] = list(declared.get("pages") or ())
    for name in names:
        settings = load_preset(name)
        pages.extend(settings.pop("pages", ()))
        merged = settings | merged
    return merged | declared | {"pages": pages, "presets": names}


def load_site(path: Path) -> SiteConfig:
    """One site's configuration, its presets merged in.

    Raises:
        SiteConfigError: the file is not YAML or does not say what it must.
    """
    try:
        declared = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        raise SiteConfigError(f"{path.name}：不是有效的 YAML：{fault}") from fault
    if not isinstance(declared, dict):
        raise SiteConfigError(f"{path.name}：应为“字段: 值”的形式")
    try:
        return SiteConfig.model_validate({"name": path.stem} | _with_presets(declared))
    except ValidationError as fault:
        raise SiteConfigError(f"{path.name} 配置有误：\n{lines_of(fault, SiteConfig)}") from fault
    except SiteConfigError as fault:
        raise SiteConfigError(f"{path.name}：{fault}") from fault


def load_sites(
    folder: Path, only: list[str] | None = None, broken: list[str] | None = None
) -> list[SiteConfig]:
    """All enabled sites of a folder in the order of their names; `only` picks some by name.

    Where `broken` is given, what is wrong with a file is appended to it, and the others are had all the
    same. A file that is wrong concerns nobody who asks for others by name.

    Raises:
        SiteConfigError: a file is wrong, a name is declared twice, or `only` names an unknown site.
    """
    sites: list[SiteConfig] = []
    faults: list[SiteConfigError] = []
    for path in sorted(folder.glob("*.yml")):
        try:
            sites.append(load_site(path))
        except SiteConfigError as fault:
            if only and path.stem not in only:
                continue
            if broken is None or only:
                raise
            faults.append(fault)
    names = [site.name for site in sites]
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise SiteConfigError(f"站点名称重复：{'、'.join(doubled)}")
    unknown = sorted(set(only or ()) - set(names))
    if unknown:
        raise SiteConfigError(f"没有这些站点：{'、'.join(unknown)}（现有：{'、'.join(names) or '无'}）")
    if faults and not sites:
        raise faults[0]
    if broken is not None:
        broken.extend(str(fault) for fault in faults)
    return [site for site in sites if (site.name in only if only else site.enabled)]
