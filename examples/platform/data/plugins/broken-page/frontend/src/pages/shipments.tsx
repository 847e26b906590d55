import { useEffect, useState } from 'react'

interface Shipment {
  id: string
  to: string
  carrier: string
  due: string
  state: string
}

/** Works, whatever becomes of its sister page. */
export default function Shipments() {
  const [shipments, setShipments] = useState<Shipment[]>([])

  useEffect(() => {
    void fetch('/api/broken-page/shipments')
      .then((response) => (response.ok ? response.json() : []))
      .then(setShipments)
  }, [])

  return (
    <div className="ui-page">
      <header className="ui-page-header">
        <div>
          <h1 data-testid="page-heading">Shipments</h1>
          <p className="ui-lead">Everything that left the warehouse this week.</p>
        </div>
      </header>
      <div className="ui-card ui-scroll">
        <table className="ui-table">
          <thead>
            <tr>
              <th scope="col">Shipment</th>
              <th scope="col">To</th>
              <th scope="col">Carrier</th>
              <th scope="col">Due</th>
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            {shipments.map((shipment) => (
              <tr key={shipment.id} data-testid="shipping-shipment">
                <td className="ui-mono">{shipment.id}</td>
                <td>{shipment.to}</td>
                <td>{shipment.carrier}</td>
                <td>{shipment.due}</td>
                <td>
                  <span className="ui-badge">{shipment.state}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}
