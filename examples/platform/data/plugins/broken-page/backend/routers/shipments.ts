const shipments = [
  { id: 'SH-7731', to: 'Calder Precision, Leeds', carrier: 'Northsea Lines', due: '2026-11-21', state: 'in customs' },
  { id: 'SH-7728', to: 'Aldwych Freight, London', carrier: 'Northsea Lines', due: '2026-11-20', state: 'on the road' },
  { id: 'SH-7719', to: 'Elmhurst Clinics, Utrecht', carrier: 'Velo Courier', due: '2026-11-20', state: 'delivered' },
  { id: 'SH-7702', to: 'Juniper Labs, Basel', carrier: 'Alpine Post', due: '2026-11-24', state: 'packed' },
]

/** `GET /` */
export const router = () => Response.json(shipments)
