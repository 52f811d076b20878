"""An nginx of the harness's own: its configuration, its folder, its port, and none of the system's."""

import os
import signal
import socket

from .processes import Process

FRAME = """
{user}
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
worker_processes auto;
worker_rlimit_nofile 8192;
events {{ worker_connections 2048; }}
http {{
    access_log off;
    server_tokens off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000000;
    keepalive_timeout 600s;
    map_hash_bucket_size 256;
    default_type application/json;
    client_body_temp_path {folder}/client;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    scgi_temp_path {folder}/scgi;
    uwsgi_temp_path {folder}/uwsgi;
{http}
}}
"""


def free_port():
    """A port that nobody has at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


def start(name, folder, http):
    """Starts an nginx with a configuration of its `http` block, and waits until it has begun to listen."""
    own = folder / name.replace(" ", "-")
    own.mkdir()
    configuration = own / "nginx.conf"
    # Workers of root would be those of a user who may not enter the run's folder.
    user = "user root;" if os.geteuid() == 0 else ""
    configuration.write_text(FRAME.format(user=user, folder=own, http=http))
    process = Process(
        name,
        ["nginx", "-p", own, "-e", own / "error.log", "-c", configuration],
        folder,
        # Killed, it would leave its workers behind.
        death=signal.SIGTERM,
    )
    process.log = own / "error.log"
    process.wait_until((own / "nginx.pid").exists, "its pid file")
    return process
