import type { Severity } from '@plugwright/diagnostics'
import type { Paint } from '@plugwright/diagnostics'

/** Where a command works and writes. */
export interface Terminal {
  /** Absolute; paths on the command line are relative to it, and printed ones too. */
  readonly cwd: string
  readonly stdout: Output
  readonly stderr: Output
  /** For colours, the user's folders, `PLUGWRIGHT_KEY_PASSPHRASE` and `HECATE_TOKEN`. */
  readonly env: Readonly<Record<string, string | undefined>>
  /**
   * Asks the person at the terminal for a text that does not show. Gives `undefined` where they end the input instead.
   * @default nobody can be asked
   */
  readonly askSecret?: ((question: string) => Promise<string | undefined>) | undefined
}

/** A stream that text goes to. */
export interface Output {
  write(text: string): unknown
  readonly isTTY?: boolean
  /** Width of the terminal, in characters. */
  readonly columns?: number
}

/** Colours text; every function gives its argument back where colour is off. */
export interface Style extends Paint {
  bold(text: string): string
  good(text: string): string
}

/** Whether colour goes to an output: the flag, then `NO_COLOR` (https://no-color.org) and `FORCE_COLOR`, then a TTY. */
export function wantsColour(terminal: Terminal, output: Output, flag: boolean | undefined): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = terminal.env
  if (flag !== undefined) return flag
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0'
  return output.isTTY === true && TERM !== 'dumb'
}

/** Creates the colours, or plain text. */
export function createStyle(hasColour: boolean): Style {
  const paint = (open: number, close: number) => (text: string) =>
    hasColour && text !== '' ? `\u001b[${open}m${text}\u001b[${close}m` : text
  const severities: Record<Severity, (text: string) => string> = {
    error: paint(31, 39),
    warning: paint(33, 39),
    info: paint(36, 39),
  }
  return {
    bold: paint(1, 22),
    dim: paint(2, 22),
    good: paint(32, 39),
    place: paint(36, 39),
    severity: (text, severity) => severities[severity](text),
  }
}
