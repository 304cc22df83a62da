"""What kb raises. What a caller can do about a failure decides its class."""

import errno
from typing import Dict, Optional, Type


class Error(Exception):
    """An operation as a whole could not complete.

    str() is the line that the commands print: the message with the hint in parentheses.
    """

    #: A stable lower-case identifier of the class, as in "not_found".
    code: str = "internal"
    #: What went wrong, one line.
    message: str
    #: What the person can do about it; may be empty.
    hint: str

    _errno: Optional[int] = None

    def __init__(self, message: str = "", hint: str = "") -> None:
        super().__init__(message, hint)
        self.args = (message, hint)
        self.message = message
        self.hint = hint
        if self._errno is not None:
            # Set afterwards: OSError(errno, text) would look like "[Errno 2] …".
            self.errno = self._errno

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message


class InvalidArgumentError(Error, ValueError):
    """The call itself is wrong; fix the argument."""

    code = "invalid_argument"


class NotFoundError(Error, FileNotFoundError):
    """A file, directory, index or document does not exist."""

    code = "not_found"
    _errno = errno.ENOENT


class PermissionDeniedError(Error, PermissionError):
    """The operating system refused access."""

    code = "permission_denied"
    _errno = errno.EACCES


class IoError(Error, OSError):
    """Reading or writing failed; the index keeps its last commit."""

    code = "io"
    _errno = errno.EIO


class NoSpaceError(IoError):
    """The disk is full; the index keeps its last commit."""

    code = "no_space"
    _errno = errno.ENOSPC


class NotAnIndexError(Error, ValueError):
    """The directory holds something, but not a kb index."""

    code = "not_an_index"


class FormatTooNewError(Error, NotImplementedError):
    """Written by a newer kb; upgrade to read it."""

    code = "format_too_new"


class LockedError(Error, BlockingIOError):
    """Another writer holds the index."""

    code = "locked"
    _errno = errno.EAGAIN


class CorruptError(Error, OSError):
    """The index is damaged."""

    code = "corrupt"
    _errno = errno.EIO


class CancelledError(Error, InterruptedError):
    """Stopped on request."""

    code = "cancelled"
    _errno = errno.EINTR


class UnsupportedError(Error, NotImplementedError):
    """A known form that this version does not handle."""

    code = "unsupported"


class InternalError(Error, RuntimeError):
    """A defect in kb."""

    code = "internal"


class ParseWarning(UserWarning):
    """Something wrong with one input or one document; the rest goes on."""


_classes: Dict[str, Type[Error]] = {
    error.code: error
    for error in (
        InvalidArgumentError,
        NotFoundError,
        PermissionDeniedError,
        IoError,
        NoSpaceError,
        NotAnIndexError,
        FormatTooNewError,
        LockedError,
        CorruptError,
        CancelledError,
        UnsupportedError,
        InternalError,
    )
}


def make_error(code: str, message: str, hint: str) -> Error:
    """The exception for a code of the library."""
    return _classes.get(code, InternalError)(message, hint)


for _class in (Error, ParseWarning, *_classes.values()):
    _class.__module__ = "kb"
