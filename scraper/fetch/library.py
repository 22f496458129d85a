"""The HTTP client, by name: the one place that knows which library it is.

`httpx` builds requests, `httpcore` below it holds the connections. Both are used through their public names only.
"""

import httpcore
import httpx

__all__ = ["httpcore", "httpx"]
