import { appendFileSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openArchive } from '../read/open-archive.ts'
import { readArchiveFiles } from '../read/read-archive.ts'
import { envelopeFileOf, signArtifact } from '../sign/artifact-envelope.ts'
import { codeOfRejection } from '../sign/sign.test.kit.ts'
import { writeArchive } from '../write/write-archive.ts'
import {
  alice,
  bob,
  bytesOf,
  digestOf,
  judgeOptions,
  makePackage,
  NOW,
  storeOf,
  type TestPackage,
  trusted,
} from './trust.test.kit.ts'
import type { Verification } from './verification.ts'
import { verifyArchive, verifyOpenArchive } from './verify-archive.ts'
import { verifyArtifact } from './verify-artifact.ts'

let dir = ''
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'plugwright-verify-'))
})
afterEach(() => {
  rmSync(dir, { recursive: true })
})

const options = judgeOptions(storeOf(trusted(alice)))
const codes = ({ diagnostics }: Verification): string[] => diagnostics.map(({ code }) => code)

async function write({ contents, modes }: TestPackage, name = 'crm-1.2.3.plug'): Promise<string> {
  const file = path.join(dir, name)
  const entries = [...contents].map(([entry, source]) => ({
    path: entry,
    source,
    executable: modes.get(entry) === '0755',
  }))
  await writeArchive({ file, format: 'tar.gz', entries })
  return file
}

describe('verifyArchive', () => {
  test('verified: with the digest of the file', async () => {
    const file = await write(makePackage([alice]))
    const bytes = readFileSync(file)
    expect(await verifyArchive(file, options)).toMatchObject({
      verdict: 'verified',
      accepted: true,
      sha256: digestOf('', bytes).sha256,
      sizeInBytes: bytes.length,
    })
  })

  test('content-mismatch names the files', async () => {
    const { contents, modes } = makePackage([alice])
    contents.set('a.txt', bytesOf('other')).set('new.txt', bytesOf(''))
    const verification = await verifyArchive(await write({ contents, modes: new Map(modes) }), options)
    expect(verification.diagnostics[0]?.message).toBe(
      'The content is not what was listed when it was packed: a.txt (changed), new.txt (not listed).',
    )
    expect(verification.diagnostics[0]?.file).toContain('crm-1.2.3.plug')
  })

  test('any byte of the file: malformed, or one of the bits that DEFLATE ignores, with the same content', async () => {
    const signed = makePackage([alice])
    const file = await write(signed)
    const bytes = readFileSync(file)
    let verified = 0
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8))
      writeFileSync(file, changed)
      const { verdict } = await verifyArchive(file, options)
      if (verdict === 'verified') {
        verified++
        const found = await readArchiveFiles(file, [...signed.contents.keys()])
        for (const [name, content] of signed.contents)
          expect(Buffer.compare(found.get(name) ?? Buffer.alloc(0), content)).toBe(0)
      } else {
        expect([at, verdict]).toEqual([at, 'malformed'])
      }
    }
    expect(verified).toBeLessThan(bytes.length / 50)
  })

  test('malformed: what the reader refuses, with its codes', async () => {
    const file = await write(makePackage([alice]))
    appendFileSync(file, 'x')
    const verification = await verifyArchive(file, options)
    expect(verification).toMatchObject({
      verdict: 'malformed',
      accepted: false,
      integrity: 'none',
      signers: [],
    })
    expect(codes(verification)[0]).toMatch(/^ARCHIVE_/)
  })

  test('a file that cannot be read is nobody’s verdict', async () => {
    expect(await codeOfRejection(verifyArchive(path.join(dir, 'none.plug'), options))).toBe(
      'ARCHIVE_NOT_READABLE',
    )
  })

  test('what is extracted from the open archive is what was verified, whatever takes its name', async () => {
    const file = await write(makePackage([alice]))
    const archive = await openArchive(file)
    try {
      const verification = await verifyOpenArchive(archive, options)
      expect(verification.accepted).toBe(true)
      renameSync(await write(makePackage([bob]), 'evil.plug'), file)
      const target = path.join(dir, 'installed')
      const { files } = await archive.extract(target, {
        expected: verification.files,
        exclude: ['manifest.json', 'signature.json'],
      })
      expect(files).toEqual(verification.files)
      expect(readFileSync(path.join(target, 'a.txt'), 'utf8')).toBe('first')
    } finally {
      await archive.close()
    }
  })
})

describe('verifyArtifact', () => {
  const trust = storeOf(trusted(alice, { names: ['crm'] }))
  const bytes = bytesOf('not even an archive')
  const artifact = digestOf('', bytes)
  const { sha256, size } = artifact
  const statement = {
    name: 'crm',
    version: '1.2.3',
    target: 'betty',
    filename: 'crm-1.2.3.tar.gz',
    size,
    sha256,
  }
  const demanded = { trust, policy: 'require', at: NOW } as const

  function place(beside: { envelope?: Uint8Array; digest?: string } = {}): string {
    const file = path.join(dir, statement.filename)
    writeFileSync(file, bytes)
    if (beside.envelope) writeFileSync(envelopeFileOf(file), beside.envelope)
    if (beside.digest !== undefined) writeFileSync(`${file}.sha256`, beside.digest)
    return file
  }

  test('a file that cannot be read is nobody’s verdict', async () => {
    for (const file of [path.join(dir, 'none.tar.gz'), dir]) {
      expect(await codeOfRejection(verifyArtifact(file, demanded))).toBe('ARCHIVE_NOT_READABLE')
    }
  })

  test('verified by its envelope', async () => {
    const file = place({ envelope: signArtifact(statement, [alice]) })
    expect(await verifyArtifact(file, demanded)).toMatchObject({
      verdict: 'verified',
      accepted: true,
      integrity: 'signed',
      name: 'crm',
      version: '1.2.3',
      sha256,
      diagnostics: [],
    })
  })

  test.each<[string, Uint8Array, string, string]>([
    ['an unknown key', signArtifact(statement, [bob]), 'untrusted-key', 'VERIFY_UNTRUSTED_KEY'],
    [
      'out of scope',
      signArtifact({ ...statement, name: 'hr' }, [alice]),
      'untrusted-key',
      'VERIFY_UNTRUSTED_KEY',
    ],
    [
      'another digest',
      signArtifact({ ...statement, sha256: '0'.repeat(64) }, [alice]),
      'content-mismatch',
      'VERIFY_CONTENT_MISMATCH',
    ],
    [
      'another file name',
      signArtifact({ ...statement, filename: 'crm-1.2.2.tar.gz' }, [alice]),
      'content-mismatch',
      'VERIFY_CONTENT_MISMATCH',
    ],
    ['no envelope', bytesOf('{}'), 'malformed', 'SIGNATURE_MALFORMED'],
    ['too large an envelope', bytesOf(' '.repeat(9000)), 'malformed', 'SIGNATURE_MALFORMED'],
    ['no statement', signArtifact({ ...statement, size: -1 }, [alice]), 'malformed', 'VERIFY_MALFORMED'],
  ])('%s', async (...[, envelope, verdict, code]) => {
    const verification = await verifyArtifact(place({ envelope }), { ...demanded, policy: 'prefer' })
    expect(verification).toMatchObject({ verdict, accepted: false })
    expect(codes(verification)).toEqual([code])
  })

  test('any byte of the payload: bad-signature or malformed, and a digest beside does not help', async () => {
    const envelope = Buffer.from(signArtifact(statement, [alice]))
    const start = envelope.indexOf('"payload": "') + 12
    const end = envelope.indexOf('"', start)
    for (let at = start; at < end; at += 5) {
      const changed = Buffer.from(envelope)
      changed[at] = (changed[at] ?? 0) ^ 1
      const file = place({ envelope: changed, digest: `${sha256}  ${statement.filename}\n` })
      const { verdict } = await verifyArtifact(file, { ...demanded, policy: 'off' })
      expect(['bad-signature', 'malformed']).toContain(verdict)
    }
  })

  test('under another name than the one asked for', async () => {
    const file = place({ envelope: signArtifact(statement, [alice]) })
    const verification = await verifyArtifact(file, { ...demanded, expectedName: 'hr' })
    expect(verification).toMatchObject({ verdict: 'verified', accepted: false })
    expect(codes(verification)).toEqual(['VERIFY_WRONG_NAME'])
  })

  test.each<[string, string | undefined, string, string]>([
    ['nothing beside', undefined, 'unsigned', 'none'],
    ['a digest', `${sha256}  ${statement.filename}\n`, 'unsigned', 'beside'],
    ['a digest in binary form', `${sha256} *${statement.filename}\n`, 'unsigned', 'beside'],
    ['a digest of other bytes', `${'0'.repeat(64)}  ${statement.filename}\n`, 'content-mismatch', 'none'],
    ['a digest of another file', `${sha256}  other.tar.gz\n`, 'content-mismatch', 'none'],
    ['an empty digest file', '', 'content-mismatch', 'none'],
  ])('unsigned: %s', async (...[, digest, verdict, integrity]) => {
    const file = place(digest === undefined ? {} : { digest })
    expect(await verifyArtifact(file, { ...demanded, policy: 'prefer' })).toMatchObject({
      verdict,
      integrity,
    })
  })
})
