"""Drives the built binary: commands, and gateways over real sockets."""

import http.client
import json
import os
import pathlib
import queue
import re
import subprocess
import threading
import urllib.parse

# Nothing here takes long; a limit is for what hangs.
LIMIT = 30


class Tollgate:
    """The command line in a folder of its own."""

    def __init__(self, binary, folder):
        self.binary = binary
        self.folder = pathlib.Path(folder)

    def environment(self, extra=None):
        kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "HOME") if name in os.environ}
        return kept | {"SWIFT_BACKTRACE": "enable=no"} | (extra or {})

    def run(self, *arguments, env=None, stdin=None):
        result = subprocess.run(
            [self.binary, *map(str, arguments)],
            cwd=self.folder,
            env=self.environment(env),
            input=stdin,
            capture_output=True,
            text=True,
            timeout=LIMIT,
        )
        assert result.returncode >= 0, f"ended by signal {-result.returncode}: {result.stderr}"
        return result

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return path


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def json(self):
        return json.loads(self.body)


class Gateway:
    """A running gateway. Everything that it says on standard error is kept."""

    def __init__(
        self,
        tollgate,
        configuration,
        env=None,
        name="providers.yaml",
        arguments=(),
        listen="127.0.0.1:0",
        development=False,
    ):
        self.config = tollgate.write(name, configuration)
        command = ["serve", "--listen", listen, "--admin", "127.0.0.1:0"]
        if development:
            command = ["dev", "--port", "0"]
        self.process = subprocess.Popen(
            [tollgate.binary, *command, "-c", self.config, *arguments],
            cwd=tollgate.folder,
            env=tollgate.environment(env),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.lines = []
        # Cleared: nobody reads what it says.
        self.listens = threading.Event()
        self.listens.set()
        self._queue = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        try:
            self.url = self._await(r"API +(http://\S+)")
            self.admin = self._await(r"Admin +(http://\S+)")
        except BaseException:
            self.stop()
            raise

    def _read(self):
        for line in self.process.stderr:
            self.listens.wait(LIMIT)
            self.lines.append(line)
            self._queue.put(line)
        self._queue.put(None)

    def _await(self, pattern):
        while True:
            try:
                line = self._queue.get(timeout=LIMIT)
            except queue.Empty:
                raise AssertionError(f"no line like {pattern!r} in {LIMIT} s: {''.join(self.lines)}")
            assert line is not None, f"it ended with {self.process.wait()}: {''.join(self.lines)}"
            if found := re.search(pattern, line):
                return found[1]

    def request(self, method, path, key=None, body=None, headers=None, admin=False):
        base = urllib.parse.urlsplit(self.admin if admin else self.url)
        connection = http.client.HTTPConnection(base.hostname, base.port, timeout=LIMIT)
        headers = dict(headers or {})
        if key:
            headers["Authorization"] = f"Bearer {key}"
        if body is not None and not isinstance(body, (bytes, str)):
            body = json.dumps(body)
            headers.setdefault("Content-Type", "application/json")
        try:
            connection.request(method, path, body=body, headers=headers)
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def get(self, path, key=None, **options):
        return self.request("GET", path, key, **options)

    def post(self, path, key=None, body=None, **options):
        return self.request("POST", path, key, body=body, **options)

    def signal(self, number):
        self.process.send_signal(number)

    def stop(self):
        self.listens.set()
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(LIMIT)
        self._reader.join(LIMIT)

    def finish(self):
        """Waits until it has ended by itself."""
        status = self.process.wait(LIMIT + 15)
        self._reader.join(LIMIT)
        return status

    @property
    def log(self):
        return "".join(self.lines)
