"""A TCP connection to the desk that a test can cut, as a train in a tunnel does."""

import socket
import threading


class Wire:
    """Forwards a port of its own. Chromium's other end of `cut` and `mute` is a real socket."""

    def __init__(self, port: int):
        self.target = port
        self.pairs: list[tuple[socket.socket, socket.socket]] = []
        self.muted: set[socket.socket] = set()
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                near, _ = self.server.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                near.close()
                continue
            self.pairs.append((near, far))
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self._pump, args=(source, sink), daemon=True).start()

    def _pump(self, source, sink):
        try:
            while data := source.recv(65_536):
                if source not in self.muted:
                    sink.sendall(data)
        except OSError:
            pass
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def cut(self) -> None:
        """Ends every connection; new ones work."""
        for pair in self.pairs:
            for end in pair:
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass

    def mute(self, *, towards_desk: bool) -> None:
        """Connections of now stay open and carry nothing more in one direction."""
        self.muted.update(near if towards_desk else far for near, far in self.pairs)

    def stop(self) -> None:
        # A thread that waits in `accept` would take one more connection after `close`.
        try:
            self.server.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.server.close()
        self.cut()
