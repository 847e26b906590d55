/** The steps of the sales pipeline, in order. Pages use them too, so this module holds no data of the server. */
export const stages = ['lead', 'qualified', 'proposal', 'customer'] as const

export type Stage = (typeof stages)[number]

/** Whether a value that came over the wire is a stage. */
export function isStage(value: unknown): value is Stage {
  return stages.some((stage) => stage === value)
}
