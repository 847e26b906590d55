import { createHash } from 'node:crypto'
import type { FileDigest } from '../file-digest.ts'
import type { PrivateKey } from '../sign/private-key.ts'
import { KEYS } from '../sign/sign.test.kit.ts'
import { SIGNATURE_FILE, signManifest } from '../sign/signature-file.ts'
import { treeDigest } from '../tree-digest.ts'
import { type FoundArchive, type JudgeOptions, MANIFEST_FILE, type ManifestFacts } from './judge-archive.ts'
import type { TrustedKey, TrustStore } from './trust-store.ts'

/** A moment at which nothing else happens. */
export const NOW: Date = new Date('2026-06-01T00:00:00Z')

export const alice: PrivateKey = keyAt(0)
export const bob: PrivateKey = keyAt(1)
export const carol: PrivateKey = keyAt(2)

function keyAt(index: number): PrivateKey {
  const key = KEYS[index]
  if (key === undefined) throw new Error(`There is no key ${index}.`)
  return key
}

/** An entry of a trust store: active, for every plugin. */
export function trusted(key: PrivateKey, changes: Partial<TrustedKey> = {}): TrustedKey {
  return { publicKey: key.publicKey, owner: 'Alice', names: ['*'], status: 'active', ...changes }
}

export function storeOf(...keys: TrustedKey[]): TrustStore {
  return { keys }
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

export function digestOf(path: string, content: Uint8Array, mode: FileDigest['mode'] = '0644'): FileDigest {
  return { path, size: content.length, sha256: createHash('sha256').update(content).digest('hex'), mode }
}

/** A package in memory: its manifest is the facts as JSON. */
export interface TestPackage {
  readonly contents: Map<string, Uint8Array>
  readonly modes: Map<string, FileDigest['mode']>
}

export function makePackage(keys: readonly PrivateKey[], changes: Partial<ManifestFacts> = {}): TestPackage {
  const contents = new Map([
    ['a.txt', bytesOf('first')],
    ['lib/b.js', bytesOf('second')],
  ])
  const modes = new Map<string, FileDigest['mode']>([['lib/b.js', '0755']])
  const files = [...contents].map(([path, content]) => digestOf(path, content, modes.get(path)))
  const facts = { name: 'crm', version: '1.2.3', files, treeDigest: treeDigest(files), ...changes }
  const manifest = bytesOf(JSON.stringify(facts))
  contents.set(MANIFEST_FILE, manifest)
  if (keys.length > 0) contents.set(SIGNATURE_FILE, signManifest(manifest, keys))
  return { contents, modes }
}

/** What a reader would find. */
export function toFound({ contents, modes }: TestPackage): FoundArchive {
  const files = [...contents].map(([path, content]) => digestOf(path, content, modes.get(path)))
  return { sha256: '0'.repeat(64), sizeInBytes: 1, files, contents }
}

/** Options that read the manifests of {@link makePackage}. */
export function judgeOptions(trust: TrustStore, changes: Partial<JudgeOptions> = {}): JudgeOptions {
  return { trust, policy: 'require', at: NOW, readManifest: readFacts, ...changes }
}

function readFacts(bytes: Uint8Array): ReturnType<JudgeOptions['readManifest']> {
  try {
    const facts = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as ManifestFacts
    if (!Array.isArray(facts.files)) throw new TypeError('There are no files.')
    return { manifest: facts, diagnostics: [] }
  } catch (error) {
    const message = String(error)
    return { diagnostics: [{ code: 'TEST_MANIFEST', severity: 'error', message }] }
  }
}
