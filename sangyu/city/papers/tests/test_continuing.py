"""Which reading of a later edition continues which."""

from __future__ import annotations

from sangyu.city.papers.continuing import key_of, paired


def test_a_promise_goes_on_under_its_words_first_with_the_same_day() -> None:
    key, other = key_of("护理型床位占比", "全市", ""), key_of("巡访率", "", "独居的")
    old = {1: (key, "2025-12-31"), 2: (key, "2026-12-31"), 3: (other, "2025-12-31")}
    new = [(key, "2026-12-31"), (key, "2027-12-31"), (other, "2026-06-30"), (other, "2026-06-30")]
    assert paired(old, new) == [2, 1, 3, None]
