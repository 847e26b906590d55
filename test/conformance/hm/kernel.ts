/** A call of a host function, with its arguments as text. */
export interface HostCall {
  readonly name: string
  readonly arguments: readonly string[]
}

/** A module that runs. */
export interface RunningModule {
  /** Calls an export with an input, and gives its output; throws where its status is not 0. */
  call(name: string, input?: string): string
  /** What it has asked of its host. */
  readonly calls: readonly HostCall[]
}

/**
 * Runs a plugin with the WebAssembly interface of JavaScript alone: Extism's kernel in a few lines, hm's functions as a record of
 * calls, and of WASI the clock. Written from Extism's description of its functions, and independent of Plugwright.
 */
export async function runModule(bytes: Uint8Array<ArrayBuffer>, now: Date): Promise<RunningModule> {
  const module = await WebAssembly.compile(bytes)
  const heap = new DataView(new ArrayBuffer(1 << 20))
  const lengths = new Map<bigint, bigint>()
  const calls: HostCall[] = []
  let next = 8
  let input = new Uint8Array()
  let output = ''
  const alloc = (length: bigint): bigint => {
    const address = BigInt(next)
    next += Number(length) + 8
    lengths.set(address, length)
    return address
  }
  const textAt = (address: bigint, length: bigint): string =>
    Buffer.from(heap.buffer, Number(address), Number(length)).toString()
  const env: Record<string, WebAssembly.ImportValue> = {
    alloc,
    store_u8: (at: bigint, value: number) => heap.setUint8(Number(at), value),
    store_u64: (at: bigint, value: bigint) => heap.setBigUint64(Number(at), BigInt.asUintN(64, value), true),
    input_length: () => BigInt(input.length),
    input_load_u8: (at: bigint) => input[Number(at)] ?? 0,
    input_load_u64: (at: bigint) => Buffer.from(input).readBigUInt64LE(Number(at)),
    output_set: (address: bigint, length: bigint) => void (output = textAt(address, length)),
  }
  const user = new Proxy<Record<string, WebAssembly.ImportValue>>(
    {},
    {
      get:
        (_target, name) =>
        (...addresses: bigint[]): void =>
          void calls.push({
            name: String(name),
            arguments: addresses.map((address) => textAt(address, lengths.get(address) ?? 0n)),
          }),
    },
  )
  let memory: WebAssembly.Memory | undefined
  const wasi = {
    clock_time_get(_clock: number, _precision: bigint, result: number): number {
      const nanoseconds = BigInt(now.getTime()) * 1_000_000n
      new DataView(memory?.buffer ?? new ArrayBuffer()).setBigUint64(result, nanoseconds, true)
      return 0
    },
  }
  const instance = await WebAssembly.instantiate(module, {
    'extism:host/env': env,
    'extism:host/user': user,
    wasi_snapshot_preview1: wasi,
  })
  memory = instance.exports['memory'] as WebAssembly.Memory
  return {
    calls,
    call(name, text = '') {
      input = Buffer.from(text)
      output = ''
      const status: unknown = (instance.exports[name] as () => unknown)()
      if (status !== 0) throw new Error(`${name} returned ${String(status)}`)
      return output
    },
  }
}
