import { basename } from 'node:path'
import { PluginError } from '@plugwright/diagnostics'
import type { TrustPolicy, Verification } from '@plugwright/archive'
import { defineCommand } from '../command.ts'
import type { Command, Outcome } from '../command.ts'
import { flagValue } from '../diagnostics.ts'
import { formatTable } from '../format-table.ts'
import { globalFlags } from '../global-flags.ts'
import { locateFile } from '../locate-file.ts'
import { maskControls } from '../report.ts'
import type { Style } from '../terminal.ts'
import { loadTrust, trustFlag } from '../trust-location.ts'
import { verifyPackage } from '../verify-package.ts'

const POLICIES: readonly TrustPolicy[] = ['require', 'prefer', 'off']

/** `plugwright verify FILE`: the verdict about a package, from the view of a trust store. */
export const verify: Command = defineCommand({
  args: {
    file: { type: 'positional', required: false, description: 'A package' },
    ...trustFlag,
    policy: {
      type: 'string',
      valueHint: POLICIES.join('|'),
      description: 'What is accepted: signed, also unsigned, all that is intact; default: require',
    },
    name: { type: 'string', valueHint: 'name', description: 'The plugin that it must be of' },
    ...globalFlags,
  },
  listFlags: [],
  maxPaths: 1,

  async run(args, { cwd, env, signal, reporter }): Promise<Outcome> {
    const policy = toPolicy(args.policy)
    const path = locateFile(args.file, cwd)
    const { file: trustPath = null, store: trust } = await loadTrust(args.trust, { cwd, env })
    const verification = await verifyPackage(path, { trust, policy, expectedName: args.name, signal })
    const { verdict, accepted, integrity, signers, name = null, version = null } = verification
    const { sha256 = null, sizeInBytes = null, differences, diagnostics } = verification
    const evidence = { verdict, accepted, policy, integrity, name, version, signers, differences }
    return {
      diagnostics,
      text: formatVerification(basename(path), verification, reporter.style),
      fields: { ...evidence, path, sizeInBytes, sha256, trustPath },
    }
  },
})

function toPolicy(text = 'require'): TrustPolicy {
  const policy = POLICIES.find((one) => one === text)
  if (policy === undefined) throw new PluginError([flagValue('--policy', POLICIES.join(', '), text)])
  return policy
}

function formatVerification(fileName: string, verification: Verification, style: Style): string {
  const { verdict, accepted, integrity, signers, name, version, sha256 } = verification
  const verdictText = style.severity(verdict, accepted ? 'warning' : 'error')
  const rows = [
    ['verdict', verdict === 'verified' && accepted ? style.good(verdict) : verdictText],
    ['file', fileName],
    // What the package says of itself counts only where somebody trusted says it.
    ...(name === undefined
      ? []
      : [['plugin', `${name} ${version}${verdict === 'verified' ? '' : ' (as it says)'}`]]),
    ['integrity', integrity],
    ...signers.map(({ keyId, owner, status }) => [
      'signer',
      `${owner === undefined ? '' : `${owner}, `}${keyId}, ${status}`,
    ]),
    ...(sha256 === undefined ? [] : [['sha256', sha256]]),
  ]
  const [first = '', ...rest] = formatTable(rows).split('\n')
  return [first, ...rest.map(maskControls)].join('\n')
}
