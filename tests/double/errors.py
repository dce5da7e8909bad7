"""The error replies of Discord's API that the double gives, by their JSON codes."""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """Raised inside a route to answer with an HTTP error."""

    def __init__(self, status: int, code: int, message: str, **extra: Any) -> None:
        super().__init__(message)
        self.status = status
        self.body: dict[str, Any] = {"message": message, "code": code, **extra}


def unauthorized() -> ApiError:
    return ApiError(401, 0, "401: Unauthorized")


def not_found() -> ApiError:
    return ApiError(404, 0, "404: Not Found")


def unknown_channel() -> ApiError:
    return ApiError(404, 10003, "Unknown Channel")


def unknown_message() -> ApiError:
    return ApiError(404, 10008, "Unknown Message")


def unknown_webhook() -> ApiError:
    return ApiError(404, 10015, "Unknown Webhook")


def unknown_interaction() -> ApiError:
    return ApiError(404, 10062, "Unknown interaction")


def already_acknowledged() -> ApiError:
    return ApiError(400, 40060, "Interaction has already been acknowledged.")


def invalid_token() -> ApiError:
    """Also what an interaction token older than 15 minutes gives."""
    return ApiError(401, 50027, "Invalid Webhook Token")


def not_author() -> ApiError:
    return ApiError(403, 50005, "Cannot edit a message authored by another user")


def too_many_followups() -> ApiError:
    return ApiError(
        400, 40094, "This interaction has reached the maximum number of follow-up messages"
    )


def unknown_reference() -> ApiError:
    """A reply to a message that is gone; the reason stands under the field it is about."""
    reason = {"code": "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "message": "Unknown message"}
    errors = {"message_reference": {"_errors": [reason]}}
    return ApiError(400, 50035, "Invalid Form Body", errors=errors)


def invalid_form(problems: list[str]) -> ApiError:
    """HTTP 400 as for any payload over a limit; the reasons stand where Discord puts them."""
    errors = {"_errors": [{"code": "DOUBLE_CHECK", "message": text} for text in problems]}
    return ApiError(400, 50035, "Invalid Form Body", errors=errors)


def internal() -> ApiError:
    return ApiError(500, 0, "500: Internal Server Error")
