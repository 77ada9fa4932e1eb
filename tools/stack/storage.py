"""A stand-in for Supabase Storage: private buckets, objects as files, rows in storage.objects of the real PostgreSQL.

Who may do what is decided by the policies on storage.objects, with the caller's role and claims; the secret key
bypasses them as service_role does. Speaks upload, download, list and removal; no public buckets, no signed addresses.
"""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

import psycopg

from tools.stack.database import Caller, Connection, Database
from tools.stack.http import Answer, Refused, Request, as_json

SCHEMA = Path(__file__).with_name("storage.sql")
"""What has to be in the database before the first migration."""

BAD_PARTS = ("..", "//")


def error(status: int, kind: str, message: str) -> Refused:
    """An error in Storage's form; most come with HTTP 400 and the real status inside."""
    return Refused(400 if status != 413 else 413, {"statusCode": str(status), "error": kind, "message": message})


class Storage:
    """The service; files lie in `folder`."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database, self.folder = database, folder

    async def handle(self, request: Request, caller: Caller) -> Answer:
        """Answer /storage/v1/…; `request.path` is what follows it."""
        parts = request.path.strip("/").split("/", 2)
        if parts[:1] != ["object"] or any(bad in request.path for bad in BAD_PARTS):
            raise error(404, "not_found", "The stand-in for Storage does not know this address")
        try:
            async with self.database.transaction(caller) as connection:
                return await self._object(parts[1:], request, caller, connection)
        except psycopg.errors.InsufficientPrivilege as failed:
            raise error(403, "Unauthorized", "new row violates row-level security policy") from failed

    async def _object(self, parts: list[str], request: Request, caller: Caller, connection: Connection) -> Answer:
        if request.method == "POST" and parts[0] == "list" and len(parts) == 2:
            return await self._list(parts[1], request.json(), connection)
        if request.method == "DELETE" and len(parts) == 1:
            return await self._remove(parts[0], request.json().get("prefixes", []), connection)
        if request.method == "GET" and len(parts) == 2:
            bucket, name = parts[1].split("/", 1) if parts[0] == "authenticated" else parts
            return await self._download(bucket, name, connection)
        if request.method == "POST" and len(parts) == 2:
            return await self._upload(parts[0], parts[1], request, caller, connection)
        raise error(404, "not_found", "The stand-in for Storage does not know this address")

    async def _upload(self, bucket: str, name: str, request: Request, caller: Caller, connection: Connection) -> Answer:
        kind = request.headers.get("content-type", "").split(";")[0]
        query = "select file_size_limit, allowed_mime_types from storage.buckets where id = %s"
        row = await self._as_service(connection, query, (bucket,), caller)
        if row is None:
            raise error(404, "Bucket not found", "Bucket not found")
        if row[1] and kind not in row[1]:
            raise error(415, "invalid_mime_type", f"mime type {kind} is not supported")
        if row[0] and len(request.body) > row[0]:
            raise error(413, "Payload too large", "The object exceeded the maximum allowed size")
        meta = json.dumps({"mimetype": kind, "size": len(request.body)})
        insert = (
            "insert into storage.objects (bucket_id, name, owner_id, metadata) values (%s, %s, %s, %s) returning id"
        )
        try:
            rows = await connection.execute(insert, (bucket, name, caller.claims.get("sub"), meta))
        except psycopg.errors.UniqueViolation as failed:
            raise error(409, "Duplicate", "The resource already exists") from failed
        row = await rows.fetchone()
        assert row is not None
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / str(row[0])).write_bytes(request.body)
        return as_json({"Key": f"{bucket}/{name}", "Id": str(row[0])})

    async def _as_service(self, connection: Connection, query: str, values: tuple[Any, ...], caller: Caller) -> Any:
        """Storage looks a bucket up by itself, whoever asks."""
        await connection.execute("set local role service_role")
        row = await (await connection.execute(query, values)).fetchone()
        await connection.execute(f'set local role "{caller.role}"')
        return row

    async def _download(self, bucket: str, name: str, connection: Connection) -> Answer:
        query = "select id, metadata from storage.objects where bucket_id = %s and name = %s"
        row = await (await connection.execute(query, (bucket, name))).fetchone()
        if row is None:
            raise error(404, "not_found", "Object not found")
        return Answer(200, self._file(row[0]).read_bytes(), {"Content-Type": row[1]["mimetype"]})

    async def _list(self, bucket: str, body: dict[str, Any], connection: Connection) -> Answer:
        prefix = str(body.get("prefix", "")).strip("/")
        query = """select substr(name, length(%(prefix)s) + 1), id, metadata, created_at from storage.objects
          where bucket_id = %(bucket)s and starts_with(name, %(prefix)s)
          order by name limit %(limit)s offset %(offset)s"""
        paging = {"limit": min(int(body.get("limit", 100)), 1000), "offset": int(body.get("offset", 0))}
        rows = await connection.execute(query, {"bucket": bucket, "prefix": f"{prefix}/" if prefix else "", **paging})
        listed = [
            {"name": name, "id": str(one), "metadata": meta, "created_at": created.isoformat()}
            async for name, one, meta, created in rows
        ]
        return as_json(listed)

    async def _remove(self, bucket: str, names: list[str], connection: Connection) -> Answer:
        query = "delete from storage.objects where bucket_id = %s and name = any (%s) returning id, name"
        removed = await (await connection.execute(query, (bucket, names))).fetchall()
        for one, _ in removed:
            self._file(one).unlink(missing_ok=True)
        return as_json([{"name": name, "bucket_id": bucket} for _, name in removed])

    def _file(self, one: uuid.UUID) -> Path:
        return self.folder / str(one)
