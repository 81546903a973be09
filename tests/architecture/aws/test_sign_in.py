"""How people get in: the pool asks the shop, takes passwords from it alone, and sends no codes of its own."""

from __future__ import annotations

from typing import Any

from tests.support.template import of_type

Template = dict[str, Any]


def test_the_pool_asks_the_shop_s_function_and_may(template: Template) -> None:
    """Its name, not its ARN: the function's stack is made later (ADR 59)."""
    (pool,) = of_type(template, "AWS::Cognito::UserPool").values()
    name = "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:shop-${Stage}-auth-challenge"
    asked = {"DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse"}
    assert pool["LambdaConfig"] == {key: {"Fn::Sub": name} for key in asked}
    functions = of_type(template, "AWS::Serverless::Function")
    assert functions["AuthChallengeFunction"]["FunctionName"] == {"Fn::Sub": "shop-${Stage}-auth-challenge"}
    assert functions["AuthChallengeFunction"]["Timeout"] <= 5, "Cognito waits no longer"
    may = of_type(template, "AWS::Lambda::Permission")["AuthChallengePoolPermission"]
    assert (may["Principal"], may["SourceArn"]) == ("cognito-idp.amazonaws.com", {"Fn::GetAtt": ["UserPool", "Arn"]})


def test_nobody_goes_round_the_shop(template: Template) -> None:
    """Findings, case 2: without a right nobody has the pool compare a password, change an address or send a code for a new password."""
    (client,) = of_type(template, "AWS::Cognito::UserPoolClient").values()
    assert set(client["ExplicitAuthFlows"]) == {"ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_CUSTOM_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"}
    assert client["WriteAttributes"] == ["name", "locale"]
    (pool,) = of_type(template, "AWS::Cognito::UserPool").values()
    assert pool["AccountRecoverySetting"]["RecoveryMechanisms"] == [{"Name": "admin_only", "Priority": 1}]
    assert pool["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}


def test_tickets_are_all_that_the_pool_s_function_touches(template: Template) -> None:
    role = of_type(template, "AWS::IAM::Role")["AuthChallengeRole"]
    (statement,) = [one for one in role["Policies"][0]["PolicyDocument"]["Statement"] if "dynamodb:DeleteItem" in one.get("Action", ())]
    assert statement["Condition"] == {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["TKT#*"]}}
