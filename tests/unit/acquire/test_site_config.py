"""Configurations and the register: what is accepted, and how a mistake is explained."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipelines.acquire.registry import REGISTER_SCHEMA, RegistryError, load_registry, write_registry
from pipelines.acquire.site_files import PRESETS, SITES, SiteConfigError, load_preset, load_site, load_sites


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


def test_a_page_is_asked_for_as_its_hosts_start_page_is(tmp_path: Path) -> None:
    text = (
        "title: 样例\nstart: [https://kjj.example/, http://czj.example/]\nhosts: '*.example'\npreset: trs\n"
    )
    site = load_site(write(tmp_path, "a", text))
    assert site.asked_as("http://kjj.example/a.html?b=1") == "https://kjj.example/a.html?b=1"
    assert site.asked_as("https://czj.example/a.html") == "https://czj.example/a.html"
    assert site.asked_as("http://jyj.example/a.html") == "http://jyj.example/a.html"
    assert site.asked_as("http://kjj.example:8080/a.html") == "http://kjj.example:8080/a.html"


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


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("pages: [{item: ul}]", "pages.第1个.item：没有这个字段，是不是 items？"),
        ("pages: [{role: lst}]", "pages.第1个.role：应为 'list'、'article'"),
        ("rate: {seconds: 0}", "rate.seconds：应大于 0"),
        ("rate: {concurrency: 99}", "rate.concurrency：应不大于 8"),
        ("depth: 深", "depth：应为整数"),
        ("qqqq: 1", "qqqq：没有这个字段，各字段见 docs/sites.md"),
        ("start: []", "start：不能为空"),
    ],
)
def test_mistakes_are_explained_in_chinese(tmp_path: Path, line: str, said: str) -> None:
    start = "" if line.startswith("start") else "start: https://a.example/\n"
    with pytest.raises(SiteConfigError) as fault:
        load_site(write(tmp_path, "bad", f"title: 样例\n{start}{line}\n"))
    assert said in str(fault.value)


def test_one_value_does_where_a_list_is_expected(tmp_path: Path) -> None:
    paging = r"{count: 'countPage = (\d+)', url: 'index_{n}.html'}"
    text = f"title: 样例\nstart: https://a.example/\npages: [{{items: ul, paging: {paging}}}]\n"
    site = load_site(write(tmp_path, "a", text))
    assert site.pages[0].paging is not None
    assert site.pages[0].paging.count == (r"countPage = (\d+)",)


def test_a_wrong_file_concerns_only_those_who_ask_for_it(tmp_path: Path) -> None:
    write(tmp_path, "good", "title: 样例\nstart: https://a.example/\n")
    write(tmp_path, "wrong", "title: 样例\n")
    assert [site.name for site in load_sites(tmp_path, ["good"])] == ["good"]
    broken: list[str] = []
    assert [site.name for site in load_sites(tmp_path, broken=broken)] == ["good"]
    assert "start：缺少这个字段" in broken[0]
    with pytest.raises(SiteConfigError, match="wrong"):
        load_sites(tmp_path)
