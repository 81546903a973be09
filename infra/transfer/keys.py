"""The keys of persons of a deployment (ADR 62, 71): unwrapped to read what is sealed, made where something is to be sealed."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from functools import cache
from typing import Any, Protocol

from botocore.exceptions import ClientError

from functions.shared.sealing import KEY_SK, key_pk, opened_with
from infra.local.trouble import Trouble

_PURPOSE = {"personal": "personal-data", "retention": "retention"}
_WRAPPED_BY_TIME = "w1|"


class Place(Protocol):
    """Where keys are: the table `privacy`, and the key that wraps them."""

    @property
    def dynamodb(self) -> Any: ...
    @property
    def kms(self) -> Any: ...
    @property
    def tables(self) -> Mapping[str, str]: ...
    @property
    def persons_key(self) -> str: ...


class Keys:
    def __init__(self, place: Place) -> None:
        self.place = place
        self.known = cache(self._known)

    def of(self, person: str) -> bytes | None:
        """None for whoever was erased. Raises KeyError for who never had one."""
        return self.known(person)

    def make(self, person: str) -> bytes | None:
        """The one that is there, or a new one; None for whoever was erased."""
        found = self._item(person)
        if found is not None:
            return self.of(person)
        key, wrapped = self._new(person, "personal")
        item = {"pk": key_pk(person), "sk": KEY_SK, "kind": "person_key", "body": wrapped}
        typed = {name: {"S": text} for name, text in item.items()} | {"version": {"N": "1"}}
        self.place.dynamodb.put_item(TableName=self.place.tables["privacy"], Item=typed)
        self.known.cache_clear()
        return key

    def carried(self, person: str) -> str:
        """The key itself, for a file. Raises KeyError for one that nobody made."""
        return base64.b64encode(self.of(person) or b"").decode()

    def wrapped(self, person: str, carried: str) -> str:
        """The same key as it is kept here."""
        context = {"person": person, "purpose": _PURPOSE["personal"]}
        key = base64.b64decode(carried)
        answer = self.place.kms.encrypt(KeyId=self.place.persons_key, Plaintext=key, EncryptionContext=context)
        return base64.b64encode(answer["CiphertextBlob"]).decode()

    def open_kept(self, of: str, wrapped: str) -> bytes:
        return self._unwrapped(of, wrapped, "retention")

    def wrap_kept(self, of: str) -> tuple[bytes, str]:
        return self._new(of, "retention")

    def _known(self, person: str) -> bytes | None:
        item = self._item(person)
        if item is None:
            raise KeyError(person)
        wrapped = str(item.get("body", {}).get("S", ""))
        if not wrapped:
            return None
        if wrapped.startswith(_WRAPPED_BY_TIME):
            _, by, sealed = wrapped.split("|")
            opener = self.of(by)
            return base64.b64decode(opened_with(opener, person, sealed)) if opener else None
        return self._unwrapped(person, wrapped, "personal")

    def _item(self, person: str) -> Any:
        key = {"pk": {"S": key_pk(person)}, "sk": {"S": KEY_SK}}
        return self.place.dynamodb.get_item(TableName=self.place.tables["privacy"], Key=key, ConsistentRead=True).get("Item")

    def _new(self, person: str, purpose: str) -> tuple[bytes, str]:
        context = {"person": person, "purpose": _PURPOSE[purpose]}
        answer = self.place.kms.generate_data_key(KeyId=self.place.persons_key, KeySpec="AES_256", EncryptionContext=context)
        return bytes(answer["Plaintext"]), base64.b64encode(answer["CiphertextBlob"]).decode()

    def _unwrapped(self, person: str, wrapped: str, purpose: str) -> bytes:
        context = {"person": person, "purpose": _PURPOSE[purpose]}
        try:
            answer = self.place.kms.decrypt(
                KeyId=self.place.persons_key, CiphertextBlob=base64.b64decode(wrapped), EncryptionContext=context
            )
        except ClientError as error:
            raise Trouble(f"The key of {person} cannot be unwrapped: {error.response['Error']['Code']}.") from error
        return bytes(answer["Plaintext"])
