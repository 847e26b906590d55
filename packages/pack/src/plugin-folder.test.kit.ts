import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type BuiltEntryPoint, bundleDir, type Bundler, writeBuildManifest } from './index.ts'

const fixtures = new URL('../fixtures/', import.meta.url)

const folders: string[] = []

/** A folder for one test. */
export function makeFolder(): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'pack-'))
  folders.push(dir)
  return dir
}

/** For `afterEach`. */
export function removeFolders(): void {
  for (const dir of folders.splice(0)) rmSync(dir, { recursive: true, force: true })
}

/** Writes files below a folder. */
export function writeTree(dir: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(dir, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, content)
  }
  return dir
}

/** A plugin `demo` that has nothing but what is given. */
export function makePlugin(
  files: Readonly<Record<string, string | Uint8Array>>,
  lines: readonly string[] = [],
): string {
  const yaml = ['name: demo', 'version: 1.0.0', ...lines, ''].join('\n')
  return writeTree(path.join(makeFolder(), 'demo'), { 'plugin.yaml': yaml, ...files })
}

/** A copy of the fixture `crm`. */
export function copyCrm(parent: string = makeFolder()): string {
  const dir = path.join(parent, 'crm')
  cpSync(new URL('crm', fixtures), dir, { recursive: true })
  return dir
}

/** A bundler that copies: one output per entry point and a style sheet, or one body for `server-cjs`. */
export const copyingBundler: Bundler = {
  name: 'copying',
  async bundle(requests, { dir }) {
    for (const request of requests) {
      const outputs = new Map<string, string>()
      const entryPoints: BuiltEntryPoint[] = []
      for (const { name, module } of request.entryPoints) {
        const file = request.shape === 'server-cjs' ? 'body.cjs' : `${name}.js`
        const css = request.shape === 'pages' ? [`${name}.css`] : []
        outputs.set(file, (outputs.get(file) ?? '') + readFileSync(path.join(dir, module), 'utf8'))
        for (const sheet of css) outputs.set(sheet, `/* ${module} */\n`)
        entryPoints.push({ name, module, file, css, imports: [] })
      }
      const folder = bundleDir(dir, request.id)
      rmSync(folder, { recursive: true, force: true })
      writeTree(folder, Object.fromEntries(outputs))
      const modules = request.entryPoints.map(({ module }) => module)
      await writeBuildManifest(dir, {
        bundler: { name: 'copying', version: '1.0.0' },
        request,
        inputs: modules.map((module) => ({
          path: module,
          sha256: sha256Of(readFileSync(path.join(dir, module))),
        })),
        outputs: [...outputs].map(([name, text]) => ({
          path: name,
          size: text.length,
          sha256: sha256Of(text),
        })),
        external: request.shape === 'pages' ? ['react'] : [],
        entryPoints,
      })
    }
    return { diagnostics: [] }
  },
}

export function sha256Of(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}
