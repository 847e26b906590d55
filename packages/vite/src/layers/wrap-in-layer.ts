import { splitStatements } from './split-statements.ts'

/**
 * Puts a stylesheet into a cascade layer. What has to stand before all rules stays there: `@charset` and `@namespace` as they
 * are, `@import` with the layer, and the order of the stylesheet's own layers, which are inside of the layer from now on.
 * Everything else keeps its line.
 *
 *     .a { color: red }                   → @layer plugwright.crm{.a { color: red }\n}
 *     @import url(https://x/a.css) print; → @import url(https://x/a.css) layer(plugwright.crm) print;
 */
export function wrapInLayer(css: string, layer: string): string {
  const head: string[] = []
  let body = ''
  let hasRules = false
  for (const { text, name, isBlock } of splitStatements(css)) {
    const moved = isBlock || (name === 'layer' && hasRules) ? undefined : move({ text, name }, layer)
    if (moved === undefined) {
      body += text
      hasRules ||= name !== ''
    } else {
      head.push(toOneLine(moved))
      body += text.replaceAll(/[^\n]/g, ' ')
    }
  }
  const charset = head.filter((statement) => /^@charset/i.test(statement))
  const others = head.filter((statement) => !charset.includes(statement))
  return [...charset, ...others, hasRules ? `@layer ${layer}{${body}\n}` : body].join('')
}

/** What a statement becomes that stands before all rules; `undefined` for one that stays. */
function move(
  { text, name }: { readonly text: string; readonly name: string },
  layer: string,
): string | undefined {
  if (name === 'charset' || name === 'namespace') return text
  if (name === 'import') return toLayeredImport(text, layer)
  if (name !== 'layer') return undefined
  const names = text
    .replace(/^@layer/i, '')
    .replace(/;$/, '')
    .split(',')
  return `@layer ${names.map((inner) => `${layer}.${inner.trim()}`).join(',')};`
}

function toLayeredImport(text: string, layer: string): string {
  const [found, url = '', inner = '', conditions = ''] = IMPORT.exec(text) ?? []
  if (found === undefined) return text
  const name = [layer, inner.trim()].filter((part) => part !== '').join('.')
  const layered = `@import ${url.trim()} layer(${name}) ${conditions.trim()}`
  return `${layered.trim()};`
}

/** The address, a layer of its own, and what is left up to the semicolon; https://www.w3.org/TR/css-cascade-5/#at-import */
const IMPORT =
  /^@import\s*((?:url\()?\s*(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')\s*\)?|url\((?:\\.|[^)\\])*\))\s*(?:layer(?![\w-])(?:\(([^)]*)\))?)?([^;]*)/i

function toOneLine(statement: string): string {
  return statement.replaceAll(/\s*\n\s*/g, ' ')
}
