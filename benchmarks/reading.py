"""How fast reading is, as ratios of one run: `python benchmarks/reading.py [--corpus DIR] [--sample FILE]`.

Every document of the sample goes through four readers in turn, in one process, so that a noisy machine is
noisy for all of them: pdfium's floor (open, load page and text page, count characters), bytes → pages, bytes
→ facts, and pdfplumber's plain `extract_tables`. CPU seconds, the best of the rounds. Then memory over many
documents in one process, and one worker against two through the pool. Explained in docs/benchmarks.md.
"""

import argparse
import gc
import hashlib
import io
import json
import math
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pdfplumber
import psutil
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_raw

from pipelines.domain.document import SourceDocument
from pipelines.orchestrate.pool import LocalPool
from pipelines.orchestrate.read_files import reading_pool
from pipelines.orchestrate.read_task import read_tables
from pipelines.orchestrate.reading import read_document
from pipelines.read import read_pdf

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
MEGABYTE = 1024**2
TARGETS = {
    "facts_over_pdfplumber": (10.0, "≥"),
    "pages_over_floor": (3.0, "≤"),
    "worst_ms_per_page": (12.0, "≤"),
    "memory_mb": (150.0, "≤"),
    "two_workers_over_one": (1.8, "≥"),
}


def source(path: Path, data: bytes) -> SourceDocument:
    return SourceDocument(hashlib.sha256(data).hexdigest(), path.parent.name, str(path))


def floor(path: Path, data: bytes) -> int:
    """What pdfium itself needs: nothing read but the number of characters."""
    document = pdfium.PdfDocument(data)
    for index in range(len(document)):
        page = pdfium_raw.FPDF_LoadPage(document.raw, index)
        text = pdfium_raw.FPDFText_LoadPage(page)
        pdfium_raw.FPDFText_CountChars(text)
        pdfium_raw.FPDFText_ClosePage(text)
        pdfium_raw.FPDF_ClosePage(page)
    count = len(document)
    document.close()
    return count


def pages(path: Path, data: bytes) -> int:
    return len(read_pdf(data).pages)


def facts(path: Path, data: bytes) -> int:
    return len(read_document(source(path, data), data)["facts"])


def plumber(path: Path, data: bytes) -> int:
    found = 0
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            found += len(page.extract_tables())
            page.close()
    return found


READERS: dict[str, tuple[Callable[[Path, bytes], int], int]] = {
    "floor": (floor, 3),
    "pages": (pages, 3),
    "facts": (facts, 3),
    "pdfplumber": (plumber, 1),
}


@dataclass
class Sample:
    """Documents that all readers can open."""

    paths: list[Path]
    page_counts: dict[Path, int] = field(default_factory=dict)

    @property
    def page_count(self) -> int:
        return sum(self.page_counts.values())


def readable(paths: list[Path]) -> Sample:
    sample = Sample([])
    for path in paths:
        try:
            sample.page_counts[path] = floor(path, path.read_bytes())
            sample.paths.append(path)
        except pdfium.PdfiumError:
            continue
    return sample


def cpu(reader: Callable[[Path, bytes], int], path: Path, data: bytes, rounds: int) -> float:
    best = math.inf
    for _ in range(rounds):
        gc.collect()
        began = time.process_time()
        reader(path, data)
        best = min(best, time.process_time() - began)
    return best


def engines(sample: Sample, without: set[str]) -> dict[str, dict[Path, float]]:
    """CPU seconds of each reader for each document of the sample, document by document in turn."""
    spent: dict[str, dict[Path, float]] = {name: {} for name in READERS if name not in without}
    floor(sample.paths[0], sample.paths[0].read_bytes())
    facts(sample.paths[0], sample.paths[0].read_bytes())  # vocabulary is loaded once, not timed
    for path in sample.paths:
        data = path.read_bytes()
        for name in spent:
            reader, rounds = READERS[name]
            spent[name][path] = cpu(reader, path, data, rounds)
    return spent


def memory(paths: list[Path], wanted: int) -> tuple[list[tuple[float, Path]], list[int]]:
    """(ms a page, document) and resident memory after each of `wanted` documents in this process."""
    process = psutil.Process()
    each, resident = [], []
    for path in _cycle(paths, wanted):
        data = path.read_bytes()
        began = time.process_time()
        rows = read_document(source(path, data), data)
        spent = time.process_time() - began
        if rows["pages"]:
            each.append((1000 * spent / len(rows["pages"]), path))
        resident.append(process.memory_info().rss)
    return each, resident


def _cycle(paths: list[Path], wanted: int) -> Iterator[Path]:
    for number in range(wanted):
        yield paths[number % len(paths)]


def worst(each: list[tuple[float, Path]]) -> tuple[float, Path]:
    """The slowest document; the slow ones are measured again, so that one interruption is not a document."""
    again = []
    for spent, path in sorted(each, reverse=True)[:8]:
        data = path.read_bytes()
        count = max(len(read_pdf(data).pages), 1)
        again.append((min(spent, 1000 * cpu(facts, path, data, 3) / count), path))
    return max(again)


def throughput(paths: list[Path], rounds: int) -> dict[int, float]:
    """Documents a second with one worker and with two, each once a round, the best round of each."""
    best = {1: 0.0, 2: 0.0}
    tasks = [source(path, path.read_bytes()) for path in paths]
    for _ in range(rounds):
        for workers in best:
            pool: LocalPool = reading_pool(workers)
            for _outcome in pool.run(read_tables, tasks[: 2 * workers]):
                pass  # warm: the fork server and its imports
            began = time.monotonic()
            for _outcome in pool.run(read_tables, tasks):
                pass
            best[workers] = max(best[workers], len(tasks) / (time.monotonic() - began))
    return best


def choose(arguments: argparse.Namespace) -> tuple[list[Path], list[Path]]:
    """(documents to time, documents to measure memory over)."""
    corpus: Path = arguments.corpus or SHARED / "corpus" / "pdf"
    listed: Path = arguments.sample or SHARED / "bench" / "sample.txt"
    if corpus.is_dir() and listed.is_file():
        sample = [corpus / line for line in listed.read_text("utf-8").splitlines() if line.strip()]
        return sample, sorted(path for path in corpus.rglob("*") if path.suffix.lower() == ".pdf")
    found = sorted((arguments.corpus or ROOT / "raw" / "sample").rglob("*.pdf"))
    return found, found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, help="folder of PDFs (default: the corpus, else raw/sample)")
    parser.add_argument("--sample", type=Path, help="list of documents, paths relative to the corpus")
    parser.add_argument("--without", action="append", default=[], choices=[*READERS, "memory", "workers"])
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    arguments = parser.parse_args()
    timed, many = choose(arguments)
    sample = readable(timed)
    figures: dict[str, float] = {"documents": len(sample.paths), "pages": sample.page_count}
    print(f"{len(sample.paths)} documents, {sample.page_count} pages; load {os.getloadavg()[0]:.1f}")
    report_engines(engines(sample, set(arguments.without)), sample, figures)
    if "memory" not in arguments.without:
        report_memory(many, figures)
    if "workers" not in arguments.without:
        rates = throughput(sample.paths, 3)
        figures["two_workers_over_one"] = rates[2] / rates[1]
        print(f"workers: 1 → {rates[1]:.2f} documents/s, 2 → {rates[2]:.2f} documents/s")
    verdict(figures)
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1), "utf-8")


def report_engines(spent_on: dict[str, dict[Path, float]], sample: Sample, figures: dict[str, float]) -> None:
    spent = {name: sum(documents.values()) for name, documents in spent_on.items()}
    for name, seconds in spent.items():
        per_page = 1000 * seconds / sample.page_count
        figures[f"{name}_ms_per_page"] = per_page
        print(f"{name:10} {per_page:8.2f} ms/page {sample.page_count / seconds:8.0f} pages/CPU-s")
    if "facts" in spent:
        each = {path: 1000 * s / sample.page_counts[path] for path, s in spent_on["facts"].items()}
        slowest = max(each, key=lambda path: each[path])
        figures["worst_ms_per_page"] = each[slowest]
        print(f"worst document of the sample {each[slowest]:.1f} ms/page: {slowest.name}")
    if {"floor", "pages"} <= spent.keys():
        figures["pages_over_floor"] = spent["pages"] / spent["floor"]
    if {"facts", "pdfplumber"} <= spent.keys():
        figures["facts_over_pdfplumber"] = spent["pdfplumber"] / spent["facts"]


def report_memory(many: list[Path], figures: dict[str, float]) -> None:
    gc.collect()
    before = psutil.Process().memory_info().rss
    each, resident = memory(many, 150)
    slowest_of_all, slowest = worst(each)
    tenth = resident[9] - before
    figures["memory_growth_mb"] = (resident[-1] - before) / MEGABYTE
    data = slowest.read_bytes()
    least = 1000 * cpu(floor, slowest, data, 3) / max(len(read_pdf(data).pages), 1)
    print(f"worst of all {slowest_of_all:.1f} ms/page (pdfium alone {least:.1f}): {slowest.name}")
    print(
        f"memory over {len(resident)} documents: +{tenth / MEGABYTE:.0f} MB after 10, "
        f"+{figures['memory_growth_mb']:.0f} MB at the end"
    )
    figures["memory_mb"] = peak_of_worker(many)
    print(f"most a worker held: {figures['memory_mb']:.0f} MB")


def peak_of_worker(paths: list[Path]) -> float:
    """The most memory a worker held over up to 150 documents read by one after the other, in MB."""
    tasks = [source(path, path.read_bytes()) for path in paths[:150]]
    outcomes = list(reading_pool(1).run(read_tables, tasks))
    return max(outcome.peak_memory for outcome in outcomes) / MEGABYTE


def verdict(figures: dict[str, float]) -> None:
    print()
    for name, (limit, relation) in TARGETS.items():
        if name in figures:
            met = figures[name] >= limit if relation == "≥" else figures[name] <= limit
            print(f"{'met ' if met else 'MISS'} {name} {figures[name]:.2f} ({relation} {limit:g})")


if __name__ == "__main__":
    main()
