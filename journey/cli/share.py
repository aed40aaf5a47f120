"""`share`: serve on the network, behind a host password."""

from __future__ import annotations

import argparse
import getpass
import subprocess
import sys
from pathlib import Path

from journey.access.host_password import is_set, set_password
from journey.access.network import own_address
from journey.cli.parser import Parser
from journey.errors import WrongInput
from journey.text import _

__all__ = ["EXAMPLE", "arguments", "run"]

EXAMPLE = "python -m journey share --port 8501"
ROOT = Path(__file__).parents[2]


def arguments(parser: Parser) -> None:
    """What the command takes."""
    parser.add_argument("--port", metavar="N", type=int, default=8501, help=_("the port (8501)"))
    parser.add_argument(
        "--address", metavar="IP", default="", help=_("the address of this machine on the network, if it has several")
    )
    parser.add_argument("--new-password", action="store_true", help=_("set another host password"))


def run(given: argparse.Namespace) -> None:
    """Say what is about to happen, see that there is a password, and serve until it is stopped."""
    address = given.address or own_address()
    if not address:
        raise WrongInput(
            _("This machine is on no network."), _("Join one, or give its address with --address 192.168.1.5.")
        )
    print(
        _(
            "Going on the network.\n"
            "  - Everybody on it can reach this server. Pages, uploads and downloads ask for the host password first.\n"
            "  - Who knows a join code reaches that workshop only; who knows a story's link reads that story only.\n"
            "  - The connection is plain HTTP: others on the same network could read along, the password too. Use a "
            "network you trust, and a password you use nowhere else.\n"
            "  - Ctrl+C stops it; make run then serves this computer only, as before."
        )
    )
    if given.new_password or not is_set():
        set_password(_ask())
    print(_("Host: http://{address}:{port}").format(address=address, port=given.port), flush=True)
    command = [
        sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(given.port),
        "--server.address", "0.0.0.0", "--browser.serverAddress", address, "--logger.hideWelcomeMessage", "true",
    ]  # fmt: skip
    # Ctrl+C reaches the server as well: this one only waits until it is done.
    served = subprocess.Popen(command, cwd=ROOT)
    try:
        status = served.wait()
    except KeyboardInterrupt:
        served.wait()
        return
    if status > 0:
        raise WrongInput(_("The server did not run."), _("Is the port {port} in use?").format(port=given.port))


def _ask() -> str:
    """The new password, typed twice; one line where nobody sits at a keyboard."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass(_("A host password, ten signs or more: "))
    if getpass.getpass(_("Once more: ")) != first:
        raise WrongInput(_("The two were not the same."), _("Start again."))
    return first
