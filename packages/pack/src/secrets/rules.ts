import { looksRandom } from './entropy.ts'

/** How one kind of secret looks. */
export interface SecretRule {
  /** As in `secrets.allow`. */
  readonly name: string
  /** What it is, in a sentence: "a GitHub token". */
  readonly what: string
  /** Every match begins with one of these; at least 4 characters. Only where one is, the pattern looks closer. */
  readonly literals: readonly string[]
  /** The whole secret, from its literal on. Looks at {@link REACH} bytes at most. */
  readonly pattern: RegExp
  /** Has the last word about a match. @default all are secrets */
  readonly isSecret?: (match: string) => boolean
}

/** Found in any file; cannot be allowed. */
export const PRIVATE_KEY_RULE = 'private-key'
/** A file that is refused for its name; cannot be allowed. */
export const ENV_FILE_RULE = 'env-file'
/** Found by {@link GENERIC_VALUE}, not by a literal. */
export const GENERIC_RULE = 'generic-token'

/**
 * A PEM or OpenPGP private key with its body: the label, then header lines or line breaks (also those of a string
 * literal), then at least 40 characters of base64. The label alone is no key; libraries that read keys hold it.
 */
const PRIVATE_KEY =
  /^-----BEGIN (?:[A-Z0-9]{1,16} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:\s|\\[rn]|[A-Za-z-]{1,32}: [^\n]{1,200}\n){1,8}[A-Za-z0-9+/]{40}/

/** What is in every private key, also where nothing else of a file is looked at. */
export const PRIVATE_KEY_LABEL = 'PRIVATE KEY'

/** Forms as their issuers document them, with the end of the token where it has a fixed length. */
export const RULES: readonly SecretRule[] = [
  { name: PRIVATE_KEY_RULE, what: 'a private key', literals: ['-----BEGIN '], pattern: PRIVATE_KEY },
  {
    name: 'aws-access-key',
    what: 'an AWS access key id',
    literals: ['AKIA', 'ASIA'],
    pattern: /^A[KS]IA[A-Z2-7]{16}(?![A-Za-z0-9])/,
    // The documentation of AWS uses AKIAIOSFODNN7EXAMPLE.
    isSecret: (match) => !match.endsWith('EXAMPLE'),
  },
  {
    name: 'github-token',
    what: 'a GitHub token',
    literals: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'],
    pattern: /^(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59})(?![A-Za-z0-9])/,
    isSecret: hasVariety,
  },
  {
    name: 'gitlab-token',
    what: 'a GitLab token',
    literals: ['glpat-'],
    pattern: /^glpat-[A-Za-z0-9_-]{20,64}(?![A-Za-z0-9])/,
    isSecret: hasVariety,
  },
  {
    name: 'npm-token',
    what: 'an npm token',
    literals: ['npm_'],
    pattern: /^npm_[A-Za-z0-9]{36}(?![A-Za-z0-9_])/,
    isSecret: hasVariety,
  },
  {
    name: 'slack-token',
    what: 'a Slack token',
    literals: ['xoxb-', 'xoxp-', 'xoxa-', 'xoxr-', 'xoxs-', 'xapp-', 'https://hooks.slack.com/services/T'],
    pattern:
      /^(?:xox[abprs]-(?:\d-)?\d{8,16}-[A-Za-z0-9-]{16,200}|xapp-\d-[A-Z0-9]{8,16}-\d{8,16}-[a-f0-9]{32,128}|https:\/\/hooks\.slack\.com\/services\/T[A-Z0-9]{6,16}\/B[A-Z0-9]{6,16}\/[A-Za-z0-9]{20,32})/,
    isSecret: hasVariety,
  },
  {
    name: 'stripe-key',
    what: 'a live key of Stripe',
    literals: ['sk_live_', 'rk_live_'],
    pattern: /^[sr]k_live_[A-Za-z0-9]{16,247}(?![A-Za-z0-9])/,
    isSecret: hasVariety,
  },
  {
    name: 'google-api-key',
    what: 'a Google API key',
    literals: ['AIza'],
    pattern: /^AIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])/,
    isSecret: hasVariety,
  },
]

/** Names for `secrets.allow`. */
export const ALLOWABLE_RULES: readonly string[] = [
  ...RULES.map(({ name }) => name).filter((name) => name !== PRIVATE_KEY_RULE),
  GENERIC_RULE,
]

/** A quoted value that is assigned: `= "…"`, `: '…'`. What it is assigned to is looked at afterwards. */
export const GENERIC_VALUE: RegExp = /[:=]\s{0,3}["'`]([A-Za-z0-9+/_=-]{20,128})["'`]/g

/** The name before the `=` or `:` that {@link GENERIC_VALUE} found, also as a quoted key. */
const ASSIGNED_NAME = /([A-Za-z0-9_-]{1,64})["'\]]{0,2}\s{0,3}$/
const SECRET_NAME =
  /secret|token|passw(?:or)?d|passphrase|api[_-]?key|access[_-]?key|auth[_-]?key|private[_-]?key|credential/i
/** Names of values that are public: of keys, of forms, of sentinels. */
const HARMLESS_NAME =
  /public|csrf|xsrf|(?:_|-)(?:id|name|type|url|uri|path|hash|sha\d*|kind)$|[a-z](?:Id|Name|Type|Url|Path|Hash|Kind)$/

/** Tells whether a value with this text before it is a secret by its name and its looks. */
export function isGenericSecret(before: string, value: string): boolean {
  const name = ASSIGNED_NAME.exec(before)?.[1]
  return name !== undefined && SECRET_NAME.test(name) && !HARMLESS_NAME.test(name) && looksRandom(value)
}

/** `.env`, `.env.local`, but not `.env.example`. */
export function isEnvFile(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase()
  if (!/^\.env(?:\.|$)/.test(name)) return false
  return !/\.(?:example|sample|template|defaults?|dist|schema)$/.test(name)
}

/** Documentation and tests write tokens as `ghp_xxxxxxxx…` and `…0123456789…`. */
function hasVariety(match: string): boolean {
  return new Set(match.slice(-16)).size >= 8
}
