"""The server: the pages behind one shell, and the HTTP routes beside them."""

import streamlit as st

from journey.access.gate import gate
from journey.routes import routes
from journey.views.lifespan import lifespan

app = st.App(
    "journey/views/shell.py",
    routes=routes(),
    lifespan=lifespan,
    middleware=gate(st.get_option("server.address"), st.get_option("browser.serverAddress")),
)
