import type { Plan } from './target.ts'

/** Says why a file of the plugin folder is not in a plan, as a clause: the rule that takes it out, or that it is not there. */
export function whyNotPacked({ excluded }: Plan, path: string): string {
  const rule = excluded.find((one) => one.path === path)?.rule
  return rule === undefined ? 'there is no such file' : `the rule "${rule}" takes it out`
}
