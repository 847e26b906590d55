import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { main } from 'plugwright'

/**
 * Runs `plugwright adopt` in a copy of an app, as a person would: writes the plugins, then makes the changes of the host's files.
 * Returns what was printed.
 */
export async function adoptApp(dir: string, flags: readonly string[] = []): Promise<string> {
  const printed = { stdout: '', stderr: '' }
  const terminal = {
    cwd: dir,
    env: {},
    stdout: { write: (text: string) => (printed.stdout += text) },
    stderr: { write: (text: string) => (printed.stderr += text) },
  }
  const signal = new AbortController().signal
  const exitCode = await main(['adopt', '--write', '--patch', 'host.patch', ...flags], { terminal, signal })
  if (exitCode !== 0)
    throw new Error(`plugwright adopt ended with ${exitCode}:\n${printed.stdout}${printed.stderr}`)
  // As if the app were no part of this repository, so that paths start from its folder.
  const env = { ...process.env, GIT_CEILING_DIRECTORIES: join(dir, '..') }
  await promisify(execFile)('git', ['apply', 'host.patch'], { cwd: dir, env })
  await rm(join(dir, 'host.patch'))
  return printed.stdout
}
