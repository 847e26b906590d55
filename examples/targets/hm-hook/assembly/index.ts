import { Host } from '@extism/as-pdk'

@external('wasi_snapshot_preview1', 'clock_time_get')
declare function clock_time_get(clock: u32, precision: u64, result: usize): u32

export function hm_manifest(): i32 {
  return output(`{
    "api_version": 1,
    "name": "weekday-hook",
    "version": "0.1.0",
    "description": "Stops builds on Sundays",
    "capabilities": [{ "kind": "lifecycle_hook", "events": ["build_start"], "phase": "before", "timeout_ms": 1000 }],
    "required_host_fns": [],
    "config_schema": null,
    "allowed_hosts": []
  }`)
}

/** Gets a HookEvent, gives a HookOutcome. */
export function hm_hook_on_event(): i32 {
  return output(isSunday() ? '{ "kind": "abort", "reason": "It is Sunday." }' : '{ "kind": "continue" }')
}

// Host.outputString of the kit takes UTF-16 units for bytes, and would cut text with letters beyond ASCII.
function output(text: string): i32 {
  Host.output(Uint8Array.wrap(String.UTF8.encode(text)))
  return 0
}

/** 1 January 1970 was a Thursday. */
function isSunday(): bool {
  const nanoseconds = memory.data(8)
  clock_time_get(0, 1_000_000_000, nanoseconds)
  const days = load<u64>(nanoseconds) / 86_400_000_000_000
  return (days + 4) % 7 == 0
}

/** What the compiler calls on a failed assertion. Without it the module would import `env.abort`, which hm does not have. */
export function abort(message: string | null, file: string | null, line: u32, column: u32): void {
  unreachable()
}
