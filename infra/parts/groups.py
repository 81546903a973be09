"""The groups of the user pool: one per staff role of `functions.shared.auth.roles`. Being signed in is enough to be a customer."""

from __future__ import annotations

from functions.shared.auth.roles import ROLES
from infra.cfn import Resources, logical, ref, resource


def resources() -> Resources:
    return {
        logical(role.replace("_", "-"), "Group"): resource(
            "AWS::Cognito::UserPoolGroup", {"UserPoolId": ref("UserPool"), "GroupName": role}
        )
        for role in ROLES
    }
