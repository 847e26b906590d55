import { expect, test } from 'vitest'
import type { Inspection } from './inspect/inspection.ts'
import {
  buildTestHost,
  createTestHost,
  findFile,
  packageJson,
  startTestServer,
} from './vite-host.test.kit.ts'

const dependencies = {
  'node_modules/react/package.json': packageJson('react', '19.3.0', {
    exports: {
      '.': './index.js',
      './jsx-runtime': './jsx-runtime.js',
      './jsx-dev-runtime': './jsx-dev-runtime.js',
    },
  }),
  'node_modules/react/index.js': "export const version = 'react of the host'\n",
  'node_modules/react/jsx-runtime.js':
    "export const jsx = () => 'jsx of the host'\nexport const jsxs = jsx\n",
  'node_modules/react/jsx-dev-runtime.js': "export const jsxDEV = () => 'jsx of the host'\n",
  'node_modules/charts/package.json': packageJson('charts', '3.1.0'),
  'node_modules/charts/index.js': "export const charts = 'charts of the host'\n",
  'main.ts':
    "import { registry } from 'virtual:plugwright'\nimport { version } from 'react'\nObject.assign(globalThis, { registry, version })\n",
}

function pluginWithMajor(name: string, major: number): Record<string, string> {
  const root = `plugins/${name}`
  return {
    [`${root}/plugin.yaml`]: `name: ${name}\nversion: 1.0.0\n`,
    [`${root}/package.json`]: packageJson(name, '1.0.0', {
      dependencies: { 'two-majors': `^${major}.0.0` },
      peerDependencies: { react: '>=19', charts: '^3.0.0' },
    }),
    [`${root}/frontend/src/pages/index.tsx`]: `import { version } from 'react'
import { charts } from 'charts'
import { major } from 'two-majors'
export default () => <p>{version}{charts}{major}</p>
`,
    [`${root}/node_modules/two-majors/package.json`]: packageJson('two-majors', `${major}.0.0`),
    [`${root}/node_modules/two-majors/index.js`]: `import { version } from 'react'\nimport { charts } from 'charts'\nexport const major = ['major ${major}', version, charts]\n`,
    // Left over from developing the plugin alone; the host's copies win.
    [`${root}/node_modules/react/package.json`]: packageJson('react', '18.0.0'),
    [`${root}/node_modules/react/index.js`]: "export const version = 'react of a plugin'\n",
    [`${root}/node_modules/charts/package.json`]: packageJson('charts', '3.0.0'),
    [`${root}/node_modules/charts/index.js`]: "export const charts = 'charts of a plugin'\n",
  }
}

test('one copy of what is shared, and a version per plugin of what is not', async () => {
  await using host = await createTestHost({
    ...dependencies,
    ...pluginWithMajor('alpha', 1),
    ...pluginWithMajor('beta', 2),
  })
  const { files } = await buildTestHost(host)
  const code = [...files.values()].join('\n')
  expect(code.match(/react of the host/g)).toHaveLength(1)
  expect(code.match(/charts of the host/g)).toHaveLength(1)
  expect(code).not.toContain('of a plugin')
  expect(findFile(files, /plugins\/alpha\/pages-/)).toContain('major 1')
  expect(findFile(files, /plugins\/beta\/pages-/)).toContain('major 2')
  expect(findFile(files, /vendor-/)).toContain('react of the host')
  expect(findFile(files, /vendor-/)).not.toContain('charts of the host')
})

test('in development both are the addresses that the host gets', async () => {
  await using host = await createTestHost({
    ...dependencies,
    ...pluginWithMajor('alpha', 1),
    ...pluginWithMajor('beta', 2),
  })
  await using dev = await startTestServer(host)
  const own = await dev.fetch('/main.ts')
  const alpha = await dev.fetch('/plugins/alpha/frontend/src/pages/index.tsx')
  const beta = await dev.fetch('/plugins/beta/frontend/src/pages/index.tsx')

  const react = /import \{ version \} from (".*?")/
  expect(alpha).toContain(react.exec(own)?.[1])
  expect(beta).toContain(react.exec(own)?.[1])
  expect(alpha).toContain('"/node_modules/.vite/deps/charts.js')
  expect(await dev.fetchDependency(alpha, 'major')).toContain('major 1')
  expect(await dev.fetchDependency(beta, 'major')).toContain('major 2')
  // What a private dependency imports is the host's, too.
  expect(await dev.dependencies()).not.toContain('of a plugin')
  // All of it was known before a page asked for it: nothing is optimized again.
  expect(dev.logger.infos.join()).not.toContain('optimized dependencies changed')
})

test('a linked plugin without packages of its own', async () => {
  await using elsewhere = await createTestHost({
    'linked/plugin.yaml': 'name: linked\nversion: 1.0.0\n',
    'linked/frontend/src/pages/index.ts':
      "import { version } from 'react'\nexport const mount = () => version\n",
  })
  await using host = await createTestHost(dependencies)
  await host.link(`${elsewhere.dir}/linked`, 'plugins/linked')
  const { files } = await buildTestHost(host)
  expect(findFile(files, /plugins\/linked\/pages-/)).toMatch(/from"\.\.\/\.\.\/vendor/)
  await using dev = await startTestServer(host)
  expect(await dev.fetch(`/@fs${elsewhere.dir}/linked/frontend/src/pages/index.ts`)).toContain(
    '/node_modules/.vite/deps/react.js',
  )
})

test('a linked @plugwright/react uses the router of the host', async () => {
  const adapter = {
    'adapter/package.json': packageJson('@plugwright/react', '0.1.0', {
      exports: { './react-router': './router.js' },
      peerDependencies: { router: '>=7' },
    }),
    'adapter/router.js': "export { name } from 'router'\n",
    'adapter/node_modules/router/package.json': packageJson('router', '7.0.0'),
    'adapter/node_modules/router/index.js': "export const name = 'router of the adapter'\n",
  }
  await using elsewhere = await createTestHost(adapter)
  await using host = await createTestHost({
    'node_modules/router/package.json': packageJson('router', '7.0.0'),
    'node_modules/router/index.js': "export const name = 'router of the host'\n",
    'main.ts': `import { registry } from 'virtual:plugwright'
import { name } from '@plugwright/react/react-router'
Object.assign(globalThis, { registry, name })
`,
  })
  await host.link(`${elsewhere.dir}/adapter`, 'node_modules/@plugwright/react')
  const { files } = await buildTestHost(host)
  const code = [...files.values()].join('\n')
  expect(code).toContain('router of the host')
  expect(code).not.toContain('router of the adapter')
})

test('a shared package outside the range of a plugin', async () => {
  const files = pluginWithMajor('alpha', 1)
  const manifest = packageJson('alpha', '1.0.0', { peerDependencies: { react: '^18.2.0' } })
  await using host = await createTestHost({
    ...dependencies,
    ...files,
    'plugins/alpha/package.json': manifest,
  })
  await expect(buildTestHost(host)).rejects.toThrow(
    /alpha\/package\.json {2}SHARED_RANGE\n {2}The plugin alpha asks for react \^18\.2\.0, and the host has 19\.3\.0\.\n {2}hint: /,
  )
  await using dev = await startTestServer(host)
  expect(dev.logger.warnings.join()).toContain('SHARED_RANGE (warning)')
})

test.each([
  { strict: false, roots: ['plugins'] },
  { strict: 'install', roots: ['installed', 'plugins'] },
] as const)('strict: $strict leaves out a plugin with another range', async ({ strict, roots }) => {
  const manifest = packageJson('alpha', '1.0.0', { peerDependencies: { react: '^17.0.0' } })
  await using host = await createTestHost({
    ...dependencies,
    ...pluginWithMajor('alpha', 1),
    ...pluginWithMajor('beta', 2),
    'plugins/alpha/package.json': manifest,
  })
  const { files, logger } = await buildTestHost(host, { strict, roots })
  expect([...files.keys()].join()).not.toContain('plugins/alpha')
  expect(findFile(files, /plugins\/beta\/pages-/)).toContain('major 2')
  expect(findFile(files, /assets\/index-/)).toContain('problems:[{plugin:`alpha`,code:`SHARED_RANGE`')
  expect(logger.infos).toContain('plugwright  1 plugin · 1 page · 1 broken')
  expect(logger.warnings.filter((text) => text.includes('SHARED_RANGE'))).toHaveLength(1)
})

test('a shared package that nobody has', async () => {
  await using host = await createTestHost({
    'plugins/alpha/plugin.yaml': 'name: alpha\nversion: 1.0.0\n',
    'plugins/alpha/package.json': packageJson('alpha', '1.0.0', { peerDependencies: { maps: '^2.0.0' } }),
    'plugins/alpha/frontend/src/pages/index.ts': "import { map } from 'maps'\nexport const mount = map\n",
  })
  await expect(buildTestHost(host)).rejects.toThrow(
    /index\.ts:1:21 {2}SHARED_MISSING\n {2}The plugin alpha needs maps \^2\.0\.0 from the host, and the host does not have it\./,
  )
  const { logger } = await buildTestHost(host, { strict: false })
  expect(logger.warnings.join()).toMatch(/index\.ts:1:21 {2}SHARED_MISSING/)
})

test('a plugin that comes with packages of its own is no reason to reload', async () => {
  const { 'main.ts': main, ...packages } = dependencies
  await using host = await createTestHost({
    ...packages,
    'main.ts': `${main}import common from 'common'\nconsole.log(common)\n`,
    'node_modules/common/package.json': '{ "name": "common", "version": "1.0.0" }',
    'node_modules/common/index.js': 'exports.common = 1\n',
  })
  await using dev = await startTestServer(host)
  await dev.fetchDependency(await dev.fetch('/main.ts'), 'version')
  await host.write({
    ...pluginWithMajor('alpha', 1),
    'plugins/alpha/frontend/src/pages/index.tsx':
      "import late from 'late'\nexport const mount = () => late\n",
    'plugins/alpha/node_modules/late/package.json': '{ "name": "late", "version": "1.0.0" }',
    'plugins/alpha/node_modules/late/index.js': 'exports.late = 1\n',
  })
  await expect.poll(() => dev.fetch('virtual:plugwright')).toContain('alpha')
  const code = await dev.fetch('/plugins/alpha/frontend/src/pages/index.tsx')
  expect(await dev.fetchDependency(code, 'late')).toContain('late')
  await expect.poll(() => dev.logger.infos.join()).toContain('dependency optimized')
  expect(dev.sent.map(({ type }) => type)).not.toContain('full-reload')
})

/** A plugin whose page imports something, and the packages that it may mean. */
function pluginImporting(specifier: string): Record<string, string> {
  return {
    'main.ts': "import { registry } from 'virtual:plugwright'\nObject.assign(globalThis, { registry })\n",
    'plugins/crm/plugin.yaml': 'name: crm\nversion: 1.0.0\n',
    'plugins/crm/package.json': packageJson('crm', '1.0.0', { dependencies: { own: '^2.0.0' } }),
    'plugins/crm/frontend/src/pages/index.ts': `import * as it from '${specifier}'\nexport const mount = () => it\n`,
    'plugins/crm/node_modules/own/package.json': packageJson('own', '2.1.0', {
      exports: { '.': './index.js', './part': './part.js' },
    }),
    'plugins/crm/node_modules/own/index.js': 'export const own = 1\n',
    'plugins/crm/node_modules/own/part.js': 'export const part = 1\n',
    'plugins/crm/node_modules/brought/package.json': packageJson('brought', '3.4.5'),
    'plugins/crm/node_modules/brought/index.js': 'export const brought = 1\n',
    'node_modules/hoisted/package.json': packageJson('hoisted', '1.2.3', {
      exports: { '.': './index.js', './part': './part.js' },
    }),
    'node_modules/hoisted/index.js': 'export const hoisted = 1\n',
    'node_modules/hoisted/part.js': 'export const part = 1\n',
  }
}

const pageOfCrm = '/plugins/crm/frontend/src/pages/index.ts'

test.each([
  { specifier: 'brought', hint: 'add "brought": "^3.4.5" to dependencies in plugins/crm/package.json.' },
  { specifier: 'hoisted', hint: 'add "hoisted": "^1.2.3" to peerDependencies in plugins/crm/package.json.' },
  {
    specifier: 'own/part',
    hint: "add './plugins/crm/node_modules/own/part.js' to optimizeDeps.include in the host's Vite config.",
  },
  {
    specifier: 'hoisted/part',
    hint: "add 'hoisted/part' to optimizeDeps.include in the host's Vite config.",
  },
])('a late dependency, $specifier, is named with the line to add', async ({ specifier, hint }) => {
  await using host = await createTestHost(pluginImporting(specifier))
  await using dev = await startTestServer(host)
  await dev.fetch(pageOfCrm)
  const message = `The plugin crm imports "${specifier}", which Vite bundles only now: it may reload the page.`
  expect(dev.logger.warnings.join()).toMatch(
    /crm\/frontend\/src\/pages\/index\.ts:1:\d+ {2}VITE_LATE_DEPENDENCY/,
  )
  expect(dev.logger.warnings.join()).toContain(message)
  expect(dev.logger.warnings.join()).toContain(hint)
  expect(dev.logger.warnings.join()).toContain('> 1 | import * as it from')
})

test('a late dependency is a problem until package.json names it, or its plugin is gone', async () => {
  await using host = await createTestHost({
    ...pluginImporting('brought'),
    'plugins/crm/frontend/src/pages/hoisted.ts':
      "import { hoisted } from 'hoisted'\nexport const mount = () => hoisted\n",
  })
  await using dev = await startTestServer(host)
  await dev.fetch(pageOfCrm)
  await dev.fetch('/plugins/crm/frontend/src/pages/hoisted.ts')
  const late = async (): Promise<readonly string[]> => {
    const address = `${dev.server.resolvedUrls?.local[0] ?? ''}__plugwright/data.json`
    const { problems } = (await (await fetch(address)).json()) as Inspection
    return problems.filter(({ code }) => code === 'VITE_LATE_DEPENDENCY').map(({ message }) => message)
  }
  expect(await late()).toHaveLength(2)

  const named = { dependencies: { own: '^2.0.0', brought: '^3.4.5' } }
  await host.write({ 'plugins/crm/package.json': packageJson('crm', '1.0.0', named) })
  await expect.poll(late).toEqual([expect.stringContaining('imports "hoisted"')])
  await host.write({ 'plugins/crm': undefined })
  await expect.poll(late).toEqual([])
})

test('with the line, or with the package in package.json, it is bundled from the start', async () => {
  await using host = await createTestHost({
    ...pluginImporting('own'),
    'plugins/crm/frontend/src/pages/part.ts':
      "import { part } from 'own/part'\nimport { part as hoisted } from 'hoisted/part'\nexport const mount = () => [part, hoisted]\n",
  })
  const include = ['./plugins/crm/node_modules/own/part.js', 'hoisted/part']
  await using dev = await startTestServer(host, {}, { optimizeDeps: { include } })
  expect(await dev.fetchDependency(await dev.fetch(pageOfCrm), 'it')).toContain('own = 1')
  const page = await dev.fetch('/plugins/crm/frontend/src/pages/part.ts')
  expect(await dev.fetchDependency(page, 'part')).toContain('part = 1')
  expect(dev.logger.warnings.join()).not.toContain('VITE_LATE_DEPENDENCY')
  expect(dev.sent.map(({ type }) => type)).not.toContain('full-reload')
})
