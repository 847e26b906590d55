// Does in each of the folders it is given what `asc assembly/index.ts --target release` does there.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const dirs = process.argv.slice(2)
const compiler = join(dirs[0] ?? '', 'node_modules/assemblyscript/dist/asc.js')
const { main } = await import(pathToFileURL(compiler).href)
for (const dir of dirs) {
  const { error, stderr } = await main(['assembly/index.ts', '--target', 'release', '--baseDir', dir])
  if (error !== null) throw new Error(`${dir}: ${error.message}\n${stderr}`)
}
