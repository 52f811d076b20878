"""A certificate authority of the run's own, and the scripted provider's certificate."""

from .processes import run


class Certificates:
    """`ca`, `certificate` and `key` are files; they are good for two days and for this machine's names only."""

    def __init__(self, folder):
        self.ca = folder / "ca.pem"
        self.certificate = folder / "provider.pem"
        self.key = folder / "provider.key"
        authority_key, request, extensions = folder / "ca.key", folder / "provider.csr", folder / "extensions"
        new_key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        run(
            ["openssl", "req", "-x509", *new_key, "-keyout", authority_key, "-out", self.ca, "-days", 2]
            + ["-subj", "/CN=Tollgate benchmark authority"]
            + ["-addext", "keyUsage=critical,keyCertSign,cRLSign"]
        )
        run(["openssl", "req", *new_key, "-keyout", self.key, "-out", request, "-subj", "/CN=localhost"])
        extensions.write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n")
        run(
            ["openssl", "x509", "-req", "-in", request, "-CA", self.ca, "-CAkey", authority_key, "-CAcreateserial"]
            + ["-days", 2, "-extfile", extensions, "-out", self.certificate]
        )
