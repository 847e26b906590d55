/** Numbers of arguments and results of a function. All of them are i64 handles into Extism's memory. */
export type Arity = readonly [parameters: number, results: number]

/** The module name under which hm gives its own functions. */
export const HM_MODULE = 'extism:host/user'

/** What hm 0.0.1 gives every plugin, whatever the plugin declares. */
export const HM_HOST_FUNCTIONS: ReadonlyMap<string, Arity> = new Map<string, Arity>([
  ['hm_log', [2, 0]],
  ['hm_emit_step_log', [2, 0]],
  ['hm_emit_event', [1, 0]],
  ['hm_write_stdout', [1, 0]],
  ['hm_write_stderr', [1, 0]],
  ['hm_should_cancel', [0, 1]],
  ['hm_kv_get', [2, 1]],
  ['hm_kv_set', [3, 0]],
  ['hm_archive_read', [1, 1]],
  ['hm_archive_total_size', [1, 1]],
  ['hm_fs_read_config', [1, 1]],
  ['hm_unix_socket_connect', [1, 1]],
  ['hm_socket_write', [1, 1]],
  ['hm_socket_read', [1, 1]],
  ['hm_socket_close', [1, 0]],
  ['hm_keyring_get', [1, 1]],
  ['hm_keyring_set', [1, 0]],
  ['hm_keyring_delete', [1, 0]],
  ['hm_tty_prompt', [1, 1]],
  ['hm_tty_confirm', [1, 1]],
  ['hm_browser_open', [1, 1]],
  ['hm_spawn_loopback', [1, 1]],
  ['hm_loopback_recv', [1, 1]],
  ['hm_docker_ping', [0, 1]],
  ['hm_docker_image_exists', [1, 1]],
  ['hm_docker_pull', [1, 0]],
  ['hm_docker_start_container', [1, 1]],
  ['hm_docker_extract_workspace', [1, 0]],
  ['hm_docker_exec', [1, 1]],
  ['hm_docker_commit', [1, 1]],
  ['hm_docker_remove_image', [1, 0]],
  ['hm_docker_stop_remove', [1, 0]],
])

/** The module name under which Extism gives its own functions. */
export const EXTISM_MODULE = 'extism:host/env'

/** Extism's own functions, https://extism.org/docs/concepts/runtime-apis. */
export const EXTISM_FUNCTIONS: ReadonlySet<string> = new Set([
  'alloc',
  'config_get',
  'error_get',
  'error_set',
  'free',
  'get_log_level',
  'http_headers',
  'http_request',
  'http_status_code',
  'input_length',
  'input_load_u64',
  'input_load_u8',
  'input_offset',
  'length',
  'length_unsafe',
  'load_u64',
  'load_u8',
  'log_debug',
  'log_error',
  'log_info',
  'log_trace',
  'log_warn',
  'output_set',
  'store_u64',
  'store_u8',
  'var_get',
  'var_set',
])

/** WASI preview 1, all of which hm gives. Without a preopened folder, files are out of reach. */
export const WASI_MODULE = 'wasi_snapshot_preview1'

/** The functions of WASI preview 1 (`witx/wasi_snapshot_preview1.witx`). */
export const WASI_FUNCTIONS: ReadonlySet<string> = new Set(
  `args_get args_sizes_get clock_res_get clock_time_get environ_get environ_sizes_get fd_advise fd_allocate fd_close
   fd_datasync fd_fdstat_get fd_fdstat_set_flags fd_fdstat_set_rights fd_filestat_get fd_filestat_set_size
   fd_filestat_set_times fd_pread fd_prestat_dir_name fd_prestat_get fd_pwrite fd_read fd_readdir fd_renumber fd_seek
   fd_sync fd_tell fd_write path_create_directory path_filestat_get path_filestat_set_times path_link path_open
   path_readlink path_remove_directory path_rename path_symlink path_unlink_file poll_oneoff proc_exit proc_raise
   random_get sched_yield sock_accept sock_recv sock_send sock_shutdown`.split(/\s+/),
)
