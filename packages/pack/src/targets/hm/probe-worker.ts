import { parentPort, workerData } from 'node:worker_threads'
import { type CurrentPlugin, createPlugin } from '@extism/extism'
import { EXTISM_MODULE, HM_HOST_FUNCTIONS, HM_MODULE } from './host-functions.ts'

/** What the thread gets. */
export interface ProbeTask {
  readonly bytes: Uint8Array
}

/** What the thread says. */
export type ProbeAnswer =
  /** The bytes that `hm_manifest` gave, as UTF-8. */
  | { readonly kind: 'output'; readonly output: string }
  /** The module was not compiled, linked or started, or it trapped or said so itself. */
  | { readonly kind: 'failure'; readonly reason: string }

type HostFunction = (plugin: CurrentPlugin, ...parameters: bigint[]) => bigint | undefined

/** More than any manifest. Extism's own limit keeps what goes beyond it. */
const MAX_EXTISM_BYTES = 64 * 1024 * 1024

/** An Extism address: the number of a block, then 48 bits of offset. */
const OFFSET_BITS = 48

const answer: ProbeAnswer = await probe(workerData as ProbeTask)
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
parentPort?.postMessage(answer)

async function probe({ bytes }: ProbeTask): Promise<ProbeAnswer> {
  const extism = createExtismFunctions()
  try {
    const plugin = await createPlugin(
      { wasm: [{ data: bytes }] },
      { useWasi: true, functions: { [EXTISM_MODULE]: extism.functions, [HM_MODULE]: inertHostFunctions() } },
    )
    await plugin.call('hm_manifest', '')
    return { kind: 'output', output: extism.output() }
  } catch (error) {
    return { kind: 'failure', reason: error instanceof Error ? error.message : String(error) }
  }
}

/** A manifest is data: nothing it needs from its host. Functions with a result give the null handle. */
function inertHostFunctions(): Record<string, HostFunction> {
  return Object.fromEntries(
    [...HM_HOST_FUNCTIONS].map(([name, [, results]]) => [name, () => (results === 0 ? undefined : 0n)]),
  )
}

/**
 * Two functions of Extism in the place of the library's: `alloc` with a limit that holds, and `output_set` with the
 * length that is given, where the library hands out the whole block.
 */
function createExtismFunctions(): { functions: Record<string, HostFunction>; output(): string } {
  let allocated = 0n
  let output = new Uint8Array()
  return {
    functions: {
      alloc(plugin, size = 0n) {
        allocated += size
        if (size < 0n || allocated > MAX_EXTISM_BYTES) throw new Error('it asks Extism for too much memory')
        return plugin.alloc(size)
      },
      output_set(plugin, address = 0n, length = 0n) {
        const block = plugin.read(address)?.bytes() ?? new Uint8Array()
        const start = Number(BigInt.asUintN(OFFSET_BITS, address))
        if (BigInt(start) + length > block.length)
          throw new Error('it sets an output that is not in its memory')
        output = block.slice(start, start + Number(length))
        return undefined
      },
    },
    output: () => new TextDecoder('utf-8', { fatal: true }).decode(output),
  }
}
