import { mkdirSync, mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** An empty folder that is removed after the test; its path has no links in it. */
export function createFolder(): string {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'plugwright-manifest-')))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

/** Writes files into a folder: path → content. */
export function writeFiles(dir: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true })
    writeFileSync(join(dir, path), content)
  }
}

/** A plugin.yaml with nothing but what is required. */
export function minimal(name: string, version = '0.1.0'): string {
  return `name: ${name}\nversion: ${version}\n`
}

/** Writes a file so that its time stamp differs from before, however coarse the clock of the file system is. */
export function touch(file: string, content: string): void {
  writeFileSync(file, content)
  const later = new Date(Date.now() + 5000)
  utimesSync(file, later, later)
}
