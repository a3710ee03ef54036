"""What is settled when a night's requests are over, whatever the order of the answers was."""

from pipelines.acquire.ledger import Ledger

_FIRST_LINK = """
FROM links AS l
WHERE l.source_id = visits.source_id AND l.url_key = visits.url_key AND l.last_seen = visits.ordinal
  AND l.kind = 'page' AND l.follow AND l.is_declared
ORDER BY l.page_key, l.position, l.title LIMIT 1
"""


def attribute_pages(ledger: Ledger) -> None:
    """A page that several pages list belongs to the first of them in a fixed order, not the answers'."""
    with ledger.transaction():
        ledger.rows(
            "UPDATE visits SET (list_url, link_text, title) = "
            f"(SELECT l.page_url, coalesce(nullif(l.text, ''), l.title), l.title {_FIRST_LINK}) "
            f"WHERE ordinal = ? AND role = 'page' AND EXISTS (SELECT 1 {_FIRST_LINK})",
            ledger.ordinal,
        )
        ledger.rows(
            "UPDATE fetches SET (list_url, link_text) = (SELECT v.list_url, v.link_text FROM visits AS v "
            "WHERE v.ordinal = fetches.ordinal AND v.source_id = fetches.source_id "
            "AND v.url_key = fetches.url_key) "
            "WHERE ordinal = ? AND EXISTS (SELECT 1 FROM visits AS v WHERE v.ordinal = fetches.ordinal "
            "AND v.source_id = fetches.source_id AND v.url_key = fetches.url_key AND v.role = 'page')",
            ledger.ordinal,
        )
        inherit_announcements(ledger)


def inherit_announcements(ledger: Ledger) -> None:
    """What a page's files leave unsaid (unit, year, kind) is what the first link to their page says."""
    for column in ("department", "fiscal_year", "doc_kind"):
        ledger.rows(
            f"UPDATE links SET {column} = (SELECT l.{column} FROM links AS l "
            "WHERE l.source_id = links.source_id AND l.url_key = links.page_key AND l.kind = 'page' "
            f"AND l.last_seen = links.last_seen AND l.{column} IS NOT NULL "
            "ORDER BY l.page_key, l.position, l.title LIMIT 1) "
            f"WHERE last_seen = ? AND kind = 'document' AND {column} IS NULL",
            ledger.ordinal,
        )
