"""How a run ends that cannot go on."""


class Missing(Exception):
    """Something that the harness needs is not there. Exit status 69."""


class CheckFailed(Exception):
    """A server answered something else than it should, or did not answer. Exit status 1.

    Figures of servers that answer wrongly mean nothing, so the first one ends the run.
    """
