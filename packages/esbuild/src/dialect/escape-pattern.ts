/** Writes a text so that a regular expression matches just that. The filters of esbuild plugins run in Go. */
export function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}
