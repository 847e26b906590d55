import { expect, test } from 'vitest'
import { readText } from '../repository.ts'

/** One row of the table in docs/pains.md. */
interface Pain {
  readonly number: number
  readonly text: string
  /** `file › title of a test`, without a `test.each` placeholder. */
  readonly proofs: readonly { readonly file: string; readonly title: string }[]
  /** The bold words that begin an entry of docs/limits.md. */
  readonly limits: readonly string[]
}

const pains = (await readText('docs/pains.md')).split('\n').flatMap(parseRow)

test('all thirty are there', () => {
  expect(pains.map(({ number }) => number)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1))
})

test.each(pains)('pain $number: $text', async ({ proofs, limits }) => {
  expect(proofs.length + limits.length).toBeGreaterThan(0)
  for (const { file, title } of proofs) {
    const titles = findTitles(await readText(file))
    expect(
      titles.filter((one) => one.includes(title)),
      `a test of ${file}`,
    ).not.toEqual([])
  }
  const known = [...(await readText('docs/limits.md')).matchAll(/^- \*\*(?<name>.+?)\.?\*\*/gm)]
  for (const limit of limits) expect(known.map((match) => match.groups?.['name'])).toContain(limit)
})

/** `| 1 | Duplicate React | `test/a.spec.ts` › has one React; limit: Pages are data |` */
function parseRow(line: string): Pain[] {
  const cells = /^\| (?<number>\d+) \| (?<text>.+?) \| (?<shown>.+) \|$/.exec(line)?.groups
  if (cells === undefined) return []
  const parts = (cells['shown'] ?? '').split('; ')
  const proofs = parts.flatMap((part) => {
    const found = /^`(?<file>[^`]+)` › (?<title>.+)$/.exec(part)?.groups
    return found === undefined ? [] : [{ file: found['file'] ?? '', title: found['title'] ?? '' }]
  })
  const limits = parts.flatMap((part) => /^limit: (?<name>.+)$/.exec(part)?.groups?.['name'] ?? [])
  expect(proofs.length + limits.length, `every part of the row is a test or a limit: ${line}`).toBe(
    parts.length,
  )
  return [{ number: Number(cells['number']), text: cells['text'] ?? '', proofs, limits }]
}

function findTitles(source: string): string[] {
  return [...source.matchAll(/\btest(?:\.each\([^]*?\))?\(\s*(?<quote>['"`])(?<title>.+?)\k<quote>,/g)].map(
    (match) => (match.groups?.['title'] ?? '').replaceAll("\\'", "'"),
  )
}
