import { readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Node, Parse } from './source-module.ts'

/** Resolves the imports of an app's own files, as Vite would with the `paths` of its tsconfig. */
export interface Resolver {
  /** Absolute, with `/`; `undefined` for packages and for what is not there. */
  resolve(specifier: string, importer: string): string | undefined
  /** Tells whether a specifier is meant to lead to a file of the app, be it there or not. */
  isOwn(specifier: string, importer: string): boolean
}

/** `@/*` → `src/*` is `{ prefix: '@/', targets: ['/app/src/'] }`. */
interface Alias {
  readonly prefix: string
  readonly isPattern: boolean
  readonly targets: readonly string[]
}

const EXTENSIONS = ['', '.tsx', '.ts', '.jsx', '.js', '.mts', '.mjs']
const INDEXES = EXTENSIONS.slice(1).map((extension) => `/index${extension}`)

/** Creates a {@link Resolver}. `paths` are read from tsconfig.json, tsconfig.app.json and jsconfig.json. */
export function createResolver(root: string, parse: Parse): Resolver {
  const aliases = ['tsconfig.json', 'tsconfig.app.json', 'jsconfig.json'].flatMap((name) =>
    readAliases(join(root, name), parse),
  )

  /** Where a specifier may lead, without extensions. */
  function candidates(specifier: string, importer: string): readonly string[] {
    const path = specifier.replace(/[?#].*$/, '')
    if (/^\.\.?(\/|$)/.test(path)) return [join(dirname(importer), path)]
    if (path.startsWith('/')) return [join(root, path)]
    return aliases.flatMap(({ prefix, isPattern, targets }) => {
      if (isPattern ? !path.startsWith(prefix) : path !== prefix) return []
      return targets.map((target) => target + path.slice(prefix.length))
    })
  }

  return {
    isOwn: (specifier, importer) => candidates(specifier, importer).length > 0,
    resolve(specifier, importer) {
      for (const candidate of candidates(specifier, importer)) {
        const found = [...EXTENSIONS, ...INDEXES].map((end) => candidate + end).find(isFile)
        if (found !== undefined) return found.replaceAll('\\', '/')
      }
      return undefined
    },
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true
}

/** A tsconfig is JSON with comments, and so an expression of JavaScript. */
function readAliases(file: string, parse: Parse): readonly Alias[] {
  if (!isFile(file)) return []
  const { program } = parse('tsconfig.js', `(${readFileSync(file, 'utf8').replace(/^\uFEFF/, '')}\n)`, {
    preserveParens: false,
  })
  const [statement] = program.body
  const config = statement?.type === 'ExpressionStatement' ? statement.expression : undefined
  const options = propertyValue(config, 'compilerOptions')
  const baseUrl = stringOf(propertyValue(options, 'baseUrl')) ?? '.'
  const paths = propertyValue(options, 'paths')
  if (paths?.type !== 'ObjectExpression') return []
  return paths.properties.flatMap((property) => {
    if (property.type !== 'Property' || property.value.type !== 'ArrayExpression') return []
    const pattern = stringOf(property.key)
    if (pattern === undefined) return []
    const targets = property.value.elements.flatMap((element) => stringOf(element ?? undefined) ?? [])
    const base = resolve(dirname(file), baseUrl)
    return [
      {
        prefix: pattern.replace(/\*$/, ''),
        isPattern: pattern.endsWith('*'),
        targets: targets.map((target) => toTarget(base, target)),
      },
    ]
  })
}

/** `./src/*` → `/app/src/` */
function toTarget(base: string, target: string): string {
  const path = resolve(base, target.replace(/\*$/, ''))
  return target.endsWith('*') ? `${path}/`.replace(/\/{2,}$/, '/') : path
}

function propertyValue(node: Node | undefined, name: string): Node | undefined {
  if (node?.type !== 'ObjectExpression') return undefined
  const found = node.properties.find((item) => item.type === 'Property' && stringOf(item.key) === name)
  return found?.type === 'Property' ? found.value : undefined
}

function stringOf(node: Node | undefined): string | undefined {
  if (node?.type === 'Identifier') return node.name
  return node?.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined
}
