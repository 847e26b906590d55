import { resolve } from 'node:path'
import { EMPTY_TRUST_STORE, loadTrustStore, resolveTrustFile } from '@plugwright/archive'
import type { TrustStore } from '@plugwright/archive'
import { PluginError } from '@plugwright/diagnostics'
import type { Invocation } from './command.ts'
import { noHome } from './diagnostics.ts'

/** `--trust FILE`, in every command that has it. */
export const trustFlag = {
  trust: {
    type: 'string',
    valueHint: 'file',
    description: 'The trust store; default: the one of the user',
  },
} as const

/** Where keys are looked up. */
export interface TrustLocation {
  /** Absolute; `undefined` for a user without a home folder, who trusts nobody. */
  readonly file: string | undefined
  readonly store: TrustStore
}

/**
 * Loads the trust store: the one of `--trust`, which must be there, or that of the user. Never one of the working folder.
 * Throws what `loadTrustStore` throws.
 */
export async function loadTrust(
  flag: string | undefined,
  { cwd, env }: Pick<Invocation, 'cwd' | 'env'>,
): Promise<TrustLocation> {
  if (flag !== undefined) {
    const file = resolve(cwd, flag)
    return { file, store: await loadTrustStore(file) }
  }
  const file = resolveTrustFile(env)
  if (file === undefined) return { file, store: EMPTY_TRUST_STORE }
  return { file, store: await loadTrustStore(file, { whenMissing: 'empty' }) }
}

/**
 * As {@link loadTrust}, for a change: a store that is missing is made.
 * Throws `CLI_NO_HOME` and what `loadTrustStore` throws.
 */
export async function loadTrustForChange(
  flag: string | undefined,
  { cwd, env }: Pick<Invocation, 'cwd' | 'env'>,
): Promise<TrustLocation & { readonly file: string }> {
  const file = flag === undefined ? resolveTrustFile(env) : resolve(cwd, flag)
  if (file === undefined) throw new PluginError([noHome()])
  return { file, store: await loadTrustStore(file, { whenMissing: 'empty' }) }
}
