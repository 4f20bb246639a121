"""A client of HTTP/2 that says exactly what it is told, by h2: the library that Twisted speaks HTTP/2 with.

    http2_client.py PORT [tls]

Orders are lines of JSON on stdin, what it hears are lines of JSON on stdout. Octets are in base64.
Ends with its stdin, or when the connection is gone.
"""
import base64
import json
import os
import selectors
import socket
import ssl
import sys

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.exceptions import StreamClosedError
from h2.settings import SettingCodes
import h2.events as events

READ_OCTETS = 65536


def latin1(fields):
    return [[name.decode("latin-1"), value.decode("latin-1")] for name, value in fields]


class Client:
    def __init__(self, port, is_secure):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if is_secure:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
            context.set_alpn_protocols(["h2"])
            self.socket = context.wrap_socket(self.socket)
            assert self.socket.selected_alpn_protocol() == "h2"
        # h2 knows nothing of CONNECT without a path.
        config = H2Configuration(client_side=True, header_encoding=None, validate_outbound_headers=False)
        self.h2 = H2Connection(config)
        self.queues = {}
        self.orders = b""
        self.h2.initiate_connection()
        self.flush()

    def run(self):
        selector = selectors.DefaultSelector()
        selector.register(self.socket, selectors.EVENT_READ, self.receive)
        selector.register(sys.stdin.fileno(), selectors.EVENT_READ, self.listen)
        while all([key.data() for key, _ in selector.select()]):
            pass

    # ---- orders

    def listen(self):
        octets = os.read(sys.stdin.fileno(), READ_OCTETS)
        *lines, self.orders = (self.orders + octets).split(b"\n")
        for line in lines:
            order = json.loads(line)
            getattr(self, "do_" + order.pop("do"))(**order)
        self.flush()
        return len(octets) > 0

    def do_request(self, stream, fields, end):
        pairs = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in fields]
        self.queues[stream] = []
        self.h2.send_headers(stream, pairs, end_stream=end)

    def do_data(self, stream, data):
        self.queues[stream].append(base64.b64decode(data))
        self.send(stream)

    def do_end(self, stream, fields):
        self.queues[stream].append(fields)
        self.send(stream)

    def do_reset(self, stream, code):
        self.queues[stream] = []
        self.h2.reset_stream(stream, code)

    def do_table(self, octets):
        self.h2.update_settings({SettingCodes.HEADER_TABLE_SIZE: octets})

    def send(self, stream):
        """As far as windows go, and as long as the server has not reset the stream."""
        queue = self.queues.get(stream, [])
        try:
            self.send_queue(stream, queue)
        except StreamClosedError:
            queue.clear()

    def send_queue(self, stream, queue):
        while queue:
            first = queue[0]
            if isinstance(first, list):
                if first:
                    self.h2.send_headers(stream, first, end_stream=True)
                else:
                    self.h2.end_stream(stream)
                del queue[0]
                continue
            room = min(self.h2.local_flow_control_window(stream), self.h2.max_outbound_frame_size)
            if room == 0:
                return
            self.h2.send_data(stream, first[:room])
            if len(first) > room:
                queue[0] = first[room:]
            else:
                del queue[0]

    def flush(self):
        try:
            self.socket.sendall(self.h2.data_to_send())
        except OSError:
            pass

    # ---- what is heard

    def receive(self):
        try:
            octets = self.socket.recv(READ_OCTETS)
            # What TLS has decrypted, the selector does not see.
            while getattr(self.socket, "pending", int)() > 0:
                octets += self.socket.recv(READ_OCTETS)
        except OSError:
            octets = b""
        for event in self.h2.receive_data(octets) if octets else []:
            self.hear(event)
        for stream in self.queues:
            self.send(stream)
        self.flush()
        if not octets:
            self.tell("closed")
        return len(octets) > 0

    def hear(self, event):
        if isinstance(event, events.InformationalResponseReceived):
            self.tell("interim", stream=event.stream_id, fields=latin1(event.headers))
        elif isinstance(event, events.ResponseReceived):
            self.tell("head", stream=event.stream_id, fields=latin1(event.headers))
        elif isinstance(event, events.TrailersReceived):
            self.tell("trailers", stream=event.stream_id, fields=latin1(event.headers))
        elif isinstance(event, events.DataReceived):
            self.h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
            self.tell("data", stream=event.stream_id, data=base64.b64encode(event.data).decode())
        elif isinstance(event, events.StreamEnded):
            self.tell("ended", stream=event.stream_id)
        elif isinstance(event, events.StreamReset):
            self.tell("reset", stream=event.stream_id, code=event.error_code)
        elif isinstance(event, events.ConnectionTerminated):
            self.tell("goaway", last=event.last_stream_id, code=event.error_code)
        elif isinstance(event, events.RemoteSettingsChanged):
            changes = event.changed_settings.items()
            self.tell("settings", settings={int(code): change.new_value for code, change in changes})

    def tell(self, event, **more):
        print(json.dumps({"event": event, **more}), flush=True)


Client(int(sys.argv[1]), "tls" in sys.argv[2:]).run()
