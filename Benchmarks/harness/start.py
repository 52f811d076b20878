"""How long the program takes to say its version: what every use of the command line waits for."""

RUNS = 41


def measure(compiled, tollgate):
    """- Returns: the runs of each command. `true` is what starting and ending any process costs here."""
    commands = {
        "tollgate version": [tollgate, "version"],
        "curl --version": ["curl", "--version"],
        "true": ["/bin/true"],
    }
    compiled.times(3, commands.values())
    return dict(zip(commands, compiled.times(RUNS, commands.values())))
