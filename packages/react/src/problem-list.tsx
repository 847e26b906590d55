import type { PluginStatus, ProblemRecord } from '@plugwright/runtime'
import type { ReactElement } from 'react'
import { CODE_STYLE } from './card-frame.tsx'
import { EditorLink } from './editor-link.tsx'

/** What is known about problems: message, place, code frame, hint. Production knows messages only. */
export function ProblemList(props: {
  readonly status: PluginStatus
  readonly problems: readonly ProblemRecord[]
  /** The message stands elsewhere. */
  readonly detailsOnly?: boolean
}): ReactElement {
  return (
    <>
      {props.problems.map((problem) => (
        <div
          key={`${problem.code} ${problem.file} ${problem.line} ${problem.message}`}
          data-plugwright-problem={problem.code}
        >
          {props.detailsOnly !== true && (
            <p>
              <code>{problem.code}</code> {problem.message}
            </p>
          )}
          <EditorLink status={props.status} problem={problem} />
          {problem.frame !== undefined && <pre style={CODE_STYLE}>{problem.frame}</pre>}
          {problem.hint !== undefined && <p>Hint: {problem.hint}</p>}
        </div>
      ))}
    </>
  )
}
