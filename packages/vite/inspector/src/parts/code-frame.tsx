import type { VNode } from 'preact'

/** A code frame: the line that is meant stands out, its mark in the colour of the problem. */
export function CodeFrame({ text }: { readonly text: string }): VNode {
  return (
    <pre class="frame" tabIndex={0}>
      {text.split('\n').map((line) => (
        <span key={line} class={kindOf(line)}>
          {line}
          {'\n'}
        </span>
      ))}
    </pre>
  )
}

function kindOf(line: string): string {
  if (line.startsWith('>')) return 'meant'
  return /^\s*\|\s*\^+\s*$/.test(line) ? 'mark' : ''
}
