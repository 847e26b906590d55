/** The flags that every command has. */
export const globalFlags = {
  json: { type: 'boolean', description: 'Print one JSON value on stdout and nothing else there' },
  quiet: { type: 'boolean', alias: 'q', description: 'Print problems only' },
  verbose: { type: 'boolean', description: 'Print also what is only for information' },
  strict: { type: 'boolean', description: 'Count warnings as errors' },
  color: { type: 'boolean', description: 'Colour also without a terminal', negativeDescription: 'No colour' },
  help: { type: 'boolean', alias: 'h', description: 'Explain the command' },
  version: { type: 'boolean', alias: 'v', description: 'Print the version' },
} as const
