import { formatSize } from './format-table.ts'
import type { Output, Terminal } from './terminal.ts'

/** How far something is. */
export interface Progress {
  readonly bytes: number
  readonly totalBytes: number
  readonly files: number
  readonly totalFiles: number
}

/** One line that is drawn again and again. */
export interface ProgressBar {
  /** Draws, but not more often than an eye can follow. */
  update(progress: Progress): void
  /** Takes the line away. */
  clear(): void
}

const MS_BETWEEN_DRAWINGS = 80
const BAR_WIDTH = 24

/** Whether a bar may be drawn: a person looks at stderr, and the terminal can go back to the start of a line. */
export function canShowProgress({ stderr, env }: Pick<Terminal, 'stderr' | 'env'>): boolean {
  const isCi = (env['CI'] ?? '') !== '' && env['CI'] !== 'false'
  return stderr.isTTY === true && env['TERM'] !== 'dumb' && !isCi
}

/** Creates a bar on a terminal. What takes less than one drawing shows none. */
export function createProgressBar(output: Output, now: () => number = () => performance.now()): ProgressBar {
  let drawnAt = now()
  let isDrawn = false
  return {
    update(progress) {
      if (now() - drawnAt < MS_BETWEEN_DRAWINGS) return
      drawnAt = now()
      isDrawn = true
      output.write(`${CLEAR_LINE}${formatProgress(progress, widthOf(output))}`)
    },
    clear() {
      if (isDrawn) output.write(CLEAR_LINE)
      isDrawn = false
    },
  }
}

/** A terminal that does not know its size says 0. */
function widthOf({ columns = 0 }: Output): number {
  return columns > 0 ? columns : 80
}

/** Back to the first column, and erase to the end of the line (ECMA-48, EL). */
const CLEAR_LINE = '\r\u001b[K'

/** `[##########--------------]  42%  1.2 MB of 2.9 MB  12 of 40 files`, cut to the width of the terminal. */
export function formatProgress({ bytes, totalBytes, files, totalFiles }: Progress, columns: number): string {
  // A file may have grown since its size was asked for.
  const share = totalBytes === 0 ? 1 : Math.min(1, bytes / totalBytes)
  const full = Math.floor(share * BAR_WIDTH)
  const bar = `[${'#'.repeat(full)}${'-'.repeat(BAR_WIDTH - full)}]`
  const percent = `${Math.floor(share * 100)}%`.padStart(4)
  const sizes = `${formatSize(bytes)} of ${formatSize(totalBytes)}`
  // One column stays free: some terminals break the line once the last one is used.
  return `${bar} ${percent}  ${sizes}  ${files} of ${totalFiles} files`.slice(0, Math.max(0, columns - 1))
}
