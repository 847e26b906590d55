import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { linkTestPackages } from '../copy-with-packages.ts'
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
  await linkTestPackages(dir)
  const source = join(root, 'test/browser/fixtures/framework-plugins')
  for (const plugin of HOSTS[host])
    await cp(join(source, plugin), join(dir, 'plugins', plugin), { recursive: true })
}
