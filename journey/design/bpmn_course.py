"""The course of the process in a BPMN file, whichever tool drew it, and what cannot be told from touchpoints."""

from __future__ import annotations

import io
from typing import Any

from lxml import etree

from journey.errors import WrongInput
from journey.text import _

__all__ = ["course_of"]

LARGEST = 5_000_000
"""Bytes of a BPMN file."""
_MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
_TASKS = {
    "task", "userTask", "manualTask", "serviceTask", "sendTask", "receiveTask", "scriptTask", "businessRuleTask",
    "callActivity",
}  # fmt: skip
# After a gateway that waits for events one of its ways is taken; an event on the way is no touchpoint.
_AS = {
    **dict.fromkeys(_TASKS, "task"), "startEvent": "startEvent", "endEvent": "endEvent",
    "exclusiveGateway": "exclusiveGateway", "eventBasedGateway": "exclusiveGateway",
    "parallelGateway": "parallelGateway", "intermediateCatchEvent": "exclusiveGateway",
    "intermediateThrowEvent": "exclusiveGateway",
}  # fmt: skip
"""Element -> what stands for it."""
_UNSUPPORTED = {
    "subProcess", "adHocSubProcess", "transaction", "boundaryEvent", "inclusiveGateway", "complexGateway",
    "linkEventDefinition", "standardLoopCharacteristics", "multiInstanceLoopCharacteristics", "choreographyTask",
    "subChoreography", "callChoreography",
}  # fmt: skip
"""What changes the course and has no counterpart; all else that BPMN knows says something beside it."""


def course_of(content: bytes, name: str) -> bytes:
    """The tasks, events, gateways and sequence flows of a BPMN file, as a plain BPMN file.

    Where no start or end event is drawn, one leads to the only step that nothing leads to, and follows every step that
    leads nowhere.

    Parameters
    ----------
    name : str
        Of the file, for what is said about it.

    Raises
    ------
    WrongInput
        It is no BPMN, or has what cannot be told from touchpoints; the line is named.
    """
    root = _root(content, name)
    for element in root.iter(f"{{{_MODEL}}}*"):
        if (kind := etree.QName(element).localname) in _UNSUPPORTED:
            raise WrongInput(
                _("Line {line} of {name}: {kind} is not supported.").format(
                    line=element.sourceline, name=name, kind=kind
                ),
                _("Supported are tasks, events between, at the start and at the end, exclusive and parallel gateways."),
            )
    process = _process(root, name)
    nodes, flows = _nodes(process, name), _flows(process, name)
    _close(nodes, flows, name)
    plain = etree.Element(f"{{{_MODEL}}}definitions", nsmap={None: _MODEL})
    course = etree.SubElement(plain, f"{{{_MODEL}}}process", id="process")
    number = {key: f"n{n}" for n, key in enumerate(nodes)}
    for key, (kind, label) in nodes.items():
        element = etree.SubElement(course, f"{{{_MODEL}}}{kind}", id=number[key], name=label)
        for n, (source, target) in enumerate(flows):
            if key == target:
                etree.SubElement(element, f"{{{_MODEL}}}incoming").text = f"f{n}"
            if key == source:
                etree.SubElement(element, f"{{{_MODEL}}}outgoing").text = f"f{n}"
    for n, (source, target) in enumerate(flows):
        ends = {"sourceRef": number[source], "targetRef": number[target]}
        etree.SubElement(course, f"{{{_MODEL}}}sequenceFlow", id=f"f{n}", **ends)
    written: bytes = etree.tostring(plain, encoding="utf-8", xml_declaration=True)
    return written


def _root(content: bytes, name: str) -> Any:
    """Refuse what is no BPMN, or more than can be read, before anything else touches it."""
    if len(content) > LARGEST:
        raise WrongInput(
            _("{name} is too large for a design.").format(name=name), _("Give a file of up to {n} MB.").format(n=5)
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        tree = etree.parse(io.BytesIO(content), parser)
    except etree.XMLSyntaxError as error:
        raise WrongInput(
            _("{name} is no BPMN: {why}.").format(name=name, why=str(error).partition(",")[0]),
            _("Export the design as BPMN 2.0."),
        ) from error
    if tree.docinfo.doctype:
        raise WrongInput(_("{name} declares a DOCTYPE.").format(name=name), _("Export it as plain BPMN 2.0."))
    root = tree.getroot()
    if root.tag != f"{{{_MODEL}}}definitions":
        raise WrongInput(
            _("{name} is no BPMN: it has no definitions of BPMN 2.0.").format(name=name),
            _("Export the design as BPMN 2.0."),
        )
    return root


def _process(root: Any, name: str) -> Any:
    """The only process that has a task."""
    found = [p for p in root.iter(f"{{{_MODEL}}}process") if any(etree.QName(e).localname in _TASKS for e in _own(p))]
    if not found:
        raise WrongInput(
            _("{name} has no task in any process.").format(name=name), _("Give one process with at least one task.")
        )
    if len(found) > 1:
        pools = {p.get("processRef"): p.get("name") or "" for p in root.iter(f"{{{_MODEL}}}participant")}
        names = [pools.get(p.get("id")) or p.get("name") or p.get("id") or "?" for p in found]
        raise WrongInput(
            _("{name} has tasks in {n} pools: {names}.").format(
                name=name, n=len(found), names=", ".join(repr(one) for one in names)
            ),
            _("Keep the pool of the customers' journey, and export it alone."),
        )
    return found[0]


def _own(process: Any) -> list[Any]:
    return [child for child in process if isinstance(child.tag, str) and child.tag.startswith(f"{{{_MODEL}}}")]


def _nodes(process: Any, name: str) -> dict[str, tuple[str, str]]:
    """Id -> what stands for it, and its name."""
    found: dict[str, tuple[str, str]] = {}
    for element in _own(process):
        kind = etree.QName(element).localname
        if kind not in _AS:
            continue
        # Editors break long names into lines.
        label = " ".join((element.get("name") or "").split())
        if kind in _TASKS and not label:
            raise WrongInput(
                _("Line {line} of {name}: a task has no name.").format(line=element.sourceline, name=name),
                _("Name every task like its touchpoint."),
            )
        found[element.get("id") or f"line {element.sourceline}"] = (_AS[kind], label)
    return found


def _flows(process: Any, name: str) -> list[tuple[str, str]]:
    ids = {element.get("id") for element in _own(process) if etree.QName(element).localname in _AS}
    found = []
    for element in _own(process):
        if etree.QName(element).localname == "sequenceFlow":
            ends = (element.get("sourceRef") or "", element.get("targetRef") or "")
            if not ids.issuperset(ends):
                raise WrongInput(
                    _("Line {line} of {name}: a flow leads from or to nothing.").format(
                        line=element.sourceline, name=name
                    ),
                    _("Connect both of its ends, and export it again."),
                )
            found.append(ends)
    return found


def _close(nodes: dict[str, tuple[str, str]], flows: list[tuple[str, str]], name: str) -> None:
    """Add the start and the end where none is drawn; refuse steps that nothing leads to."""
    into, out = {target for _s, target in flows}, {source for source, _t in flows}
    first = [key for key, (kind, _label) in nodes.items() if key not in into and kind != "startEvent"]
    begins = [key for key, (kind, _label) in nodes.items() if kind == "startEvent"]
    if first and (begins or len(first) > 1):
        kind, label = nodes[first[0] if begins else first[1]]
        raise WrongInput(
            _("In {name} nothing leads to {step}.").format(name=name, step=repr(label or kind)),
            _("Export it again, with one start event and every step connected."),
        )
    last = [key for key, (kind, _label) in nodes.items() if key not in out and kind != "endEvent"]
    if first:
        nodes["start of it"] = ("startEvent", "")
        flows.append(("start of it", first[0]))
    if last:
        nodes["end of it"] = ("endEvent", "")
        flows += [(key, "end of it") for key in last]
