import type { FailedModule, PluginFailure } from '../page-match.ts'
import type { ProblemRecord } from '../registry-data.ts'
import type { HostFramework, PluginStatus, Registry } from '../registry.ts'
import { resolveText } from '../resolve-text.ts'
import { CODE_STYLE, element, type CardElement, type CardNode, type CardStyle } from './card-element.ts'
import { toProblemParts } from './card-problem.ts'

/** Everything an outlet or slot can have to say instead of showing a plugin. */
export type CardKind = PluginFailure['kind'] | 'index' | 'empty'

/** What a card is about: a failure, `routeBase` itself, or a host without plugins. */
export type CardSubject = PluginFailure | { readonly kind: 'index' } | { readonly kind: 'empty' }

/** What a card is made from. */
export interface CardFacts {
  readonly registry: Registry
  readonly locale: string
  /** What the host's links put before every address. */
  readonly base: string
  /** An id for the title, unique in the document. */
  readonly id: string
  /** The host's; a first page is written for it. */
  readonly framework: HostFramework
}

/**
 * The default card that says why no plugin is shown here. That of `routeBase` itself has a title only: the adapter puts its
 * navigation below.
 */
export function toCard(subject: CardSubject, facts: CardFacts): CardElement {
  if (subject.kind === 'index') return frame('index', { title: 'Plugins', id: facts.id }, [])
  if (subject.kind === 'empty') return toEmptyCard(facts)
  return subject.kind === 'failed' ? toFailedCard(subject, facts) : toFailureCard(subject, facts)
}

/** The look of every card: class `plugwright-card`, `data-plugwright-card` with its kind. */
function frame(
  kind: CardKind,
  { title, id, alert = false }: { readonly title: string; readonly id: string; readonly alert?: boolean },
  children: readonly CardNode[],
): CardElement {
  return {
    tag: 'section',
    class: 'plugwright-card',
    style: CARD,
    attributes: {
      'data-plugwright-card': kind,
      'aria-labelledby': id,
      // Something went wrong, so assistive technology says it at once.
      ...(alert && { role: 'alert' }),
    },
    children: [{ tag: 'h2', style: TITLE, attributes: { id }, children: [title] }, ...children],
  }
}

/** How to make the first plugin. */
function toEmptyCard({ id, framework }: CardFacts): CardElement {
  return frame('empty', { title: 'There are no plugins yet', id }, [
    element(
      'p',
      'A plugin is a folder with a ',
      element('code', 'plugin.yaml'),
      " in one of the host's roots, the folders that its ",
      element('code', 'vite.config.ts'),
      ' names (',
      element('code', 'plugins'),
      ' where it names none). For a first one, write these two files there; it appears here at once:',
    ),
    { tag: 'pre', style: CODE_STYLE, children: [FIRST_MANIFEST + FIRST_PAGES[framework]] },
  ])
}

const FIRST_MANIFEST = `# hello/plugin.yaml
name: hello
version: 0.1.0
nav:
  - { label: Hello, path: /hello }
`

const FIRST_PAGES: Readonly<Record<HostFramework, string>> = {
  react: `
// hello/frontend/src/pages/index.tsx
export default function Hello() {
  return <h1>Hello</h1>
}`,
  vue: `
<!-- hello/frontend/src/pages/index.vue -->
<template>
  <h1>Hello</h1>
</template>`,
}

/** Code that could not be loaded, set up or shown. */
function toFailedCard(subject: FailedModule, facts: CardFacts): CardElement {
  const { dev } = facts.registry.getSnapshot()
  const status = facts.registry.status(subject.plugin)
  const [telling] = subject.problems
  const title = `${resolveText(status.displayName, facts.locale)} could not be shown`
  return frame('failed', { title, id: facts.id, alert: true }, [
    {
      tag: 'dl',
      style: LIST,
      children: [
        element('dt', 'Plugin'),
        value([subject.plugin, status.version].filter(Boolean).join(' ')),
        ...(subject.module === undefined
          ? []
          : [element('dt', 'File'), value(element('code', subject.module))]),
        element('dt', 'Reason'),
        value(subject.reason),
      ],
    },
    ...(dev && telling !== undefined ? toProblem(telling, { status, facts, words: [] }) : []),
    {
      tag: 'button',
      attributes: { type: 'button' },
      onClick: () => (subject.needsReload === true ? globalThis.location.reload() : subject.retry()),
      children: [subject.needsReload === true ? 'Reload the page' : 'Try again'],
    },
  ])
}

function value(child: CardNode): CardElement {
  return { tag: 'dd', style: { margin: 0 }, children: [child] }
}

/** A plugin that is known not to be usable, or an address that leads nowhere in it. */
function toFailureCard(
  subject: Exclude<PluginFailure, { readonly kind: 'failed' }>,
  facts: CardFacts,
): CardElement {
  const { kind, plugin, reason, problems } = subject
  const status = facts.registry.status(plugin)
  const title = TITLES[kind](resolveText(status.displayName, facts.locale))
  const known = [status.name, status.version, status.source].filter(Boolean).join(' ')
  const isTold = problems.some(({ message }) => message === reason)
  return frame(kind, { title, id: facts.id, alert: kind === 'blocked' || kind === 'invalid' }, [
    ...(status.version === '' ? [] : [element('p', element('code', known))]),
    ...(isTold ? [] : [element('p', reason)]),
    ...problems.flatMap((problem) => {
      const words = [element('p', element('code', problem.code), ` ${problem.message}`)]
      return toProblem(problem, { status, facts, words })
    }),
  ])
}

const TITLES: Readonly<Record<Exclude<PluginFailure['kind'], 'failed'>, (name: string) => string>> = {
  'not-installed': (name) => `${name} is not installed`,
  disabled: (name) => `${name} is switched off`,
  blocked: (name) => `${name} does not fit this host`,
  invalid: (name) => `${name} has an invalid plugin.yaml`,
  'not-found': (name) => `${name} has no such page`,
  forbidden: (name) => `This page of ${name} is not open to you`,
}

/** What is known about a problem: words, place, code frame, hint. Production knows words only. */
function toProblem(
  problem: ProblemRecord,
  {
    status,
    facts: { registry, base },
    words,
  }: { readonly status: PluginStatus; readonly facts: CardFacts; readonly words: readonly CardNode[] },
): CardElement[] {
  const { dev, root } = registry.getSnapshot()
  return [
    {
      tag: 'div',
      attributes: { 'data-plugwright-problem': problem.code },
      children: [...words, ...toProblemParts(problem, { dir: status.dir, root, dev, base })],
    },
  ]
}

// Style properties set by script are allowed under a strict content security policy; a style element is not.
// A host gives its own look through the custom properties, on any element around the card.
const CARD: CardStyle = {
  border: 'var(--plugwright-card-border, 1px solid color-mix(in srgb, currentColor 20%, transparent))',
  borderRadius: 'var(--plugwright-card-radius, 8px)',
  padding: 'var(--plugwright-card-padding, 1rem 1.25rem)',
  margin: 'var(--plugwright-card-margin, 1rem 0)',
  maxWidth: 'var(--plugwright-card-max-width, 48rem)',
}
const TITLE: CardStyle = {
  fontSize: 'var(--plugwright-card-title-size, 1.1rem)',
  margin: '0 0 0.5rem',
}
/** Names and values side by side. */
const LIST: CardStyle = { display: 'grid', gridTemplateColumns: 'auto 1fr', gap: '0.25rem 1rem' }
