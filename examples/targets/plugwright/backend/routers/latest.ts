import rcompare from 'semver/functions/rcompare.js'

const VERSIONS = ['1.0.0', '1.10.0', '1.9.1']

/** Answers with the newest version. */
export function router(): Response {
  return Response.json({ version: VERSIONS.toSorted(rcompare)[0] })
}
