import { isAlias, isMap, parseDocument, Scalar } from 'yaml'

/**
 * The text of Betty's `plugin.preview.yaml`: plugin.yaml with two further keys under `metadata`. Everything else is left
 * as it is, so that a diff shows those two lines, unless `metadata` is not written in lines of its own. The text must be
 * that of a valid plugin.yaml.
 */
export function toBettyPreview(text: string, time: Date): string {
  return insertLines(text, time) ?? setKeys(text, time)
}

const NOTE = 'Review before applying to plugin.yaml'

/** `metadata:` in the first column, then comments and empty lines, then the indentation of its first key. */
const METADATA = /^metadata:[ \t]*(?:#.*)?\r?\n(?:[ \t]*(?:#.*)?\r?\n)*(?=( +)[\w"'])/m

/** Without parsing the text once more: it is the longest step of a small package. */
function insertLines(text: string, time: Date): string | undefined {
  // What stands in the first column of a document that is no mapping in braces is a key.
  const found = /^[{[]/m.test(text) ? null : METADATA.exec(text)
  if (found === null) return undefined
  const [before, indent = ''] = found
  const at = found.index + before.length
  const lines = [`preview_generated_at: '${time.toISOString()}'`, `preview_note: ${NOTE}`]
  return `${text.slice(0, at)}${lines.map((line) => `${indent}${line}\n`).join('')}${text.slice(at)}`
}

function setKeys(text: string, time: Date): string {
  const document = parseDocument(text)
  const metadata = document.get('metadata', true)
  // A copy where it is an alias: what that stands for is left alone.
  if (!isMap(metadata)) {
    document.set('metadata', document.createNode(isAlias(metadata) ? metadata.toJS(document) : {}))
  }
  // PyYAML reads a time without quotes as a date, and the times that plugin.sync writes are strings.
  const generatedAt = new Scalar(time.toISOString())
  generatedAt.type = Scalar.QUOTE_SINGLE
  document.setIn(['metadata', 'preview_generated_at'], generatedAt)
  document.setIn(['metadata', 'preview_note'], NOTE)
  return document.toString({ lineWidth: 0 })
}
