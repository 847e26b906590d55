select
    id as customer_id,
    trim(name) as customer_name,
    lower(industry) as industry,
    city,
    owner_email,
    created_at::date as customer_since
from {{ source('crm', 'customers') }}
where deleted_at is null
