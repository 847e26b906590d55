import { spawnSync } from 'node:child_process'

/** Builds a host in a process of its own; gives what `build-once.mjs` measured. */
export function buildHost(dir) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['build-once.mjs', dir], {
    cwd: import.meta.dirname,
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1' },
  })
  if (status !== 0) {
    console.error(`${dir} does not build:\n${stderr}`)
    process.exit(1)
  }
  return JSON.parse(stdout.trim().split('\n').at(-1))
}
