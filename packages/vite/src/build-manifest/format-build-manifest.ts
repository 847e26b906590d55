import type { BuildManifest } from './build-manifest.ts'

/** Writes a build manifest as JSON with a line per entry point, plugin and file: short, and readable as a difference. */
export function formatBuildManifest({ format, base, start, plugins, files }: BuildManifest): string {
  const members = [
    `"format": ${JSON.stringify(format)}`,
    `"base": ${JSON.stringify(base)}`,
    `"start": ${formatLines(start)}`,
    `"plugins": ${formatLines(plugins)}`,
    `"files": ${formatLines(files)}`,
  ]
  return `{\n  ${members.join(',\n  ')}\n}\n`
}

function formatLines(record: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(record).map(
    ([key, value]) => `    ${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  )
  return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n  }`
}
