import { writeFile } from 'node:fs/promises'
import { generatedFiles } from './generated-files.mjs'

for (const { url, content } of await generatedFiles()) await writeFile(url, content)
