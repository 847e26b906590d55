import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { toContentHash, toFileStem } from '@plugwright/pack/bundling'
import type { Plugin } from 'vite'

const FILE_URL = /\bnew\s+URL\(\s*(['"`])(\.{1,2}\/[^'"`\n$]+)\1\s*,\s*import\.meta\.url\s*,?\s*\)/g

/** What has to be compiled before a URL to it is of use. */
const COMPILED = /\.(?:[cm]?tsx?|jsx)$/i

/**
 * Copies files that routers find through `new URL('./file', import.meta.url)`. Vite does so for browsers only. One that
 * does not exist is left as it is: it may be made at run time.
 */
export function serverFiles(): Plugin {
  return {
    name: 'plugwright-server-files',
    transform: {
      filter: { code: 'import.meta.url' },
      async handler(code, id) {
        let output = ''
        let done = 0
        for (const { index, 0: text, 2: specifier = '' } of code.matchAll(FILE_URL)) {
          const file = path.resolve(path.dirname(id), specifier)
          const source = COMPILED.test(file) ? undefined : await readFile(file).catch(() => undefined)
          if (source === undefined) continue
          this.addWatchFile(file)
          const { name, ext } = path.parse(file)
          const fileName = `assets/${toFileStem(name)}-${toContentHash(source)}${ext.toLowerCase()}`
          this.emitFile({ type: 'asset', fileName, source })
          // All modules of a bundle lie in one folder, with `assets/` in it.
          output += `${code.slice(done, index)}new URL("./${fileName}", import.meta.url)`
          done = index + text.length
        }
        return done === 0 ? undefined : { code: output + code.slice(done), map: null }
      },
    },
  }
}
