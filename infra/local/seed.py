"""What a fresh local shop is given besides its code: people, keys, a sender of mails, a help centre."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from infra.local.help import write_help
from infra.local.keys import CUSTOMER, LocalKeys
from infra.local.standings import give_role, is_known
from infra.simulators.channels.keys import channel_entries
from infra.simulators.keys import courier_entries, fapiao_entries, identity_entries

if TYPE_CHECKING:
    from infra.local.aws import LocalAws
    from infra.outputs import Outputs

MAIL_FROM = "shop@example.com"


def seed(aws: LocalAws, keys: LocalKeys, outputs: Outputs, sandbox: str, *, with_help: bool = True) -> None:
    """Can be repeated: what exists stays."""
    _people(aws, keys, outputs)
    if with_help:
        write_help(aws.client("dynamodb"), outputs.tables["content"])
    couriers = courier_entries(keys.providers, sandbox)
    fapiao = fapiao_entries(keys.providers, sandbox)
    channels = channel_entries(keys.providers, sandbox)
    payments = {
        name: entry for name, entry in keys.providers.items() if name not in couriers | fapiao | channels and name != "sandbox_identity"
    }
    secrets = aws.client("secretsmanager")
    secrets.put_secret_value(SecretId=outputs.payments_secret, SecretString=json.dumps(payments))
    secrets.put_secret_value(SecretId=outputs.couriers_secret, SecretString=json.dumps(couriers))
    secrets.put_secret_value(SecretId=outputs.fapiao_secret, SecretString=json.dumps(fapiao))
    secrets.put_secret_value(SecretId=outputs.channels_secret, SecretString=json.dumps(channels))
    identity = identity_entries(keys.providers, sandbox, f"{sandbox.partition('/sandbox')[0]}/signed-in")
    secrets.put_secret_value(SecretId=outputs.identity_secret, SecretString=json.dumps(identity))
    mail = aws.client("sesv2")
    with contextlib.suppress(ClientError):  # it exists
        mail.create_email_identity(EmailIdentity=MAIL_FROM)
    aws.client("ses").verify_email_identity(EmailAddress=MAIL_FROM)
    # Out of the SES sandbox, or mail could only go to verified addresses.
    mail.put_account_details(
        MailType="TRANSACTIONAL", WebsiteURL="https://example.com", UseCaseDescription="local", ProductionAccessEnabled=True
    )


def _people(aws: LocalAws, keys: LocalKeys, outputs: Outputs) -> None:
    cognito, dynamodb, pool = aws.client("cognito-idp"), aws.client("dynamodb"), outputs.user_pool
    for role, user in keys.users.items():
        attributes = [{"Name": "email", "Value": user.login}, {"Name": "email_verified", "Value": "true"}]
        with contextlib.suppress(cognito.exceptions.UsernameExistsException):
            cognito.admin_create_user(UserPoolId=pool, Username=user.login, UserAttributes=attributes, MessageAction="SUPPRESS")
        cognito.admin_set_user_password(UserPoolId=pool, Username=user.login, Password=user.password, Permanent=True)
        if role != CUSTOMER:
            found = cognito.admin_get_user(UserPoolId=pool, Username=user.login)
            # Whatever became of them in this shop stays.
            if not is_known(dynamodb, outputs.tables["access"], found):
                give_role(dynamodb, outputs.tables["access"], found, role)
