import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readPackages, root } from '../repository.ts'

const packages = await readPackages()
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plugwright-tarballs-'))
  const all = ['--filter', './packages/*', 'pack', '--pack-destination', folder]
  await promisify(execFile)('pnpm', all, { cwd: root })
}, 60_000)

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

describe.each(packages)('the tarball of packages/$folder', ({ json: { name, version } }) => {
  let tarball: Uint8Array<ArrayBuffer>

  beforeAll(async () => {
    const file = `${name.replace('@', '').replace('/', '-')}-${version}.tgz`
    tarball = new Uint8Array(await readFile(join(folder, file)))
  })

  test('is what publint wants', async () => {
    const { messages, pkg } = await publint({ pack: { tarball: tarball.buffer }, strict: true })
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([])
  })

  test('has types that resolve in every mode of an ES module', async () => {
    const result = await checkPackage(createPackageFromTarballData(tarball))
    const problems = result.types === false ? [{ kind: 'NoTypes' }] : result.problems.filter(isForModules)
    expect(problems).toEqual([])
  })
})

/** The profile `esm-only`: neither the old `node10` resolution nor `require()` from CommonJS is supported. */
function isForModules(problem: { readonly kind: string; readonly resolutionKind?: string }): boolean {
  return (
    problem.resolutionKind !== 'node10' &&
    problem.resolutionKind !== 'node16-cjs' &&
    problem.kind !== 'CJSResolvesToESM'
  )
}
