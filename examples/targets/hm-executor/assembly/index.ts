import { Host, Memory } from '@extism/as-pdk'

@external('extism:host/user', 'hm_log')
declare function hm_log(level: u64, text: u64): void

export function hm_manifest(): i32 {
  return output(`{
    "api_version": 1,
    "name": "echo-executor",
    "version": "0.1.0",
    "description": "Runs steps by saying that it would run them",
    "capabilities": [{ "kind": "step_executor", "runner": "echo", "default": false, "step_schema": null }],
    "required_host_fns": ["hm_log"],
    "config_schema": null,
    "allowed_hosts": []
  }`)
}

/** Gets an ExecutorInput, gives a StepResult. */
export function hm_executor_run(): i32 {
  log(`would run ${Host.inputString()}`)
  return output('{ "exit_code": 0, "committed_snapshot": null, "artifacts": [] }')
}

// Host.outputString of the kit takes UTF-16 units for bytes, and would cut text with letters beyond ASCII.
function output(text: string): i32 {
  Host.output(Uint8Array.wrap(String.UTF8.encode(text)))
  return 0
}

/** The level is JSON, so it has its quotes. */
function log(text: string): void {
  hm_log(Memory.allocateString('"info"').offset, Memory.allocateString(text).offset)
}

/** What the compiler calls on a failed assertion. Without it the module would import `env.abort`, which hm does not have. */
export function abort(message: string | null, file: string | null, line: u32, column: u32): void {
  unreachable()
}
