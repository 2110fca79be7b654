"""Servers that speak the protocols of S3 and Google Cloud Storage, with the conditions on writes that these keep."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any
from unittest.mock import patch

import requests

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@contextmanager
def s3(*, deaf: bool = False) -> Iterator[str]:
    """The address of an S3 with the bucket ``faro``; ``deaf`` to conditions, as some services are."""
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import make_server

    inner: Application = DomainDispatcherApplication(create_backend_app)
    alone = threading.Lock()

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if deaf:
            environ.pop("HTTP_IF_MATCH", None)
            environ.pop("HTTP_IF_NONE_MATCH", None)
        with alone:  # a condition and its write are one step
            return list(inner(environ, start))

    server = make_server("127.0.0.1", 0, application, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        requests.post(f"http://127.0.0.1:{server.server_port}/moto-api/reset", timeout=10)
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def gcs() -> Iterator[str]:
    """The address of a Google Cloud Storage with the bucket ``faro``."""
    from gcp_storage_emulator.exceptions import NotFound
    from gcp_storage_emulator.handlers import objects
    from gcp_storage_emulator.server import create_server

    def keeping(upload: Callable[..., Any], name_of: Callable[[Any], str]) -> Callable[..., Any]:
        def checked(request: Any, response: Any, storage: Any) -> Any:
            wanted = request.query.get("ifGenerationMatch")
            try:
                present = storage.get_file_obj(request.params["bucket_name"], name_of(request))["generation"]
            except NotFound:
                present = "0"
            if wanted and wanted[0] != present:
                response.status = HTTPStatus.PRECONDITION_FAILED
                return None
            return upload(request, response, storage)

        return checked

    media = keeping(objects._media_upload, lambda request: str(request.query["name"][0]))
    multipart = keeping(objects._multipart_upload, lambda request: str(request.data["meta"]["name"]))
    with patch.multiple(objects, _media_upload=media, _multipart_upload=multipart):
        server = create_server("127.0.0.1", 0, in_memory=True, default_bucket="faro")
        server.start()
        try:
            yield f"http://127.0.0.1:{server._api._httpd.server_port}"
        finally:
            server.stop()
