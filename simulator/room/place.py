"""Where the room is open: for this machine alone unless an address is given; and what that means for those who join."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import socket
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

from simulator.errors import UserError
from simulator.i18n import _

PORT = 8360
"""Where the room is looked for when no port is given; fixed, so that phones find a room that was opened again."""

_WRITTEN = re.compile(
    r"(?P<address>\[[^\]]*\]|[^:\[\]]*|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*?)(:(?P<port>\d{1,5}))?"
)


@dataclass(frozen=True, slots=True)
class Place:
    """An address of this machine and a port; port 0 lets the system choose."""

    address: str = "127.0.0.1"
    port: int = PORT

    @property
    def loopback(self) -> bool:
        """Whether only programs of this machine get there."""
        return ip_address(self.address).is_loopback

    @property
    def host(self) -> str:
        """The address as it stands in links."""
        return f"[{self.address}]" if isinstance(ip_address(self.address), IPv6Address) else self.address

    def url(self, code: str = "") -> str:
        """The page; with the code filled in, if one is given."""
        return f"http://{self.host}:{self.port}/" + (f"?code={code}" if code else "")

    def meaning(self) -> str:
        """What it means that the room is open here, in a sentence or two for the facilitator."""
        if self.loopback:
            return _("只有这台电脑上的浏览器能打开。要让手机进来，请写明这台电脑在局域网里的地址。")
        return _(
            "连着同一网络的人都能打开 {host}:{port}，没有码进不来。票和对话在局域网里不加密，"
            "网络里的人可能看得见：只在信得过的网络里用，投完就关。",
            host=self.host,
            port=self.port,
        )


def own_address() -> str:
    """This machine's address in the network it goes out by; empty where there is none. Nothing is sent."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        # An address kept for documentation (RFC 5737): a datagram socket only looks up the way there.
        out.connect(("192.0.2.1", 9))
        found = str(out.getsockname()[0])
        return "" if ip_address(found).is_loopback else found
    return ""


def parse(text: str) -> Place:
    """A place as it is written on a command line: `192.168.1.5`, `192.168.1.5:8000`, `[fd00::5]:8000`, `localhost`.

    Raises:
        UserError: it is not one address of a machine; names of machines and "all addresses" are not taken, so that
            it is always said where the room is open.
    """
    found = _WRITTEN.fullmatch(text.strip())
    name = found["address"].strip("[]") if found else text
    port = int(found["port"] or PORT) if found else PORT
    hint = _("例：--address 192.168.1.5。地址在系统的网络设置里。")
    try:
        address = ip_address("127.0.0.1" if name in ("", "localhost") else name)
    except ValueError:
        raise UserError(_("“{text}”不是一个地址。", text=text), hint, 2) from None
    if address.is_unspecified or address.is_multicast:
        raise UserError(_("“{text}”不是一台电脑的地址，房间要开在一个写明的地址上。", text=text), hint, 2)
    if not 0 <= port <= 65535:
        raise UserError(_("端口在 1 到 65535 之间，不是 {port}。", port=port), hint, 2)
    return Place(str(address), port)


def not_opened(place: Place, error: OSError) -> UserError:
    """Why a server could not be opened at a place, and what to do."""
    if error.errno == errno.EADDRINUSE:
        return UserError(
            _("{host}:{port} 已经有别的程序在用。", host=place.host, port=place.port),
            _("换一个端口，例如 {host}:{other}。", host=place.host, other=place.port + 1),
        )
    if error.errno == errno.EADDRNOTAVAIL:
        return UserError(
            _("{host} 不是这台电脑的地址。", host=place.host),
            _("地址在系统的网络设置里；不写地址就只在这台电脑上开。"),
        )
    if error.errno == errno.EACCES:
        return UserError(
            _("系统不让在 {port} 端口上开。", port=place.port), _("换一个 1024 以上的端口：--port {port}", port=PORT)
        )
    # The loop's own message repeats the address in words of its own.
    why = os.strerror(error.errno) if error.errno else error
    return UserError(_("没有开成：{why}", why=why))
