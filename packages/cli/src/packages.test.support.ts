import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { listArchive, readArchiveFiles, writeArchive } from '@plugwright/archive'
import type { WritableFormat } from '@plugwright/archive'
import { pluginFiles } from './workspace.test.support.ts'
import type { Run, Workspace } from './workspace.test.support.ts'

/** Builds `crm` and signs it with a new key `key.pem`; gives the name of the package and the id of the key. */
export async function buildSigned(workspace: Workspace): Promise<{ file: string; keyId: string }> {
  workspace.write({ ...pluginFiles('crm'), 'crm/README.md': 'CRM\n' })
  const { keyId } = toValue(await workspace.run('keys new --out key.pem --json')) as { keyId: string }
  const built = await workspace.run('build crm --sign key.pem')
  if (built.exitCode !== 0) throw new Error(built.stdout + built.stderr)
  return { file: 'crm/dist/crm-0.1.0.plug', keyId }
}

/** The JSON value that a command has printed. */
export function toValue({ stdout }: Run): unknown {
  return JSON.parse(stdout)
}

/** Writes a package again with other contents; `undefined` takes a file out. The result is well formed. */
export async function tamper(
  workspace: Workspace,
  { from, to, changes }: { from: string; to: string; changes: Readonly<Record<string, string | undefined>> },
): Promise<void> {
  const { entries, format } = await listArchive(join(workspace.dir, from))
  const names = entries.map(({ path }) => path)
  const contents = new Map(await readArchiveFiles(join(workspace.dir, from), names))
  for (const [name, content] of Object.entries(changes)) {
    if (content === undefined) contents.delete(name)
    else contents.set(name, new TextEncoder().encode(content))
  }
  await writeArchive({
    file: join(workspace.dir, to),
    format,
    entries: [...contents]
      .filter(([name]) => !isControl(name))
      .map(([path, source]) => ({ path, source, executable: false })),
    control: () =>
      [...contents].filter(([name]) => isControl(name)).map(([path, bytes]) => ({ path, bytes })),
    cache: false,
  })
}

function isControl(name: string): boolean {
  return name === 'manifest.json' || name === 'signature.json'
}

/** An archive that is none of ours. */
export async function writeOther(workspace: Workspace, name: string): Promise<void> {
  const format: WritableFormat = name.endsWith('.zip') ? 'zip' : 'tar.gz'
  const entries = [{ path: 'crm/plugin.yaml', source: Buffer.from('name: crm\n'), executable: false }]
  await writeArchive({ file: join(workspace.dir, name), format, entries, cache: false })
}

/** Cuts a file in the middle. */
export function truncate(workspace: Workspace, from: string, to: string): void {
  const bytes = readFileSync(join(workspace.dir, from))
  writeFileSync(join(workspace.dir, to), bytes.subarray(0, bytes.length / 2))
}
