"""The dbt project's models as assets, and its tests as asset checks."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DbtCliResource, dbt_assets

from pipelines.model.project import project_dir
from pipelines.model.with_dbt import dbt_environment
from pipelines.orchestrate.dagster_assets import lake_key
from pipelines.orchestrate.dagster_places import PlacesResource
from pipelines.orchestrate.places import Places
from pipelines.orchestrate.rebuild import build_lock

DBT = Path(sys.executable).with_name("dbt")


class Translator(DagsterDbtTranslator):
    """Sources are the lake's assets; groups follow the folders."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """A lake table for a source, ``dbt/<name>`` for models and seeds."""
        name = str(dbt_resource_props["name"])
        return (
            lake_key(name) if dbt_resource_props["resource_type"] == "source" else dg.AssetKey(["dbt", name])
        )

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        """The folder of the model: staging, intermediate, marts, findings; seeds are reference."""
        if dbt_resource_props["resource_type"] == "seed":
            return "reference"
        return str(dbt_resource_props["fqn"][1])


def manifest(places: Places) -> Path:
    """The project's manifest, made anew when a file of the project is younger."""
    path = places.build / "manifest.json"
    project = project_dir()
    folders = [project / name for name in ("models", "macros", "seeds", "tests")]
    sources = [project / "dbt_project.yml", *(file for folder in folders for file in folder.rglob("*.*"))]
    if path.exists() and path.stat().st_mtime > max(file.stat().st_mtime for file in sources):
        return path
    places.build.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=places.build) as folder:
        environment = dbt_environment(places.lake, places.build_db, Path(folder))
        subprocess.run([DBT, "--quiet", "parse"], env={**os.environ, **environment}, check=True)
        (Path(folder) / "manifest.json").replace(path)
    return path


def dbt_resource() -> DbtCliResource:
    """dbt of this environment, also where it is not on the path."""
    project = str(project_dir())
    return DbtCliResource(project_dir=project, profiles_dir=project, dbt_executable=str(DBT))


def dbt_models(manifest_path: Path) -> dg.AssetsDefinition:
    """All models and seeds of the manifest; one dbt build in topological order."""

    @dbt_assets(manifest=manifest_path, dagster_dbt_translator=Translator())
    def models(
        context: dg.AssetExecutionContext, dbt: DbtCliResource, folders: PlacesResource
    ) -> Iterator[Any]:
        places = folders.places()
        target = places.build / "dbt-dagster"
        environment = dbt_environment(places.lake, places.build_db, target)
        os.environ.update(
            {name: value for name, value in environment.items() if name.startswith("MINGZHANG_")}
        )
        with build_lock(places):
            yield from dbt.cli(["build"], context=context, target_path=target).stream()

    return models
