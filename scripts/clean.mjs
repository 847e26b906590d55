// `pnpm clean`: removes what git ignores (what compile, build and test write), but for node_modules.
import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const list = ['ls-files', '--others', '--ignored', '--exclude-standard', '--directory', '-z']

for (const path of execFileSync('git', list, { cwd: root, encoding: 'utf8' }).split('\0')) {
  if (path === '' || path.split('/').includes('node_modules')) continue
  rmSync(join(root, path), { recursive: true })
  console.log(`removed ${path}`)
}
