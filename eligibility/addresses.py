"""The network address that a request comes from: used at once for counting, never stored and never logged."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

HOME = 64
"""Length of the IPv6 prefix that one household or one attacker gets; all addresses within it are one client."""


def client_address(request: HttpRequest) -> str:
    """The address of the client, as text; of IPv6 its network. Empty where the server names none.

    X-Forwarded-For is written by whoever sends the request; each proxy adds at its end whom it heard. So it is read
    from its end, and only as long as the one who added an entry is among the setting TRUSTED_PROXIES.
    """
    nearest = _address(request.META.get("REMOTE_ADDR", ""))
    claimed = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    while nearest is not None and claimed and _is_trusted(nearest):
        before = _address(claimed.pop())
        if before is None:
            break
        nearest = before
    return _client(nearest)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text.strip())
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def _is_trusted(address: IPv4Address | IPv6Address) -> bool:
    return any(address in network for network in settings.TRUSTED_PROXIES)


def _client(address: IPv4Address | IPv6Address | None) -> str:
    if isinstance(address, IPv6Address):
        return str(ip_network((int(address) >> 128 - HOME << 128 - HOME, HOME)))
    return str(address or "")
