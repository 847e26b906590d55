import type { Manifest } from '@plugwright/manifest'
import type { BundledPackage } from './find-packages.ts'

/**
 * A bill of materials in CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/): the plugin and the npm packages in its
 * bundles. Without time and serial number, which are optional, so equal sources give equal bytes.
 */
export function toCycloneDx(
  { name, version, license }: Pick<Manifest, 'name' | 'version' | 'license'>,
  packages: readonly BundledPackage[],
): Record<string, unknown> {
  const self = `pkg:generic/${encodeURIComponent(name)}@${encodeURIComponent(version)}`
  const components = packages.map(toComponent)
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: { type: 'application', 'bom-ref': self, name, version, ...toLicenses(license), purl: self },
    },
    components,
    dependencies: [{ ref: self, dependsOn: components.map((component) => component['bom-ref']) }],
  }
}

interface Component extends Record<string, unknown> {
  readonly 'bom-ref': string
}

function toComponent({ name, version, license }: BundledPackage): Component {
  const purl = toPurl(name, version)
  const [scope, plain] = name.startsWith('@') ? name.split('/') : [undefined, name]
  return {
    type: 'library',
    'bom-ref': purl,
    ...(scope !== undefined && { group: scope }),
    name: plain,
    ...(version !== undefined && { version }),
    ...toLicenses(license),
    purl,
  }
}

/** https://github.com/package-url/purl-spec: `@acme/ui` 1.0.0 → `pkg:npm/%40acme/ui@1.0.0` */
function toPurl(name: string, version: string | undefined): string {
  const path = name.split('/').map(encodeURIComponent).join('/')
  return `pkg:npm/${path}${version === undefined ? '' : `@${encodeURIComponent(version)}`}`
}

/** What npm allows besides SPDX expressions: `UNLICENSED`, `SEE LICENSE IN <file>`, and anything in old packages. */
function toLicenses(license: string | undefined): { licenses?: readonly object[] } {
  if (license === undefined) return {}
  const isExpression = license !== 'UNLICENSED' && SPDX_EXPRESSION.test(license)
  return { licenses: [isExpression ? { expression: license } : { license: { name: license } }] }
}

const SPDX_EXPRESSION = /^\(*[\w.+:-]+\)*(?: (?:AND|OR|WITH) \(*[\w.+:-]+\)*)*$/
