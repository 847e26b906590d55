/** Shared by every remote with the host, as in the examples of Module Federation. */
const shared = `{ react: { singleton: true }, 'react-dom': { singleton: true }, 'react-router': { singleton: true } }`

/** The host of `@module-federation/vite`: `app` writes it with the imports of exposed pages. */
export function formatFederatedHost({ names, pages, app }) {
  const remotes = names.map((name) => [
    name,
    { type: 'module', name, entry: `/remotes/${name}/remoteEntry.js`, shareScope: 'default' },
  ])
  return {
    'vite.config.js': `import react from '@vitejs/plugin-react'
import { federation } from '@module-federation/vite'
export default {
  plugins: [
    react(),
    federation({
      name: 'host',
      remotes: ${JSON.stringify(Object.fromEntries(remotes))},
      shared: ${shared},
      dts: false,
    }),
  ],
  build: { target: 'esnext' },
  logLevel: 'warn',
}
`,
    'src/main.tsx': `import('./app')\n`,
    'src/app.tsx': app({ names, pages, load: importExposed }),
  }
}

function importExposed(name, number) {
  return `import('${name}/page${number}')`
}

/** The Vite config of one remote; its files go below those of the host. */
export function formatRemoteConfig({ name, pages }) {
  const exposes = Object.fromEntries(
    Array.from({ length: pages }, (_, number) => [
      `./page${number}`,
      `./frontend/src/pages/page${number}.tsx`,
    ]),
  )
  return `import react from '@vitejs/plugin-react'
import { federation } from '@module-federation/vite'
export default {
  base: '/remotes/${name}/',
  plugins: [
    react(),
    federation({
      name: '${name}',
      filename: 'remoteEntry.js',
      exposes: ${JSON.stringify(exposes)},
      shared: ${shared},
      dts: false,
    }),
  ],
  build: {
    target: 'esnext',
    outDir: '../../dist/remotes/${name}',
    emptyOutDir: true,
    rolldownOptions: { input: './main.ts' },
  },
  logLevel: 'warn',
}
`
}
