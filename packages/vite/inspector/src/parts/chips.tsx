import type { VNode } from 'preact'
import type { InspectedState } from '../../../src/inspect/inspection.ts'

const TONES: Readonly<Record<InspectedState, string>> = {
  merged: 'good',
  broken: 'bad',
  invalid: 'bad',
  shadowed: 'warn',
  packed: 'info',
}

const MEANINGS: Readonly<Record<InspectedState, string>> = {
  merged: 'Its pages appear in the host.',
  broken: 'Some of its code does not parse or resolve; the rest appears.',
  invalid: 'Its manifest has errors, so nothing of it appears.',
  shadowed: 'An earlier plugin has its name.',
  packed: 'A package; plugins are merged from source only.',
}

/** What became of a plugin. */
export function StateChip({ state }: { readonly state: InspectedState }): VNode {
  return (
    <span class={`chip ${TONES[state]}`} title={MEANINGS[state]}>
      {state}
    </span>
  )
}

/** How much a problem matters. */
export function SeverityChip({ severity }: { readonly severity: string }): VNode {
  const tone = severity === 'error' ? 'bad' : severity === 'warning' ? 'warn' : 'info'
  return <span class={`chip ${tone}`}>{severity}</span>
}

/** A permission, or that there is none. */
export function Permission({ name }: { readonly name: string | null }): VNode {
  return name === null ? <span class="quiet">public</span> : <code class="permission">{name}</code>
}
