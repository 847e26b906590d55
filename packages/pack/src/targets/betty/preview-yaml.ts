import { type Document, isAlias, isMap, parseDocument, Scalar } from 'yaml'

/**
 * The text of Betty's `plugin.preview.yaml`: plugin.yaml with two further keys under `metadata`. Everything else is left
 * as it is, so that a diff shows those two lines, unless the mapping is written in braces. The text must be that of a
 * valid plugin.yaml.
 */
export function toBettyPreview(text: string, time: Date): string {
  const document = parseDocument(text)
  // PyYAML reads a time without quotes as a date, and the times that plugin.sync writes are strings.
  const lines = [
    `preview_generated_at: '${time.toISOString()}'`,
    'preview_note: Review before applying to plugin.yaml',
  ]
  return insertLines(text, { document, lines }) ?? setKeys(document, time)
}

/** The lines before the first key of a mapping that is written in lines of its own. */
function insertLines(
  text: string,
  { document, lines }: { readonly document: Document; readonly lines: readonly string[] },
): string | undefined {
  const metadata = document.get('metadata', true)
  const [first] = isMap(metadata) && metadata.flow !== true ? metadata.items : []
  const offset = first?.key instanceof Scalar ? first.key.range?.[0] : undefined
  if (offset === undefined) return undefined
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const indent = text.slice(start, offset)
  if (indent.trim() !== '') return undefined
  return `${text.slice(0, start)}${lines.map((line) => `${indent}${line}\n`).join('')}${text.slice(start)}`
}

function setKeys(document: Document, time: Date): string {
  const metadata = document.get('metadata', true)
  // A copy where it is an alias: what that stands for is left alone.
  if (!isMap(metadata)) {
    document.set('metadata', document.createNode(isAlias(metadata) ? metadata.toJS(document) : {}))
  }
  const generatedAt = new Scalar(time.toISOString())
  generatedAt.type = Scalar.QUOTE_SINGLE
  document.setIn(['metadata', 'preview_generated_at'], generatedAt)
  document.setIn(['metadata', 'preview_note'], 'Review before applying to plugin.yaml')
  return document.toString({ lineWidth: 0 })
}
