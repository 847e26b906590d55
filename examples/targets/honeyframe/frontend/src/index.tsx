// What Honeyframe's own build will bundle. In a host of Plugwright the pages are found by their files.
export { default as Accounts } from './pages/accounts.tsx'
export { default as Customers } from './pages/customers.tsx'
