"""Processes that belong to the harness: started by it, named in its errors, and never outliving it."""

import ctypes
import os
import pathlib
import re
import signal
import subprocess
import time

from .failures import CheckFailed

# A process that has not started or ended by then hangs. It is no measure of anything.
LIMIT = 60

_libc = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG = 1


def ends_with_parent(death_signal, parent=None):
    """Makes a `preexec_fn`: the kernel signals the child when this process ends, however it ends."""
    parent = os.getpid() if parent is None else parent

    def prepare():
        _libc.prctl(_PR_SET_PDEATHSIG, death_signal)
        # The parent may have gone between fork and prctl.
        if os.getppid() != parent:
            os._exit(1)

    return prepare


def stop_on_terminate():
    """Turns SIGTERM into an exception, so that everything that was started is ended as after Ctrl-C."""

    def leave(number, _):
        raise SystemExit(128 + number)

    signal.signal(signal.SIGTERM, leave)


class Process:
    """A server under measurement, or one that it needs. Its output goes to a file of its own.

    - routine: what stands in lines of the log that explain no failure.
    """

    def __init__(self, name, command, folder, *, environment=None, routine=None, death=signal.SIGKILL):
        self.name = name
        self._routine = routine
        self.log = pathlib.Path(folder) / f"{name.replace(' ', '-')}.log"
        # What a process of the same name wrote before is not this one's.
        self.log.unlink(missing_ok=True)
        # Appending: the file can be cut while the process goes on writing.
        with open(self.log, "ab") as output:
            self._process = subprocess.Popen(
                [str(word) for word in command],
                cwd=folder,
                env=clean_environment() | (environment or {}),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                # In a session of its own Ctrl-C reaches the harness only, which then ends its processes in order.
                start_new_session=True,
                preexec_fn=ends_with_parent(death),
            )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    @property
    def pid(self):
        return self._process.pid

    def require_running(self):
        if (status := self._process.poll()) is not None:
            raise CheckFailed(f"{self.name} ended by itself with status {status}:\n{self.tail()}")

    def wait_for_line(self, pattern):
        """The first match in what it writes, once it has written it."""

        def find():
            return re.search(pattern, self.log.read_text(errors="replace"))

        return self.wait_until(find, f"a line like {pattern}")

    def wait_until(self, condition, what):
        limit = time.monotonic() + LIMIT
        while not (result := condition()):
            self.require_running()
            if time.monotonic() > limit:
                raise CheckFailed(f"{self.name}: waited {LIMIT} s for {what}:\n{self.tail()}")
            time.sleep(0.02)
        return result

    def signal(self, number):
        self._process.send_signal(number)

    def forget_log(self):
        """Cuts the log, which grows with every request."""
        os.truncate(self.log, 0)

    def tail(self, lines=20):
        """The last that it wrote, for error messages."""
        written = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        told = [line for line in written if self._routine is None or self._routine not in line]
        return "\n".join(told[-lines:]) or "(its log says nothing)"

    def stop(self):
        """Asks it to end, insists after a while, and returns its exit status."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                return self._process.wait(LIMIT)
            except subprocess.TimeoutExpired:
                self._process.kill()
        return self._process.wait()


def clean_environment():
    """What programs need, and nothing that changes what they do (NODE_OPTIONS, TOLLGATE_URL, a proxy)."""
    kept = ("PATH", "HOME", "LD_LIBRARY_PATH", "LANG", "TMPDIR")
    return {name: os.environ[name] for name in kept if name in os.environ}


def run(command, *, environment=None, limit=600, folder=None):
    """Runs a command to its end and returns its output; it has to succeed."""
    command = [str(word) for word in command]
    result = subprocess.run(
        command,
        cwd=folder,
        env=clean_environment() | (environment or {}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=limit,
        preexec_fn=ends_with_parent(signal.SIGKILL),
    )
    if result.returncode != 0:
        raise CheckFailed(
            f"`{' '.join(command[:6])} …` ended with status {result.returncode}:\n{result.stdout}{result.stderr}"
        )
    return result.stdout
