"""What comes from other systems, and what leaves the shop whole."""

from __future__ import annotations

from infra.functions.grants import (
    delete_objects,
    person_keys,
    read,
    read_objects,
    read_secret,
    users,
    write,
    write_objects,
)
from infra.functions.model import Function, Http, Queue

FUNCTIONS = (
    Function(
        name="data-imports",
        domain="moving",
        trigger=Http(("POST /v1/admin/data_imports", "POST /v1/admin/data_imports/*")),
        grants=(
            read("platform"),
            write("platform"),
            read_objects("moving/uploads"),
            write_objects("moving/uploads"),
            write_objects("moving/imports"),
        ),
    ),
    Function(
        name="moving-uploads",
        domain="moving",
        handler="take_in_files",
        trigger=Queue("moving-uploads", batch_size=2, concurrency=2),
        grants=(read("platform"), write("platform"), read_objects("moving/uploads")),
        timeout=30,
    ),
    Function(
        name="moving-jobs",
        domain="moving",
        handler="move",
        trigger=Queue("moving-jobs", batch_size=1, concurrency=2),
        grants=(
            read("platform"),
            write("platform"),
            read("customers"),
            write("customers"),
            read("orders"),
            write("orders"),
            read("catalog"),
            read("privacy"),
            write("privacy"),
            *person_keys(),
            read_secret("privacy"),
            users("AdminCreateUser", "AdminGetUser"),
            read_objects("moving"),
            write_objects("moving/imports"),
            delete_objects("moving"),
            write_objects("jobs/moving"),
        ),
        memory=1769,
        timeout=60,
    ),
)
