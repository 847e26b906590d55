import type { ReactElement } from 'react'
import { CardFrame, CODE_STYLE } from './card-frame.tsx'

/** The card of a host without plugins: how to make the first one. */
export function EmptyCard(): ReactElement {
  return (
    <CardFrame kind="empty" title="There are no plugins yet">
      <p>
        A plugin is a folder with a <code>plugin.yaml</code> in one of the host&apos;s roots, the folders that
        its <code>vite.config.ts</code> names (<code>plugins</code> where it names none). For a first one,
        write these two files there; it appears here at once:
      </p>
      <pre style={CODE_STYLE}>{FIRST_PLUGIN}</pre>
    </CardFrame>
  )
}

const FIRST_PLUGIN = `# hello/plugin.yaml
name: hello
version: 0.1.0
nav:
  - { label: Hello, path: /hello }

// hello/frontend/src/pages/index.tsx
export default function Hello() {
  return <h1>Hello</h1>
}`
