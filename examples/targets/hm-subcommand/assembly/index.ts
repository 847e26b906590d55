import { Host, Memory } from '@extism/as-pdk'

@external('extism:host/user', 'hm_write_stdout')
declare function hm_write_stdout(bytes: u64): void

export function hm_manifest(): i32 {
  return output(`{
    "api_version": 1,
    "name": "hello-command",
    "version": "0.1.0",
    "description": "Adds the command hm hello",
    "capabilities": [{
      "kind": "subcommand",
      "verb": "hello",
      "about": "Says what it was called with",
      "args_schema": null,
      "subcommands": []
    }],
    "required_host_fns": ["hm_write_stdout"],
    "config_schema": null,
    "allowed_hosts": []
  }`)
}

/** Gets a SubcommandInput, whose `verb_path` has the words after `hm`; gives an ExitInfo. */
export function hm_subcommand_run(): i32 {
  hm_write_stdout(Memory.allocateString(`Hello, ${Host.inputString()}\n`).offset)
  return output('{ "exit_code": 0 }')
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
