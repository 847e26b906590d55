import type { Diagnostic } from '@plugwright/diagnostics'
import {
  alsoRevoked,
  badSignature,
  contentMismatch,
  expiredKey,
  policyOff,
  revokedKey,
  unsigned,
  untrustedKey,
  wrongName,
} from './diagnostics.ts'
import {
  type FileDifference,
  isAccepted,
  type Signer,
  type TrustPolicy,
  type JudgedVerdict,
} from './verification.ts'

/** What decides, apart from the verdict. */
export interface Judgement {
  readonly verdict: JudgedVerdict
  readonly policy: TrustPolicy
  readonly signers: readonly Signer[]
  readonly differences: readonly FileDifference[]
  /** Absent where nothing says it. */
  readonly name?: string | undefined
  /** The name that was asked for. */
  readonly expectedName?: string | undefined
}

/** Says whether the package is accepted, and why, or why not. */
export function explain(judgement: Judgement): { accepted: boolean; diagnostics: readonly Diagnostic[] } {
  const { verdict, policy, name, expectedName, signers } = judgement
  const isAllowed = isAccepted(verdict, policy)
  const diagnostics = [...EXPLANATIONS[verdict](judgement, isAllowed)]
  const isWrongName = name !== undefined && expectedName !== undefined && name !== expectedName
  if (isWrongName) diagnostics.push(wrongName(name, expectedName))
  if (isAllowed && verdict !== 'verified' && policy === 'off') diagnostics.push(policyOff(name ?? '?'))
  const revoked = signers.filter(({ status }) => status === 'revoked')
  if (verdict === 'verified' && revoked.length > 0) diagnostics.push(alsoRevoked(revoked))
  return { accepted: isAllowed && !isWrongName, diagnostics }
}

const EXPLANATIONS: Readonly<
  Record<JudgedVerdict, (judgement: Judgement, isAllowed: boolean) => readonly Diagnostic[]>
> = {
  verified: () => [],
  unsigned: (_judgement, isAllowed) => [unsigned(isAllowed)],
  'untrusted-key': ({ signers }, isAllowed) => [untrustedKey(signers, isAllowed)],
  'expired-key': ({ signers }, isAllowed) => [expiredKey(signers, isAllowed)],
  'revoked-key': ({ signers }, isAllowed) => [revokedKey(signers, isAllowed)],
  'bad-signature': ({ signers }) => [badSignature(signers)],
  'content-mismatch': ({ differences }) => [contentMismatch(differences)],
}
