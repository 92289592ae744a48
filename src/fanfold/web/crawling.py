"""What programs that gather pages are asked: search engines, collectors of texts.

Asked, not made: who does not heed it has to be kept out by other means. What must not
be seen is held by the one rule of visibility, never by this.
"""

from __future__ import annotations

from collections.abc import Iterator

from fanfold.web.settings import CONFIGURATION

#: Names by which programs that gather texts for language models say who they are.
AI_AGENTS = (
    *("AI2Bot", "Amazonbot", "anthropic-ai", "Applebot-Extended", "Bytespider"),
    *("CCBot", "ChatGPT-User", "ClaudeBot", "Claude-Web", "cohere-ai", "Diffbot"),
    *("FacebookBot", "Google-Extended", "GPTBot", "ImagesiftBot"),
    *("Meta-ExternalAgent", "OAI-SearchBot", "omgili", "omgilibot", "PerplexityBot"),
    *("Timpibot", "YouBot"),
)
#: Pages without end or without use for a search engine.
_NOT_WORTH_IT = (
    *("/search/", "/suggest/", "/random/", "/report/", "/sign-in/", "/register/"),
    *("/language/", "/reading/", "/gate/", "/desk/", "/mine/", "/account/"),
    *("/feeds/", "/oembed/", "/letters/", "/api/", "/opds/"),
)
#: Of what is not for everybody: neither in an index, nor as a copy.
PRIVATE = "noindex, noarchive"


def may_be_indexed() -> bool:
    """Tell whether search engines may list what anybody may read."""
    return CONFIGURATION.site.index


def robots_tag(*, for_anybody: bool) -> str:
    """Return what an answer's X-Robots-Tag says; "" for nothing.

    for_anybody: the answer is what any visitor gets.
    """
    told = [] if for_anybody else [PRIVATE]
    if for_anybody and not may_be_indexed():
        told.append("noindex, nofollow")
    if not CONFIGURATION.site.ai:
        told.append("noai, noimageai")
    return ", ".join(told)


def robots_txt(sitemap: str) -> str:
    """Return robots.txt. sitemap: its address."""
    return "\n".join(_lines(sitemap)) + "\n"


def _lines(sitemap: str) -> Iterator[str]:
    if not may_be_indexed():
        yield from ("User-agent: *", "Disallow: /")
        return
    if not CONFIGURATION.site.ai:
        yield from (f"User-agent: {each}" for each in AI_AGENTS)
        yield from ("Disallow: /", "")
    yield "User-agent: *"
    yield from (f"Disallow: {each}" for each in _NOT_WORTH_IT)
    yield from ("", f"Sitemap: {sitemap}")
