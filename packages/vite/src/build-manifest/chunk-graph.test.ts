import type { Rolldown } from 'vite'
import { expect, test } from 'vitest'
import { createChunkGraph } from './chunk-graph.ts'
import type { Chunk } from './chunk-graph.ts'

interface Given {
  readonly modules?: readonly string[]
  readonly facade?: string
  readonly imports?: readonly string[]
  readonly lazy?: readonly string[]
  readonly css?: readonly string[]
}

function toBundle(chunks: Readonly<Record<string, Given>>): Rolldown.OutputBundle {
  const files = Object.entries(chunks).map(([fileName, { modules, facade, imports, lazy, css }]) => ({
    type: 'chunk',
    fileName,
    facadeModuleId: facade ?? null,
    moduleIds: modules ?? [],
    imports: imports ?? [],
    dynamicImports: lazy ?? [],
    viteMetadata: { importedCss: new Set(css), importedAssets: new Set() },
  }))
  return Object.fromEntries(files.map((file) => [file.fileName, file])) as unknown as Rolldown.OutputBundle
}

const graph = createChunkGraph(
  toBundle({
    'page.js': {
      modules: ['/page'],
      imports: ['table.js', 'https://cdn/x.js'],
      lazy: ['chart.js'],
      css: ['page.css'],
    },
    'table.js': { modules: ['/table'], imports: ['vendor.js', 'page.js'], css: ['table.css', 'base.css'] },
    'chart.js': { imports: ['page.js'], lazy: ['vendor.js'] },
    'vendor.js': { facade: '/react', css: ['base.css'] },
  }),
)

function chunk(name: string): Chunk {
  const found = graph.chunks.get(name)
  if (found === undefined) throw new Error(`There is no ${name}.`)
  return found
}

test('a script needs what it imports, and styles apply in the order of evaluation', () => {
  expect(graph.filesOf([chunk('page.js')])).toEqual([
    'page.js',
    'table.js',
    'vendor.js',
    'base.css',
    'table.css',
    'page.css',
  ])
  const except = new Set(['vendor.js', 'base.css'])
  expect(graph.filesOf([chunk('page.js')], except)).toEqual(['page.js', 'table.js', 'table.css', 'page.css'])
})

test('what is imported lazily is in reach, and what is excepted is not', () => {
  const reached = graph.reach([chunk('page.js')], new Set(['vendor.js']))
  expect([...reached].map(({ fileName }) => fileName)).toEqual(['page.js', 'table.js', 'chart.js'])
})

test('a module is in the script that holds it, or that stands for it', () => {
  expect(graph.chunkOf('/table')?.fileName).toBe('table.js')
  expect(graph.chunkOf('/react')?.fileName).toBe('vendor.js')
  expect(graph.chunkOf('/nobody')).toBeUndefined()
})
