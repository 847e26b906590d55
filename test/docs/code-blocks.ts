/** A fenced code block of a Markdown file. */
export interface CodeBlock {
  /** The Markdown file below the root. */
  readonly doc: string
  /** 1-based line of the first code line. */
  readonly line: number
  /** The first word of the info string: `tsx`. */
  readonly language: string
  /** The file that the block shows, from `file=…` in the info string. */
  readonly file: string | undefined
  /** Why the block is not checked, from `ignore-reason="…"`. */
  readonly ignoreReason: string | undefined
  readonly code: string
}

const fence = /^(?<indent> *)```(?<info>[^\n`]*)\n(?<code>[\s\S]*?)^\k<indent>```\s*$/gm

/** Finds the fenced code blocks of a Markdown text. */
export function findCodeBlocks(doc: string, markdown: string): readonly CodeBlock[] {
  return [...markdown.matchAll(fence)].map((match) => {
    const { indent = '', info = '', code = '' } = match.groups ?? {}
    return {
      doc,
      line: markdown.slice(0, match.index).split('\n').length + 1,
      language: info.trim().split(/\s/)[0] ?? '',
      file: /\bfile=(?<file>\S+)/.exec(info)?.groups?.['file'],
      ignoreReason: /\bignore-reason="(?<reason>[^"]+)"/.exec(info)?.groups?.['reason'],
      code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    }
  })
}
