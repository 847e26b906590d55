"""Accounts."""

from fastapi import APIRouter

router = APIRouter(prefix="/api/crm/accounts", tags=["crm"])


@router.get("/{account}")
def read_account(account: str) -> dict[str, str]:
    return {"account": account}
