export default function Invoices() {
  return <h1 data-testid="page-heading">Invoices of version 0.0.9: nobody should see this</h1>
}
