select
    customers.customer_id,
    customers.customer_name,
    customers.industry,
    customers.customer_since,
    count(accounts.account_id) as contracts,
    coalesce(sum(accounts.annual_value_eur), 0) as annual_value_eur,
    coalesce(sum(accounts.seats_used)::numeric / nullif(sum(accounts.seats), 0), 0) as seat_usage,
    min(accounts.renews_on) as next_renewal
from {{ ref('stg_customers') }} as customers
left join {{ ref('stg_accounts') }} as accounts using (customer_id)
group by 1, 2, 3, 4
