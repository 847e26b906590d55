import { describe, test } from 'vitest'
import {
  expectRefused,
  type MadeEntry,
  paxHeader,
  tarEntry,
  tarGz,
  tarGzOf,
  tarHeader,
  zip,
} from './malformed-archives.test.kit.ts'
import type { ReadProfile } from './options.ts'

const PROFILES: readonly ReadProfile[] = ['own', 'foreign']
const FORMATS = { 'tar.gz': tarGzOf, zip } as const
const combinations = PROFILES.flatMap((profile) =>
  (Object.keys(FORMATS) as (keyof typeof FORMATS)[]).map((format) => ({ profile, format })),
)

const folder = (name: string): Buffer => tarHeader({ name, typeflag: '5', mode: 0o755 })

/** Names that no entry may have, whatever the format. */
const names: readonly (readonly [what: string, name: string])[] = [
  ['a path up', '../evil'],
  ['a path up from below', 'a/../../evil'],
  ['a path up at the end', 'a/..'],
  ['an absolute path', '/etc/passwd'],
  ['two leading slashes', '//server/share'],
  ['a drive', 'C:/evil'],
  ['a path relative to a drive', 'C:evil'],
  ['backslashes up', '..\\evil'],
  ['a UNC path', '\\\\server\\share'],
  ['a backslash', 'a\\b'],
  ['a dot part', 'a/./b'],
  ['two leading ./', '././a'],
  ['an empty part', 'a//b'],
  ['no name at all', ''],
  ['a dot', '.'],
  ['a Windows device', 'CON'],
  ['a Windows device with an extension', 'lib/nul.txt'],
  ['a Windows device with a superscript digit', 'com¹.log'],
  ['a dot at the end', 'a.'],
  ['a space at the end', 'a '],
  ['an alternate data stream', 'a.txt:evil'],
  ['a wildcard', 'a*'],
  ['a control character', 'a\u0001b'],
  ['a line break', 'a\nb'],
  ['text turned around', 'a\u202etxt.exe'],
  ['a decomposed letter', 'u\u0308.txt'],
  ['a part of 256 bytes', 'ä'.repeat(128)],
  ['a path of 241 characters', `${'a/'.repeat(20)}${'b'.repeat(201)}`],
  ['33 levels', `${'a/'.repeat(32)}b`],
  ['1,500 levels', `${'a/'.repeat(1500)}b`],
]

/** Names that are fine alone. */
const collisions: readonly (readonly [what: string, names: readonly string[]])[] = [
  ['the same name twice', ['a.txt', 'a.txt']],
  ['the same name twice, far apart', ['manifest.json', 'b', 'c', 'manifest.json']],
  ['a file below a file', ['lib', 'lib/a']],
  ['a file where a folder is', ['lib/a', 'lib']],
  ['names that differ in case', ['a.txt', 'A.TXT']],
  ['folders that differ in case', ['Lib/a', 'lib/b']],
  ['sharp s', ['straße', 'STRASSE']],
  ['a ligature', ['ﬁle', 'file']],
  ['a dotless i', ['fıle', 'FILE']],
  ['a full-width letter', ['ａ', 'a']],
  ['a character that does not show', ['a\u200bb.txt', 'ab.txt']],
  ['a soft hyphen', ['a\u00adb.txt', 'ab.txt']],
]

describe.each(combinations)('$format, profile $profile', ({ profile, format }) => {
  const build = (entries: readonly MadeEntry[]): Buffer => FORMATS[format](entries)

  test.each(names)(`ARCHIVE_ENTRY_NAME: %s (${format})`, async (_, name) => {
    await expectRefused(build([{ name: 'good.txt' }, { name, content: 'evil' }]), 'ARCHIVE_ENTRY_NAME', {
      profile,
    })
  })

  test.each(collisions)(`ARCHIVE_ENTRY_COLLISION: %s (${format})`, async (_, colliding) => {
    const entries = colliding.map((name) => ({ name, content: name }))
    await expectRefused(build(entries), 'ARCHIVE_ENTRY_COLLISION', { profile })
  })

  test(`ARCHIVE_LIMIT_EXCEEDED: too many entries (${format})`, async () => {
    const entries = ['a', 'b', 'c', 'd'].map((name) => ({ name }))
    await expectRefused(build(entries), 'ARCHIVE_LIMIT_EXCEEDED', { profile, limits: { entries: 3 } })
  })

  test(`ARCHIVE_LIMIT_EXCEEDED: too many bytes, in one entry or in all (${format})`, async () => {
    const limits = { unpackedSizeInBytes: 1000 }
    await expectRefused(build([{ name: 'a', content: Buffer.alloc(1001) }]), 'ARCHIVE_LIMIT_EXCEEDED', {
      profile,
      limits,
    })
    const entries = ['a', 'b', 'c'].map((name) => ({ name, content: Buffer.alloc(400) }))
    await expectRefused(build(entries), 'ARCHIVE_LIMIT_EXCEEDED', { profile, limits })
  })

  test(`ARCHIVE_LIMIT_EXCEEDED: a bomb, at the default limits (${format})`, async () => {
    // 65 MiB of zeros in 64 KiB.
    await expectRefused(
      build([{ name: 'zeros', content: Buffer.alloc(65 << 20) }]),
      'ARCHIVE_LIMIT_EXCEEDED',
      { profile },
    )
  })

  test(`ARCHIVE_LIMIT_EXCEEDED: a bomb of many entries (${format})`, async () => {
    const zeros = Buffer.alloc(100_000)
    const entries = Array.from({ length: 30 }, (_, index) => ({ name: `zeros-${index}`, content: zeros }))
    const limits = { ratioFreeSizeInBytes: 1_000_000 }
    await expectRefused(build(entries), 'ARCHIVE_LIMIT_EXCEEDED', { profile, limits })
  })

  test(`ARCHIVE_LIMIT_EXCEEDED: an archive that is too large (${format})`, async () => {
    const limits = { archiveSizeInBytes: 20 }
    await expectRefused(build([{ name: 'a' }]), 'ARCHIVE_LIMIT_EXCEEDED', { profile, limits })
  })
})

describe.each(PROFILES)('profile %s', (profile) => {
  test('ARCHIVE_LIMIT_EXCEEDED: sizes of petabytes, claimed in a pax header (tar.gz)', async () => {
    const claim = tarGz(paxHeader([['size', '1125899906842624']]), tarEntry('x'))
    await expectRefused(claim, 'ARCHIVE_LIMIT_EXCEEDED', { profile })
  })

  test('ARCHIVE_LIMIT_EXCEEDED: a bomb of extended headers (tar.gz)', async () => {
    const body = paxHeader([['path', `${'a/'.repeat(20)}x`]])
    const blocks = Array.from({ length: 400 }, () => [body, tarHeader({ name: 'PaxHeader' })]).flat()
    // Refused at the second entry for its name; so as many names as entries.
    const entries = blocks.map((block, index) =>
      index % 2 === 0 ? paxHeader([['path', `${'ü'.repeat(100)}${index}`]]) : block,
    )
    await expectRefused(tarGz(...entries), 'ARCHIVE_LIMIT_EXCEEDED', {
      profile,
      limits: { ratioFreeSizeInBytes: 10_000, ratio: 10 },
    })
  })

  test('ARCHIVE_LIMIT_EXCEEDED: more entries than the limit in the end record (zip)', async () => {
    await expectRefused(zip([{ name: 'a' }], { end: { count: 50_001 } }), 'ARCHIVE_LIMIT_EXCEEDED', {
      profile,
    })
  })
})

test('ARCHIVE_ENTRY_COLLISION: a name with and without ./', async () => {
  for (const build of Object.values(FORMATS)) {
    await expectRefused(build([{ name: 'a.txt' }, { name: './a.txt' }]), 'ARCHIVE_ENTRY_COLLISION', {
      profile: 'foreign',
    })
  }
})

test('ARCHIVE_ENTRY_COLLISION: folders', async () => {
  const options = { profile: 'foreign' } as const
  await expectRefused(
    tarGz(folder('lib/'), tarEntry('x', { name: 'lib' })),
    'ARCHIVE_ENTRY_COLLISION',
    options,
  )
  await expectRefused(
    tarGz(tarEntry('x', { name: 'lib' }), folder('lib/')),
    'ARCHIVE_ENTRY_COLLISION',
    options,
  )
  await expectRefused(tarGz(folder('lib/'), folder('lib/')), 'ARCHIVE_ENTRY_COLLISION', options)
  await expectRefused(tarGz(folder('lib/'), folder('LIB/')), 'ARCHIVE_ENTRY_COLLISION', options)
})

test('ARCHIVE_ENTRY_NAME: folders', async () => {
  for (const name of ['../', '/', '//', 'a/../', './../', 'lib//']) {
    await expectRefused(tarGz(folder(name)), 'ARCHIVE_ENTRY_NAME', { profile: 'foreign' })
  }
})
