"""Values of fields as the record keeps them."""

from __future__ import annotations

import pytest

from fanfold.text.house import plain
from fanfold.text.inline import inline, plain_line


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Snow", "Snow"),
        ("Song & Bridge", "Song & Bridge"),
        ("I <3 snow, 3 > 2", "I <3 snow, 3 > 2"),
        ("Song &amp; Bridge &#39;99", "Song & Bridge '99"),
        ("caf&eacute;", "café"),
        ("&lt;b&gt; is a tag", "&lt;b> is a tag"),
        ("say &amp;lt; for it", "say &amp;lt; for it"),
        ("a <b class=x>bold</b> word", "a <strong>bold</strong> word"),
        ("<p>One.</p><p>Two.</p>", "One.<br><br>Two."),
        ("One.<br>Two.", "One.<br>Two."),
        ("One\nline.\n\nTwo.", "One line.<br><br>Two."),
        ("<script>x()</script>Snow", "Snow"),
        ("  ", ""),
    ],
)
def test_a_value_is_kept_as_plain_as_can_be(value: str, expected: str) -> None:
    assert inline(value) == expected


@pytest.mark.parametrize("value", ["Song & Bridge", "I <3 snow", "say &amp;lt;"])
def test_what_is_left_bare_reads_the_same(value: str) -> None:
    from html import unescape

    assert plain(inline(value)) == unescape(value)


def test_a_name_has_no_markup() -> None:
    assert plain_line("<b>Wren</b> &amp;\nLinnet") == "Wren & Linnet"
    assert plain_line("Wren  & Linnet") == "Wren & Linnet"
