import type { VNode } from 'preact'
import type { ViewProps } from '../app.tsx'
import { countOf, matchesQuery } from '../format.ts'
import { useHost } from '../host.ts'
import { Problem } from '../parts/problem.tsx'
import { Empty, View } from '../parts/view.tsx'

/** All problems, errors first. */
export function ProblemsView({ location, go }: ViewProps): VNode {
  const { problems, counts } = useHost().inspection
  const shown = problems.filter(({ code, message, plugin, place, severity }) =>
    matchesQuery(location.query, [code, message, plugin, place, severity]),
  )
  const { error, warning, info } = counts.problems
  return (
    <View
      title="Problems"
      about={[
        countOf(error, 'error'),
        countOf(warning, 'warning'),
        ...(info > 0 ? [`${info} for information`] : []),
      ].join(', ')}
      filter={{ label: 'Filter problems', value: location.query, onChange: (query) => go({ query }) }}
    >
      {shown.length === 0 && (
        <Empty>{problems.length === 0 ? 'No problems.' : `No problem fits "${location.query}".`}</Empty>
      )}
      {shown.map((problem) => (
        <Problem key={JSON.stringify(problem)} problem={problem} />
      ))}
    </View>
  )
}
