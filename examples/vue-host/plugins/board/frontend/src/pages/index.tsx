import { usePage } from '@plugwright/react'
import { useState } from 'react'

export default function Board() {
  const { plugin } = usePage()
  const [scores, setScores] = useState({ Red: 0, Blue: 0 })
  return (
    <>
      <h1>Board</h1>
      <p style={{ display: 'flex', gap: '0.5rem' }}>
        {(['Red', 'Blue'] as const).map((team) => (
          <button key={team} type="button" onClick={() => setScores({ ...scores, [team]: scores[team] + 1 })}>
            {team}: {scores[team]}
          </button>
        ))}
      </p>
      <p>
        {plugin.name} {plugin.version}, a React page in a Vue host
      </p>
    </>
  )
}
