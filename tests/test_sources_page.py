"""A source comes by the import page, is listed on the workspace's, and is taken out there."""

from __future__ import annotations

import time

from import_jobs import own_folders
from streamlit.testing.v1 import AppTest
from two_sources import CALLS, content, frame, web

from journey.store.library import folder, workspace_path
from journey.views.importing.current import imports
from journey.views.session import library
from pages import opened, problems, told

__all__ = ["own_folders"]


def until(app: AppTest, words: str) -> AppTest:
    """Run the page again until it says so."""
    deadline = time.monotonic() + 60
    while words not in said(app) and time.monotonic() < deadline:
        time.sleep(0.1)
        app.run()
    assert words in said(app), said(app)
    return app


def said(app: AppTest) -> str:
    return " ".join([told(app), *(element.value for element in app.success)])


def test_a_source_comes_and_goes_by_the_pages() -> None:
    folder().mkdir(parents=True)
    shop = web(workspace_path("shop"))
    before = content(shop)
    app = opened("data/import_log", "shop")
    app.selectbox(key="import_into_").set_value("shop").run()
    calls = frame([*CALLS, ("eve", "Card", 3)], "client about at").to_csv(index=False).encode()
    app.file_uploader[0].upload("calls.csv", calls, "text/csv").run()
    until(app, "Step 2 of 3")
    number = app.session_state["import"][:8]
    app.selectbox(key=f"import_{number}_grain").set_value("customer").run()
    app.selectbox(key=f"import_{number}_customer").set_value("client").run()
    app.multiselect(key=f"import_{number}_touchpoint").set_value(["about"]).run()
    app.text_input(key=f"import_{number}_prefix").set_value("Call: ").run()
    app.text_input(key=f"import_{number}_as_channel").set_value("Phone").run()
    app.button(key="import_check").click().run()
    until(app, "Step 3 of 3: do the ids match those of shop?")
    assert "67 % match: 2 of the file's 3 customers are in the workspace." in told(app)
    assert "1 row lies before the first journey of its customer, and joins that one." in told(app)
    assert app.button(key="import_append").label == "Add the 6 new rows"
    app.button_group(key=f"import_{number}_alone").set_value("drop").run()
    assert app.button(key="import_append").label == "Add the 5 new rows"
    app.button(key="import_append").click().run()
    until(app, "5 events joined; there are 3 journeys and 10 events now.")
    assert not problems(app)

    app = opened("data/workspace", "shop")
    assert "3 journeys of 2 customers, 10 events" in told(app)
    listed = next(table.value for table in app.dataframe if "Source" in table.value)
    assert listed[["Source", "Events", "Left out"]].to_numpy().tolist() == [["web", "5", "0"], ["calls", "5", "1"]]
    app.button(key="take_out_sure_calls").click().run()
    until(app, "calls is out: 5 events went.")
    assert not problems(app)
    library().release("shop")
    assert content(shop) == before
    imports().close()
    library().close()
