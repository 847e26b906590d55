select
    id as account_id,
    customer_id,
    plan,
    seats,
    seats_used,
    annual_value_eur,
    renews_on
from {{ source('crm', 'accounts') }}
