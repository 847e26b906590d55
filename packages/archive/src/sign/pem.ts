/** One block of a PEM file. */
export interface PemBlock {
  /** What stands after BEGIN: `PRIVATE KEY`. */
  readonly label: string
  readonly bytes: Buffer
}

const BLOCK = /^-----BEGIN ([A-Z0-9 ]{1,64})-----\s+([A-Za-z0-9+/=\s]+?)\s*-----END \1-----\s*$/

/**
 * Parses a text that is one PEM block (RFC 7468) and nothing else: no header lines, no text around it, no second
 * block. `undefined` for anything else.
 */
export function parsePem(text: string): PemBlock | undefined {
  const match = BLOCK.exec(text.trimStart())
  if (match?.[1] === undefined || match[2] === undefined) return undefined
  const base64 = match[2].replaceAll(/\s/g, '')
  const bytes = Buffer.from(base64, 'base64')
  return bytes.toString('base64') === base64 ? { label: match[1], bytes } : undefined
}

/** Writes one block, 64 characters a line. */
export function formatPem(label: string, bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}
