"""Encryption at rest: what is too private for a copy of the database to give away.

`seal` and `open_` are for short values, `FileSealer` and `FileOpener` for files a part at a time,
`fields.EncryptedTextField` for a column. The keys are in a file beside the database, never in it.
Nothing here needs Django, and the cryptography is loaded by whoever first seals or opens.
"""

from ownway.foundation.keys.ring import KeyLost as KeyLost
from ownway.foundation.keys.sealing import CannotOpen as CannotOpen
from ownway.foundation.keys.sealing import open_ as open_
from ownway.foundation.keys.sealing import open_text as open_text
from ownway.foundation.keys.sealing import seal as seal
from ownway.foundation.keys.sealing import seal_text as seal_text
