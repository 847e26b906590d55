export default function Stock() {
  return <h1 data-testid="page-heading">Stock</h1>
}
