import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Text in the private dependency of the plugin `alpha`; where it is, that dependency is. */
export const privateMarker = 'private-table-of-alpha'

/**
 * Writes two plugins with installed packages of their own into a copy of the platform. Both depend on
 * `two-majors`, one on version 1 (CommonJS), one on version 2; `alpha` also carries a table of about 100 KB
 * and a React that must not be used: it throws.
 */
export async function addFixturePlugins(dir: string): Promise<void> {
  await writeTree(join(dir, 'plugins/alpha'), {
    ...pluginFiles('alpha', '^1.0.0'),
    'node_modules/two-majors/package.json': packageJson('two-majors', '1.4.0', { main: './index.js' }),
    'node_modules/two-majors/index.js': "exports.describe = function describe() { return 'major 1' }\n",
    'node_modules/private-table/package.json': packageJson('private-table', '1.0.0', {
      type: 'module',
      exports: './index.js',
    }),
    'node_modules/private-table/index.js': `export const rows = ${JSON.stringify(tableRows())}\n`,
    'node_modules/react/package.json': packageJson('react', '19.0.0', { main: './index.js' }),
    'node_modules/react/index.js': "throw new Error('a second React')\n",
    'frontend/src/table.ts': "export { rows } from 'private-table'\n",
  })
  await writeTree(join(dir, 'plugins/beta'), {
    ...pluginFiles('beta', '^2.0.0'),
    'node_modules/two-majors/package.json': packageJson('two-majors', '2.1.0', {
      type: 'module',
      exports: './index.js',
    }),
    'node_modules/two-majors/index.js': "export const describe = () => 'major 2'\n",
    'frontend/src/table.ts': 'export const rows: readonly string[] = []\n',
  })
}

function pluginFiles(name: string, range: string): Record<string, string> {
  return {
    'plugin.yaml': `name: ${name}\nversion: 1.0.0\nnav: [{ label: ${name}, path: /${name} }]\n`,
    'package.json': packageJson(name, '1.0.0', {
      type: 'module',
      dependencies: { 'two-majors': range },
      peerDependencies: { react: '>=19' },
    }),
    'frontend/src/pages/index.tsx': `import { useState, version } from 'react'
import { describe } from 'two-majors'
import { rows } from '../table.ts'

export default function Index() {
  const [clicks, setClicks] = useState(0)
  return (
    <div>
      <p data-testid="major">{describe()}</p>
      <p data-testid="react-version">{version}</p>
      <p data-testid="rows">{rows.length}</p>
      <button data-testid="clicks" onClick={() => setClicks(clicks + 1)}>{clicks}</button>
    </div>
  )
}
`,
  }
}

function packageJson(name: string, version: string, more: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify({ name, version, private: true, ...more }, undefined, 2)}\n`
}

/** About 100 KB that no minifier shortens. */
function tableRows(): readonly string[] {
  return Array.from({ length: 2500 }, (_, row) => `${privateMarker}-${(row * 2_654_435_761) % 4_294_967_296}`)
}

/** Writes files by their path below a folder. */
export async function writeTree(dir: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const file = join(dir, name)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
  }
}
