import { Host, Memory } from '@extism/as-pdk'

@external('extism:host/user', 'hm_write_stdout')
declare function hm_write_stdout(bytes: u64): void

export function hm_manifest(): i32 {
  return output(`{
    "api_version": 1,
    "name": "lines-formatter",
    "version": "0.1.0",
    "description": "Writes each event of a build as one line of JSON",
    "capabilities": [{ "kind": "output_formatter", "name": "lines", "mime": "application/x-ndjson" }],
    "required_host_fns": ["hm_write_stdout"],
    "config_schema": null,
    "allowed_hosts": []
  }`)
}

/** Gets a BuildEvent, which already is JSON on one line. */
export function hm_output_on_event(): i32 {
  hm_write_stdout(Memory.allocateString(Host.inputString() + '\n').offset)
  return 0
}

/** Everything is written as it comes; nothing is left for the end. */
export function hm_output_finalize(): i32 {
  return output('')
}

// Host.outputString of the kit takes UTF-16 units for bytes, and would cut text with letters beyond ASCII.
function output(text: string): i32 {
  Host.output(Uint8Array.wrap(String.UTF8.encode(text)))
  return 0
}

/** What the compiler calls on a failed assertion. Without it the module would import `env.abort`, which hm does not have. */
export function abort(message: string | null, file: string | null, line: u32, column: u32): void {
  unreachable()
}
