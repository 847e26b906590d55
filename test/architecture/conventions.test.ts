import { basename } from 'node:path'
import { expect, test } from 'vitest'
import { listFiles, readPackageJson, readPackages, readText, root } from '../repository.ts'

/** Names that tell nothing about what is inside. */
const drawers = new Set([
  'utils',
  'util',
  'helpers',
  'helper',
  'common',
  'core',
  'shared',
  'types',
  'misc',
  'lib',
])

/** Commands are named after what a user types. */
const commandNames = /^packages\/cli\/src\/commands\/types\./

/** Longer for a reason: a catalogue keeps all words of a package in one place, and its functions do not depend on each other. */
const catalogue = /\/diagnostics\.ts$/

test('no drawers', async () => {
  const files = await listFiles('packages/*/src/*', 'test/*', 'scripts/*')
  const found = files.filter(
    (file) =>
      !commandNames.test(file) &&
      file
        .split('/')
        .slice(1)
        .some((part) => drawers.has(part.replace(/\.(test\.)?[mc]?[jt]sx?$/, ''))),
  )
  expect(found).toEqual([])
})

test('file names are kebab-case', async () => {
  const files = await listFiles('packages/*/src/*', 'test/*.ts', 'scripts/*')
  const names = files.filter((file) => !file.includes('/fixtures/'))
  expect(names.filter((file) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*$/.test(basename(file)))).toEqual([])
})

test('sources are at most 300 lines long', async () => {
  const files = await listFiles('packages/*/src/*.ts', 'packages/*/src/*.tsx')
  const long: string[] = []
  for (const file of files) {
    if (/\.test\.|\.generated\./.test(file) || catalogue.test(file)) continue
    const lines = (await readText(file)).trimEnd().split('\n').length
    if (lines > 300) long.push(`${file}: ${lines}`)
  }
  expect(long).toEqual([])
})

test('index files only export', async () => {
  const files = (await listFiles('packages/*/src/index.ts')).filter((file) => file.split('/').length === 4)
  const other: string[] = []
  for (const file of files) {
    const code = (await readText(file)).replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
    const statements = code.replaceAll(/export (type )?(\*( as \w+)?|\{[^}]*\}) from '[^']+'/g, '').trim()
    if (statements !== '') other.push(`${file}: ${statements.slice(0, 80)}`)
  }
  expect(other).toEqual([])
})

test('no test is left out or alone', async () => {
  const files = await listFiles('packages/*.ts', 'packages/*.tsx', 'test/*.ts')
  const pattern = new RegExp(
    String.raw`\b(?:it|test|describe)\.(?:${['skip', 'only', 'todo', 'skipIf'].join('|')})\b`,
  )
  const found: string[] = []
  for (const file of files) if (pattern.test(await readText(file))) found.push(file)
  expect(found).toEqual([])
})

test('one version of pnpm everywhere', async () => {
  const { packageManager } = await readPackageJson(root)
  expect(packageManager).toMatch(/^pnpm@\d+\.\d+\.\d+$/)
  for (const file of [
    'README.md',
    'CONTRIBUTING.md',
    '.ci/run',
    ...(await listFiles('.github/workflows/*')),
  ]) {
    const text = await readText(file)
    for (const [version] of text.matchAll(/pnpm@[\w.]+/g)) expect(version, file).toBe(packageManager)
  }
  const readme = await readText('README.md')
  expect(readme).toContain(`npx -y ${packageManager} start`)
  expect(readme).toContain(`npx -y ${packageManager} test`)
  expect(await readText('.ci/run')).toContain(`npx -y ${packageManager} test`)
})

test('every package has the licence, the Node range and a description', async () => {
  for (const { folder, json } of await readPackages()) {
    expect(json, folder).toMatchObject({ license: 'MIT', engines: { node: '>=20.19' }, type: 'module' })
    expect(json.description, folder).toMatch(/\S/)
  }
})
