#!/usr/bin/env python3
"""Names of the internet on one loopback port: a proxy for CONNECT that is itself every server that it knows.

usage: names.py DIR    DIR/HOST/ is what https://HOST/ serves, by DIR/cert.pem and key.pem; a name without a folder is one that cannot be found (502).
                       DIR gets `port`, and `log`: a line a request, "HOST PATH", or "HOST -" where the name is not there.
"""
import functools
import http.server
import pathlib
import socketserver
import ssl
import sys
import threading

place = pathlib.Path(sys.argv[1])
lock = threading.Lock()
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(place / "cert.pem", place / "key.pem")


def note(line):
    with lock, open(place / "log", "a") as log:
        log.write(line + "\n")


class Inside(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def do_GET(self):
        note(f"{pathlib.Path(self.directory).name} {self.path}")
        super().do_GET()

    def list_directory(self, path):
        self.send_error(404)


class Proxy(socketserver.StreamRequestHandler):
    def handle(self):
        host = self.rfile.readline(4096).decode("ascii", "replace").partition(" ")[2].partition(":")[0]
        while self.rfile.readline(65536).strip():
            pass
        if not host or "/" in host or not (place / host).is_dir():
            note(f"{host} -")
            self.wfile.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
            return
        self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        try:
            with context.wrap_socket(self.connection, server_side=True) as inside:
                functools.partial(Inside, directory=str(place / host))(inside, self.client_address, self.server)
        except OSError:
            pass


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True


server = Server(("127.0.0.1", 0), Proxy)
(place / "port.new").write_text(str(server.server_address[1]))
(place / "port.new").rename(place / "port")
server.serve_forever()
