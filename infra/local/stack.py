"""Deploys the stacks of the repository to the local AWS, when its sources or a parameter have changed."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from infra.changes import ChangeError
from infra.compose import ROOT, ComposeError
from infra.cutting import CutError
from infra.deploy import LOCAL, deploy, describe_stage
from infra.discover import DiscoveryError
from infra.local.trouble import Trouble
from infra.outputs import Outputs, outputs_of
from infra.package import PackageError, package
from infra.routes import RoutingError

if TYPE_CHECKING:
    from infra.local.aws import LocalAws
    from infra.local.folder import LocalFolder

STAGE = LOCAL
# What the template and the code zip are made of; these folders only run them.
_NOT_DEPLOYED = ("infra/console", "infra/local", "infra/simulators", "infra/cli")


@dataclass(frozen=True)
class Addresses:
    """What the local stage tells the template; every other parameter keeps its default."""

    public_url: str
    aws_url: str
    clock_file: Path
    mail_from: str

    @property
    def sandbox(self) -> str:
        """Of the simulators. Functions call by number: `localhost` may be tried as ::1 first, where somebody else may answer."""
        return self.public_url.replace("localhost", "127.0.0.1") + "/sandbox/providers"

    def parameters(self) -> dict[str, str]:
        sandbox = self.sandbox
        return {
            "LambdaRuntime": f"python3.{sys.version_info.minor}",
            "LambdaArchitecture": "x86_64",
            "PublicBaseUrl": self.public_url,
            "MediaBaseUrl": self.public_url,
            "ClockFile": str(self.clock_file),
            "MailFrom": self.mail_from,
            "MailIdentity": self.mail_from,
            "CognitoEndpoint": self.aws_url,
            "PaymentSandboxUrl": f"{sandbox}/payments/sandbox",
            "CourierSandboxUrl": f"{sandbox}/couriers/sandbox",
            "StripeUrl": f"{sandbox}/payments/stripe",
            "AlipayUrl": f"{sandbox}/payments/alipay/gateway.do",
            "WechatpayUrl": f"{sandbox}/payments/wechatpay",
            "UnionpayUrl": f"{sandbox}/payments/unionpay",
            "UnionpayFilesUrl": f"{sandbox}/payments/unionpay",
            "Alarms": "off",
        }


def bring_up(folder: LocalFolder, aws: LocalAws, addresses: Addresses, say: Callable[[str], None], root: Path = ROOT) -> Outputs:
    """The addresses of what is deployed. Raises Trouble with the reason when it cannot be deployed."""
    parameters = addresses.parameters()
    mark = fingerprint(root, parameters)
    deployed = folder.read_json(folder.deployed)
    # After a crash the folder may remember a deployment that the state has lost.
    if deployed.get("fingerprint") == mark and (stacks := describe_stage(aws.client("cloudformation"), STAGE)):
        return outputs_of(stacks)
    try:
        say("composing the stacks")
        built = package(folder.root / "build", root, local=True)
        outputs = deploy(aws, STAGE, built, parameters, say)
    except (ComposeError, CutError, DiscoveryError, RoutingError, PackageError, ChangeError) as error:
        raise Trouble(f"The shop cannot be deployed: {error}") from error
    folder.write_json(folder.deployed, {**deployed, "fingerprint": mark})
    return outputs


def fingerprint(root: Path, parameters: dict[str, str]) -> str:
    """Changes exactly when a source of the deployed stack or a parameter does."""
    digest = hashlib.sha256(json.dumps(parameters, sort_keys=True).encode())
    for path in sorted((*(root / "functions").rglob("*"), *(root / "infra").rglob("*"))):
        name = path.relative_to(root).as_posix()
        if not path.is_file() or path.suffix in {".pyc", ".md"} or name.startswith(_NOT_DEPLOYED):
            continue
        digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
