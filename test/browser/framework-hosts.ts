import { cp, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from '../repository.ts'

/** Hosts with plugins in several frameworks, and which of `fixtures/framework-plugins` each takes. */
const HOSTS = {
  'react-host': ['with-dom', 'with-react', 'with-svelte', 'with-vue'],
  'vue-host': ['with-dom', 'with-react', 'with-vue'],
} as const

/** The name of one of the hosts, which is its folder in `fixtures`. */
export type FrameworkHost = keyof typeof HOSTS

/** Gives a copy of a host its plugins, and the packages of the tests. */
export async function prepareFrameworkHost(host: FrameworkHost, dir: string): Promise<void> {
  await symlink(join(root, 'test/node_modules'), join(dir, 'node_modules'))
  const source = join(root, 'test/browser/fixtures/framework-plugins')
  for (const plugin of HOSTS[host])
    await cp(join(source, plugin), join(dir, 'plugins', plugin), { recursive: true })
}
