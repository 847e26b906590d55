/** Broken on purpose: the closing tag of the list is missing. */
export default function Rates() {
  return (
    <div className="ui-page">
      <h1 data-testid="page-heading">Carrier rates</h1>
      <ul>
        <li>Northsea Lines: €1.84 per kilogram</li>
        <li>Alpine Post: €2.10 per kilogram</li>
    </div>
  )
}
