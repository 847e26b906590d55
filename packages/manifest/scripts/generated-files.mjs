import { readFile } from 'node:fs/promises'
import { generateFieldTable } from './generate-field-table.mjs'
import { generateKeys, generateTypes } from './generate-types.mjs'
import { generateValidators } from './generate-validators.mjs'

const packageUrl = new URL('../', import.meta.url)
const pageUrl = new URL('../../../docs/manifest.md', import.meta.url)

/** Everything that is generated from the schemas: a list of `{ url, content }`. */
export async function generatedFiles() {
  const source = await readSchema('plugin')
  const packed = await readSchema('packed-manifest')
  return [
    { url: new URL('src/manifest.generated.ts', packageUrl), content: generateTypes([source, packed]) },
    {
      url: new URL('src/validate.generated.ts', packageUrl),
      content: await generateValidators({ validateManifestSource: source, validatePackedManifest: packed }),
    },
    {
      url: new URL('src/packed-keys.generated.ts', packageUrl),
      content: generateKeys('PACKED_KEYS', packed.$defs.plugin),
    },
    { url: pageUrl, content: generateFieldTable(await readFile(pageUrl, 'utf8'), source) },
  ]
}

async function readSchema(name) {
  return JSON.parse(await readFile(new URL(`schema/${name}.schema.json`, packageUrl), 'utf8'))
}
