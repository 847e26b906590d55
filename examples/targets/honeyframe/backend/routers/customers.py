"""Customers."""

from fastapi import APIRouter

from ..services.store import CUSTOMERS

router = APIRouter(prefix="/api/crm/customers", tags=["crm"])


@router.get("")
def list_customers() -> list[dict[str, str]]:
    return CUSTOMERS
