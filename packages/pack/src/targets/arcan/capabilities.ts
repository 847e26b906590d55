/**
 * All capabilities there are. Arcan's core gives an engine only the host functions that it declares, and answers calls to
 * operations that it does not declare with PermissionDenied.
 */
export const ARCAN_CAPABILITIES: readonly string[] = [
  'host:sql',
  'host:http',
  'host:store:read',
  'host:store:write',
  'host:crypto',
  'host:audit',
  'engine:dynamic_credentials',
  'engine:root_rotation',
  'engine:crypto',
  'engine:certificates',
]
