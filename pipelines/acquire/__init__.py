"""Sites → raw/: finds the disclosures that cities publish and keeps their bytes, politely and without loss.

In: site configurations (YAML) and the register of units. Out: raw/ by content hash, and the ledger of every
request (SQLite in raw/, exported as the lake table `fetches`). Does not belong here: reading what a file
says.
"""

from pipelines.acquire.captured import CapturedDocument, captured_documents, export_fetches
from pipelines.acquire.crawl import CrawlSummary, crawl
from pipelines.acquire.registry import Registry, load_registry, registry_rows, write_registry
from pipelines.acquire.site_config import SiteConfig
from pipelines.acquire.site_files import load_sites

__all__ = [
    "CapturedDocument",
    "CrawlSummary",
    "Registry",
    "SiteConfig",
    "captured_documents",
    "crawl",
    "export_fetches",
    "load_registry",
    "load_sites",
    "registry_rows",
    "write_registry",
]
