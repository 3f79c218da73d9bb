"""A server on loopback that writes down what it is sent: listener.py FILE. Prints its port. What it answers hangs on the path:
/ok 200, /down 500, /busy 429 with Retry-After, /slow answers after 30 s, /away redirects to /stolen."""
import http.server
import json
import sys
import time


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        with open(sys.argv[1], "a") as out:
            out.write(json.dumps({"path": self.path, "headers": dict(self.headers), "body": body}) + "\n")
        if self.path == "/slow":
            time.sleep(30)
        self.send_response({"/down": 500, "/busy": 429, "/away": 307}.get(self.path, 200))
        if self.path == "/busy":
            self.send_header("Retry-After", "7200")
        if self.path == "/away":
            self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/stolen")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
