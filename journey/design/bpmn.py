"""BPMN 2.0: designs that other tools drew, and designs for other tools."""

from __future__ import annotations

import contextlib
import io
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import igraph

from journey.design.bpmn_course import course_of
from journey.design.conformance.automaton import Automaton
from journey.design.conformance.petri import automaton_of
from journey.errors import WrongInput
from journey.model import Progress, silent
from journey.scope import Scope
from journey.store.selection import select
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["mined", "read", "written"]

MOST_VARIANTS = 5_000
_WIDTH, _HEIGHT, _ACROSS, _DOWN = 130, 70, 200, 110


def read(content: bytes, name: str) -> Automaton:
    """The automaton of a BPMN file.

    Known are tasks of all kinds, events on the way, start and end events, exclusive and parallel gateways, in one
    process (`bpmn_course`).

    Parameters
    ----------
    name : str
        Of the file, for what is said about it.

    Raises
    ------
    WrongInput
        It is no BPMN, or has what cannot be told from touchpoints; the line is named.
    """
    course = course_of(content, name)
    with _silently() as pm4py, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "design.bpmn"
        path.write_bytes(course)
        try:
            net = pm4py.convert_to_petri_net(pm4py.read_bpmn(str(path)))
        except Exception as error:
            raise WrongInput(
                _("{name} cannot be read as a process.").format(name=name),
                _("Export it again, with one start event and every step connected."),
            ) from error
    return automaton_of(*net)


def written(design: Automaton) -> bytes:
    """A map-like design as BPMN: a task for each touchpoint, and exclusive gateways where ways meet and part.

    Parameters
    ----------
    design : Automaton
        From `Automaton.of_moves`: one state for each touchpoint.
    """
    with _silently():
        from pm4py.objects.bpmn.obj import BPMN

        graph = BPMN()
        begin, over = BPMN.NormalStartEvent(name="start"), BPMN.NormalEndEvent(name="end")
        names = {target: name for _source, name, target in design.steps if name is not None}
        enter: dict[int, Any] = {}
        leave: dict[int, Any] = {0: begin}
        graph.add_node(begin)
        graph.add_node(over)
        into = Counter(target for _source, _name, target in design.steps)
        out = Counter(source for source, _name, _target in design.steps)
        for state in design.ends:
            out[state] += 1
        for state, name in sorted(names.items()):
            enter[state] = leave[state] = task = BPMN.Task(name=name)
            graph.add_node(task)
            if into[state] > 1:
                enter[state] = join = BPMN.ExclusiveGateway(gateway_direction=BPMN.Gateway.Direction.CONVERGING)
                graph.add_node(join)
                graph.add_flow(BPMN.SequenceFlow(join, task))
        for state in [0, *sorted(names)]:
            if out[state] > 1:
                split = BPMN.ExclusiveGateway(gateway_direction=BPMN.Gateway.Direction.DIVERGING)
                graph.add_node(split)
                graph.add_flow(BPMN.SequenceFlow(leave[state], split))
                leave[state] = split
        end: Any = over
        if len(design.ends) > 1:
            end = BPMN.ExclusiveGateway(gateway_direction=BPMN.Gateway.Direction.CONVERGING)
            graph.add_node(end)
            graph.add_flow(BPMN.SequenceFlow(end, over))
        for source, _name, target in design.steps:
            graph.add_flow(BPMN.SequenceFlow(leave[source], enter[target]))
        for state in sorted(design.ends):
            graph.add_flow(BPMN.SequenceFlow(leave[state], end))
        return _exported(graph)


def mined(workspace: Workspace, scope: Scope, noise: float = 0.2, *, progress: Progress = silent) -> bytes:
    """The as-is as BPMN, by the inductive miner (Leemans 2013, infrequent).

    Parameters
    ----------
    noise : float
        0..1; the larger, the more of the rare ways are left out.
    progress : callable
        Told at each of its steps; what it raises stops the work.

    Raises
    ------
    WrongInput
        No journey in scope.
    """
    progress(0.0, _("reading the ways"))
    paths = _paths(workspace, scope)
    if not paths:
        raise WrongInput(_("No journey matches."), _("Remove a filter."))
    with _silently() as pm4py:
        from pm4py.algo.discovery.inductive.dtypes.im_ds import IMDataStructureUVCL
        from pm4py.algo.discovery.inductive.variants.imf import IMFUVCL, IMFParameters
        from pm4py.objects.process_tree.utils import generic

        progress(0.1, _("finding the order in them"))
        given = {IMFParameters.NOISE_THRESHOLD: noise}
        tree = generic.fold(IMFUVCL(given).apply(IMDataStructureUVCL(Counter(paths)), given))
        progress(0.5, _("drawing it"))
        return _exported(pm4py.convert_to_bpmn(tree))


def _paths(workspace: Workspace, scope: Scope) -> Mapping[tuple[str, ...], int]:
    with select(workspace, scope.selection()) as selection:
        names = dict(selection.run("SELECT id, name FROM touchpoint"))
        rows = selection.run(
            f"""
            SELECT v.path, count(*) FROM {selection.journeys} j JOIN variant v ON v.id = j.variant
            GROUP BY v.id, v.path ORDER BY count(*) DESC, v.id LIMIT {MOST_VARIANTS}
            """
        )
    return {tuple(names[node] for node in path): n for path, n in rows}


def _exported(graph: Any) -> bytes:
    """As a file, with a place for everything, so that editors draw it."""
    from pm4py.objects.bpmn.exporter.variants import etree as exporter

    nodes = sorted(graph.get_nodes(), key=lambda node: str(node.get_id()))
    number = {node: n for n, node in enumerate(nodes)}
    flows = list(graph.get_flows())
    drawn = igraph.Graph(len(nodes), [(number[f.get_source()], number[f.get_target()]) for f in flows], directed=True)
    places = drawn.layout_sugiyama().coords[: len(nodes)]
    layout = graph.get_layout()
    for node, (down, across) in zip(nodes, places, strict=True):
        task = type(node).__name__.endswith("Task")
        width, height = (_WIDTH, _HEIGHT) if task else (46, 46)
        box = layout.get(node)
        box.set_x(round(across * _ACROSS) + (_WIDTH - width) // 2 + 40)
        box.set_y(round(down * _DOWN) + (_HEIGHT - height) // 2 + 40)
        box.set_width(width)
        box.set_height(height)
    for flow in flows:
        edge = layout.get(flow)
        edge.del_waypoints()
        a, b = layout.get(flow.get_source()), layout.get(flow.get_target())
        edge.add_waypoint((a.get_x() + a.get_width(), a.get_y() + a.get_height() // 2))
        edge.add_waypoint((b.get_x(), b.get_y() + b.get_height() // 2))
    content: bytes = exporter.get_xml_string(graph)
    return content


@contextlib.contextmanager
def _silently() -> Iterator[Any]:
    """pm4py, without what it prints."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        import pm4py

        yield pm4py
