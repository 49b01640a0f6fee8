"""Whatever authors, trainees and facilitators wrote is only text in a report, and it asks for nothing from outside."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from simulator.record.store import Store
from simulator.report.page import gather
from simulator.report.page.class_shapes import ClassView
from simulator.report.page.shapes import DebriefView, Labelled, VisitView
from simulator.report.page.write import class_page, css_string, visit_page
from tests.simulator.report.conftest import BADLY, WELL, Hold, view_of
from tests.simulator.report.html import Reader, addresses, invalid

OURS = {"language", "tone", "kind", "line", "area", "link", "anchor"}
"""Fields that hold words of the program, never anybody's text."""
HOSTILE = (
    '</style></title><script src="https://e.example/x.js">alert(1)</script>]]><!-- -->\'"><img src=x onerror=alert(1)> '
    "&lt; {{ 7*7 }} {% raw %} \u202e\u200f\u2066abc\x1b[0m\x00\ufffe"
)
texts = st.text(
    st.sampled_from("<>&'\"/=!-[]{}%\\;:()*\n\t a甲א\u202e\u200f\x00\x1b\ud800\uffff"), min_size=1, max_size=12
)
SAID = (Labelled("a", "b"), Labelled("", "c", "own"))
DEBRIEF = DebriefView("t", SAID, SAID, SAID, SAID)


def filled(value: Any, text: str) -> Any:
    """A view with a text in the place of every text that is not the program's."""
    if isinstance(value, str):
        return text if value else value
    if isinstance(value, tuple):
        return tuple(filled(each, text) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        new = {each.name: filled(getattr(value, each.name), text) for each in fields(value) if each.name not in OURS}
        return replace(value, **new)
    return value


@pytest.fixture(scope="module")
def views(tmp_path_factory: pytest.TempPathFactory) -> tuple[VisitView, ClassView]:
    """A report on a visit and one on a class, with every part there is."""
    from simulator.record.store import open_store
    from tests.simulator.report.conftest import held

    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("views")
        patch.setenv("JIEFANG_HOME", str(folder))
        with open_store(folder / "记录.sqlite3") as store:
            sessions = [held(store, *choices) for choices in (BADLY, WELL, ("calm", "hurt", "go_on", "shrug"))]
            one = replace(view_of(store, sessions[0]), faults=("f",), debriefs=(DEBRIEF,), found=SAID)
            one = replace(one, decisions=tuple(replace(each, facilitator=SAID, practice="p") for each in one.decisions))
            many = replace(gather.cohort(store, sessions, hidden=True), faults=("f",), debriefs=(DEBRIEF,))
            many = replace(many, warnings=("w",), strongest=many.indicators, weakest=many.indicators)
    assert [each.name for view in (one, many) for each in fields(view) if not getattr(view, each.name)] == []
    return one, many


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=20, deadline=None)
@given(text=texts)
@example(text=HOSTILE)
@example(text="]]>")
def test_no_text_becomes_markup(views: tuple[VisitView, ClassView], text: str) -> None:
    """With any text in every place, the page has the elements and attributes it has with a plain one, and no more."""
    for view, page in ((views[0], visit_page), (views[1], class_page)):
        plain, given_ = Reader(page(filled(view, "x"))), page(filled(view, text))
        found = Reader(given_)
        assert found.tags == plain.tags
        assert addresses(given_) == []
        assert not set(given_) & set("\u202e\u200f\u2066\x00\x1b\ud800\uffff\ufffe")
        given_.encode()


def test_hostile_text_is_read_as_it_was_written(views: tuple[VisitView, ClassView]) -> None:
    """Text that looks like markup is seen by the reader, letter by letter, but for what cannot be seen."""
    visible = HOSTILE.split("\u202e", maxsplit=1)[0]
    for view, page in ((views[0], visit_page), (views[1], class_page)):
        assert visible in Reader(page(filled(view, HOSTILE))).text


@given(texts)
@example(HOSTILE)
def test_the_running_title_stays_a_string(text: str) -> None:
    """In the style sheet a text is one CSS string: letters, digits and escapes between two quotes."""
    written = str(css_string(text))
    assert written[0] == written[-1] == '"'
    assert all(each.isalnum() or each in "\\ " for each in written[1:-1])


def test_good_html(views: tuple[VisitView, ClassView], tmp_path: Path) -> None:
    """The validator finds nothing, with plain and with hostile text; it does find what is wrong."""
    for view, page in ((views[0], visit_page), (views[1], class_page)):
        for text in (None, HOSTILE):
            path = tmp_path / "page.html"
            path.write_text(page(view if text is None else filled(view, text)), "utf-8")
            assert invalid(path) == []
    path.write_text("<!DOCTYPE html><html lang=en><title>t</title><p id=a><p id=a><b>", "utf-8")
    assert invalid(path)


def test_nothing_of_authors_or_trainees_is_markup(store: Store, hold: Hold) -> None:
    """The same for a whole way from the record: a trainee's name and notes with markup in them."""
    session = hold(*BADLY, trainee="<b>林</b>&amp;")
    page = visit_page(view_of(store, session))
    assert addresses(page) == []
    assert "<b>林</b>&amp;" in Reader(page).text
    assert "<b>" not in page
