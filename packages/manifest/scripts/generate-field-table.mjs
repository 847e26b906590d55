const START = '<!-- fields: generated from schema/plugin.schema.json by `pnpm generate` -->'
const END = '<!-- /fields -->'

/** Puts the field tables of the schema between the two markers of the page. */
export function generateFieldTable(page, schema) {
  const start = page.indexOf(START)
  const end = page.indexOf(END)
  if (start === -1 || end < start) throw new Error('docs/manifest.md lacks the markers of the field table.')
  return `${page.slice(0, start + START.length)}\n\n${tables(schema)}\n${page.slice(end)}`
}

function tables(schema) {
  const sections = [`### plugin.yaml\n\n${table(schema, schema)}`]
  for (const [name, definition] of Object.entries(schema.$defs)) {
    if (definition.properties === undefined || name === 'targets') continue
    sections.push(`### ${headings[name] ?? name}\n\n${table(definition, schema)}`)
  }
  sections.push(`### targets\n\n${table(schema.$defs.targets, schema)}`)
  return sections.join('\n')
}

/** Where a definition is used, as a reader of plugin.yaml sees it. */
const headings = {
  author: 'author',
  metadata: 'metadata',
  requires: 'requires',
  page: 'pages[]',
  block: 'blocks[]',
  blockSize: 'blocks[].size',
  navEntry: 'nav[]',
  router: 'routers[]',
  seedGroup: 'seed_groups[]',
  command: 'commands[]',
  handler: 'commands[].handler',
  agent: 'agents[]',
  requirements: 'requirements',
  secrets: 'secrets',
  allowedSecret: 'secrets.allow[]',
  formatsOptions: 'targets.plugwright, targets.honeyframe, targets.betty',
  hecateOptions: 'targets.hecate',
  arcanOptions: 'targets.arcan',
  hmOptions: 'targets.hm',
}

function table({ properties, required = [] }, schema) {
  const rows = Object.entries(properties).map(([name, property]) => {
    const field = required.includes(name) ? `**\`${name}\`**` : `\`${name}\``
    return `| ${field} | ${typeName(property, schema)} | ${escape(property.description)} |\n`
  })
  return `| field | type | meaning |\n|---|---|---|\n${rows.join('')}`
}

function typeName(property, schema) {
  if (property.$ref !== undefined) {
    const name = property.$ref.slice('#/$defs/'.length)
    return typeNames[name] ?? typeName(schema.$defs[name], schema)
  }
  return [property.type]
    .flat()
    .map((name) => (name === 'array' ? listOf(property, schema) : name))
    .join(' or ')
}

function listOf({ items }, schema) {
  return `list of ${typeName(items, schema)}`
}

/** Definitions that have a name of their own in the text of the page. */
const typeNames = {
  text: 'text',
  path: 'path',
  glob: 'glob',
  url: 'address',
  repositoryUrl: 'address',
  address: 'address',
  href: 'address',
  version: 'version',
  range: 'range',
  pagePath: 'page path',
  mountPath: 'path below `/api/<name>`',
  permission: 'permission',
  gate: 'permission or null',
  words: 'list of string',
}

function escape(text) {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;')
}
