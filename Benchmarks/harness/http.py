"""Single requests, for the checks before and after the load."""

import http.client
import urllib.parse


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.type = response.getheader("Content-Type", "")
        self.headers = response.headers
        self.body = response.read()


def get(url, path, headers=None, limit=15):
    base = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(base.hostname, base.port, timeout=limit)
    try:
        connection.request("GET", path, headers=headers or {})
        return Answer(connection.getresponse())
    finally:
        connection.close()
