"""The token of the receiver: from the environment or from the keyring of the operating system, never from a file.

It is bound to the receiver's host in the keyring, so that another address gets another token. It is never printed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from msptool.workspace.problems import Refusal

VARIABLE = "MSPTOOL_PUSH_TOKEN"
SERVICE = "msptool-push"
_SAFE = re.compile(r"[\x21-\x7e]{1,8192}")


def push_token(url: str, environment: Mapping[str, str] = os.environ) -> str:
    """The token for an address; refuses where there is none, and one that no header can hold."""
    host = urlsplit(url).hostname or ""
    place = f"The environment variable {VARIABLE}"
    found = environment.get(VARIABLE, "").strip()
    if not found:
        place, found = f"The keyring's entry {SERVICE} of {host}", _from_keyring(host).strip()
    if not found:
        raise Refusal(
            f"There is no token for {host}: set {VARIABLE}, or store it with 'keyring set {SERVICE} {host}' "
            "(pip install 'msptool[keyring]'). A receiver that wants none takes --without-token."
        )
    if not _SAFE.fullmatch(found):
        raise Refusal(f"{place} holds what cannot be a token: only printable ASCII without spaces can be sent.")
    return found


def _from_keyring(host: str) -> str:
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return ""
    try:
        return keyring.get_password(SERVICE, host) or ""
    except KeyringError as error:
        raise Refusal(f"The keyring cannot be read ({type(error).__name__}): unlock it, or set {VARIABLE}.") from None
