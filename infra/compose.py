"""The templates: fragments of `infra/template`, the function table, and the paths of the Chalice apps, put together and cut into stacks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from infra.cfn import Node, Resources, att, ref, sub
from infra.cutting import BASE, EDGE, Template, cut
from infra.discover import App, discover
from infra.faults import InfraError
from infra.fragments import load
from infra.functions import FUNCTIONS
from infra.functions.model import Function, Queue
from infra.layers.needed import layers_of
from infra.layers.table import LAYERS, Layer
from infra.parts import alarms, api, apis, functions, gateway, groups, lake, queues, tables
from infra.parts.served import served
from infra.routes import assign

ROOT = Path(__file__).resolve().parent.parent


class ComposeError(InfraError):
    """The parts do not fit together."""


def handlers_by_module(table: Sequence[Function]) -> dict[str, list[str]]:
    """Which handlers each entry module must have."""
    needed: dict[str, set[str]] = defaultdict(set)
    for function in table:
        needed[function.module].add(function.handler)
    return {module: sorted(names) for module, names in needed.items()}


def compose(table: Sequence[Function] = FUNCTIONS, root: Path = ROOT, *, local: bool = False) -> dict[str, Template]:
    """The templates for the apps under `root`, by stack. Raises when an app is missing, or the table and the paths do not fit."""
    return assemble(table, discover(handlers_by_module(table), root), local=local)


def assemble(table: Sequence[Function], apps: Sequence[App], *, local: bool = False) -> dict[str, Template]:
    """The templates for apps already read."""
    shared = load("parameters")
    shared["Parameters"] |= tables.parameters(load("tables")["tables"])
    shared["Parameters"] |= {
        layer.parameter: {"Type": "String", "Description": f"Key of the zip of the layer {layer.name}."} for layer in LAYERS
    }
    shared["Mappings"] = api.mappings()
    shared["Conditions"] |= tables.conditions(load("tables")["tables"])
    return cut(parts(table, apps, local=local), shared, _outputs(table, local=local))


def discover_told(table: Sequence[Function], root: Path) -> dict[str, dict[str, str]]:
    """What each function is told to serve, read from the apps."""
    apps = discover(handlers_by_module(table), root)
    return served(apps, assign(api.operations(apps), table))


def parts(table: Sequence[Function], apps: Sequence[App], *, local: bool = False) -> dict[str, Resources]:
    """The resources of each stack, in the order in which stacks are deployed; they may still refer to those of the base by name. On the
    `local` stage there is what only the emulator needs, and no distribution: it has the front door."""
    base = _union(
        *(load(name)["Resources"] for name in ("shared", "identity")),
        groups.resources(),
        lake.resources(),
        tables.resources(load("tables")["tables"]),
        queues.of_the_bus(),
        alarms.of_the_bus(),
        alarms.dashboard(table, list(load("queues")["queues"]), load("queues")["undelivered"]),
    )
    assigned = assign(api.operations(apps), table)
    edge = _union(
        apis.resources(api.definitions(apps, assigned)),
        functions.permissions_of_the_apis(assigned),
        gateway.resources() if local else {**load("distribution")["Resources"], **load("firewall")["Resources"]},
        alarms.of_the_edge(),
    )
    told = served(apps, assigned)
    # The emulator runs functions with the interpreter it runs itself in: all packages are there.
    needed = {} if local else layers_of(table, told, ROOT)
    own = {domain: _of_domain(domain, table, told, needed) for domain in domains(table)}
    if local:
        functions.on_a_laptop(own.values())
    return {BASE: base, **own, EDGE: edge}


def domains(table: Sequence[Function] = FUNCTIONS) -> list[str]:
    return sorted({function.domain for function in table})


def _of_domain(
    domain: str, table: Sequence[Function], told: Mapping[str, Mapping[str, str]], needed: Mapping[str, Sequence[Layer]]
) -> Resources:
    own = [function for function in table if function.domain == domain]
    facts, undelivered = load("queues")["queues"], load("queues")["undelivered"]
    consumed = [(function.trigger, function.timeout) for function in own if isinstance(function.trigger, Queue)]
    hidden = {queue.name: queues.hidden(timeout, queue.window) for queue, timeout in consumed}
    dropped = [function.name for function in own if function.name in undelivered]
    return _union(
        functions.layers(own, needed),
        queues.resources(hidden, {name: facts[name].get("events", []) for name in hidden}, dropped),
        functions.resources(own, told, needed),
        alarms.resources(own, list(hidden), dropped),
    )


def _union(*sections: Resources) -> Resources:
    """All resources; two of one name would silently be one, so that is an error."""
    out: Resources = {}
    for section in sections:
        twice = out.keys() & section.keys()
        if twice:
            raise ComposeError(f"Defined twice: {', '.join(sorted(twice))}")
        out |= section
    return out


def _outputs(table: Sequence[Function], *, local: bool) -> dict[str, dict[str, Node]]:
    """What each stack tells its deployer."""
    found: dict[str, dict[str, Node]] = {
        BASE: {
            "EventBus": ref("EventBus"),
            "DataBucket": ref("DataBucket"),
            "UserPool": ref("UserPool"),
            "UserPoolClient": ref("UserPoolClient"),
            "PaymentsSecret": sub("shop-${Stage}-payments"),
            "CouriersSecret": sub("shop-${Stage}-couriers"),
            "FapiaoSecret": sub("shop-${Stage}-fapiao"),
            "ChannelsSecret": sub("shop-${Stage}-channels"),
            "IdentitySecret": sub("shop-${Stage}-identity"),
            "AuditKey": att("AuditKey", "Arn"),
            "PersonsKey": att("PersonsKey", "Arn"),
            **tables.outputs(load("tables")["tables"]),
            **queues.outputs([], [queues.BUS]),
        },
        EDGE: {
            "ApiStage": ref("Stage"),
            **{f"{one.id}Id": ref(one.id) for one in apis.APIS},
            **{f"{one.id}Url": one.url for one in apis.APIS},
            **({} if local else load("distribution")["Outputs"]),
        },
    }
    undelivered = load("queues")["undelivered"]
    for domain in domains(table):
        own = [function for function in table if function.domain == domain]
        consumed = [function.trigger.name for function in own if isinstance(function.trigger, Queue)]
        dropped = [function.name for function in own if function.name in undelivered]
        found[domain] = queues.outputs(consumed, dropped) | functions.outputs(own)
    return found
