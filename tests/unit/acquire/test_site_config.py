"""Configurations and the register: what is accepted, and how a mistake is explained."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipelines.acquire.registry import REGISTER_SCHEMA, RegistryError, load_registry, write_registry
from pipelines.acquire.site_config import PRESETS, SITES, SiteConfigError, load_preset, load_site, load_sites


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_known_family_needs_three_lines(tmp_path: Path) -> None:
    site = load_site(write(tmp_path, "czj", "title: 样例\nstart: https://czj.example/l/\npreset: trs\n"))
    assert site.name == "czj"
    assert site.pages
    assert site.allows("https://czj.example/x")
    assert not site.allows("https://evil.example/x")
    assert not site.allows("file:///etc/passwd")


def test_own_rules_come_before_those_of_the_family(tmp_path: Path) -> None:
    text = "title: 样例\nstart: https://a.example/\npreset: trs\nrate: {seconds: 9}\n"
    text += "pages: [{name: mine, items: li}]\n"
    site = load_site(write(tmp_path, "a", text))
    assert site.pages[0].name == "mine"
    assert site.rate.seconds == 9


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("title: 样例\n", "start"),
        ("title: 样例\nstart: ftp://a/\n", "http"),
        ("title: 样例\nstart: http://a/\nstrat: 1\n", "strat"),
        ("title: 样例\nstart: http://a/\npreset: nothing\n", "nothing"),
        ("title: 样例\nstart: http://a/\npages: [{match: '('}]\n", "正则"),
        ("title: 样例\nstart: http://a/\npages: [{items: 'li['}]\n", "选择器"),
        ("title: [\n", "YAML"),
        ("- 1\n", "字段"),
    ],
)
def test_mistakes_are_explained(tmp_path: Path, text: str, word: str) -> None:
    with pytest.raises(SiteConfigError, match=r"bad\.yml") as raised:
        load_site(write(tmp_path, "bad", text))
    assert word in str(raised.value)


def test_disabled_sites_rest_and_unknown_names_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "a", "title: 甲\nstart: http://a.example/\n")
    write(tmp_path, "b", "title: 乙\nstart: http://b.example/\nenabled: false\n")
    assert [site.name for site in load_sites(tmp_path)] == ["a"]
    assert [site.name for site in load_sites(tmp_path, ["b"])] == ["b"]
    with pytest.raises(SiteConfigError, match="没有这些站点"):
        load_sites(tmp_path, ["c"])


def test_all_presets_and_the_packages_sites_are_valid(tmp_path: Path) -> None:
    for path in PRESETS.glob("*.yml"):
        assert load_preset(path.stem)
        text = f"title: 样例\nstart: http://a.example/\npreset: {path.stem}\n"
        load_site(write(tmp_path, path.stem, text))
    load_sites(SITES)


def test_register_becomes_a_table(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "registry",
        "units:\n- {code: '101', name: 样例市民政局, scope: department, site: m, approval_date: 2026-02-10}\n"
        "- {code: '101001', name: 样例市民政局（本级）, aliases: [本级], department: '101'}\n",
    )
    table = pq.read_table(write_registry(load_registry(path), tmp_path / "lake"))
    assert table.schema.equals(REGISTER_SCHEMA)
    assert table["unit_code"].to_pylist() == ["101", "101001"]


@pytest.mark.parametrize(
    "text",
    [
        "units: [{code: '1', name: 甲}, {code: '1', name: 乙}]",
        "units: [{code: '1', name: 甲, department: '9'}]",
        "units: [{code: '1'}]",
        "units: [",
    ],
)
def test_inconsistent_registers_are_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(RegistryError):
        load_registry(write(tmp_path, "registry", text))
