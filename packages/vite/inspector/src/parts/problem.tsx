import type { VNode } from 'preact'
import type { InspectedProblem } from '../../../src/inspect/inspection.ts'
import { SeverityChip } from './chips.tsx'
import { CodeFrame } from './code-frame.tsx'
import { EditorLink } from './editor-link.tsx'

/** A problem with all that helps to mend it. */
export function Problem({ problem }: { readonly problem: InspectedProblem }): VNode {
  const { severity, code, message, hint, file, place, line, column, frame, plugin, related } = problem
  return (
    <article class={`problem ${severity}`} data-code={code}>
      <header>
        <SeverityChip severity={severity} />
        <code>{code}</code>
        {plugin !== undefined && <span class="quiet">{plugin}</span>}
        {file !== undefined && place !== undefined && (
          <EditorLink file={file} place={place} line={line} column={column} />
        )}
      </header>
      <p>{message}</p>
      {frame !== undefined && <CodeFrame text={frame} />}
      {hint !== undefined && (
        <p class="hint">
          <strong>Hint</strong> {hint}
        </p>
      )}
      {related.map((other) => (
        <p class="related" key={other.message}>
          {other.file !== undefined && other.place !== undefined && (
            <EditorLink file={other.file} place={other.place} line={other.line} column={other.column} />
          )}{' '}
          <span class="quiet">{other.message}</span>
        </p>
      ))}
    </article>
  )
}
