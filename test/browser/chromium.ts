import { execFile } from 'node:child_process'
import { access, constants, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** How to start a Chromium: what `chromium.launch()` of playwright-core takes. */
export interface Chromium {
  readonly executablePath: string
  readonly args: readonly string[]
  /** The whole environment of the browser process. */
  readonly env: Readonly<Record<string, string>>
  /** Where it was found. */
  readonly source: 'variable' | 'path' | 'bundled'
}

/** Names under which distributions install Chromium, in order of preference. */
const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * Finds a Chromium: the variable `PLUGWRIGHT_CHROMIUM` (a file, or `bundled` for the one in the npm package
 * @sparticuz/chromium), then the browsers on `PATH`, then the bundled one. Throws with the line that installs
 * one when nothing starts: a missing browser is a failure and never a skipped test.
 */
export async function resolveChromium(environment: NodeJS.ProcessEnv = process.env): Promise<Chromium> {
  const env = definedVariables(environment)
  const wanted = env['PLUGWRIGHT_CHROMIUM']
  if (wanted !== undefined && wanted !== '' && wanted !== 'bundled') {
    if (!(await isExecutable(wanted)))
      throw noChromium(`PLUGWRIGHT_CHROMIUM=${wanted} is not an executable file`)
    return { executablePath: wanted, args, env, source: 'variable' }
  }
  if (wanted !== 'bundled') {
    const executablePath = await findOnPath(env['PATH'] ?? '')
    if (executablePath !== undefined) return { executablePath, args, env, source: 'path' }
  }
  try {
    return { ...(await bundledChromium(env)), args, source: 'bundled' }
  } catch (error) {
    throw noChromium('none on PATH, and the bundled one does not start', error)
  }
}

function definedVariables(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}

async function findOnPath(path: string): Promise<string | undefined> {
  const folders = path.split(delimiter).filter((folder) => folder !== '')
  for (const command of commands) {
    for (const folder of folders) {
      const file = join(folder, command)
      if (await isExecutable(file)) return file
    }
  }
  return undefined
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK)
    return (await stat(file)).isFile()
  } catch {
    return false
  }
}

async function bundledChromium(
  env: Readonly<Record<string, string>>,
): Promise<Pick<Chromium, 'executablePath' | 'env'>> {
  const folder = await unpackBundled()
  await configureFonts(folder)
  const executablePath = join(folder, 'chromium')
  const withFonts = { ...env, FONTCONFIG_PATH: env['FONTCONFIG_PATH'] ?? join(folder, 'fonts') }
  if (await starts(executablePath, withFonts)) return { executablePath, env: withFonts }
  // A machine without libnss3 and libnspr4: the package carries them for Amazon Linux 2023, and they run on any glibc >= 2.34.
  const libraries = [join(folder, 'al2023', 'lib'), env['LD_LIBRARY_PATH']].filter(Boolean).join(delimiter)
  const withLibraries = { ...withFonts, LD_LIBRARY_PATH: libraries }
  await run(executablePath, ['--version'], { env: withLibraries })
  return { executablePath, env: withLibraries }
}

/** The package's own configuration names folders of Amazon Linux only; without any font, the browser shows no text or crashes. */
async function configureFonts(folder: string): Promise<void> {
  const file = join(folder, 'fonts', 'fonts.conf')
  const dirs = [join(folder, 'fonts'), '/usr/share/fonts'].map((dir) => `<dir>${dir}</dir>`)
  const cache = `<cachedir>${join(folder, 'fonts-cache')}</cachedir>`
  const text = `<?xml version="1.0" ?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>${dirs.join('')}${cache}</fontconfig>\n`
  // Another test may be reading it.
  if ((await readFile(file, 'utf8').catch(() => '')) !== text) await writeFile(file, text)
}

async function starts(executablePath: string, env: Readonly<Record<string, string>>): Promise<boolean> {
  try {
    await run(executablePath, ['--version'], { env })
    return true
  } catch {
    return false
  }
}

/**
 * Unpacks the bundled browser once per version and user into the temp folder, aside and renamed, so that a
 * process that dies half-way leaves nothing that looks complete.
 */
async function unpackBundled(): Promise<string> {
  const packageFolder = bundledPackageFolder()
  const { version } = createRequire(import.meta.url)(join(packageFolder, 'package.json')) as {
    version: string
  }
  const folder = join(tmpdir(), `plugwright-chromium-${version}-${process.getuid?.() ?? 'user'}`)
  if (await isExecutable(join(folder, 'chromium'))) return folder

  const staging = await mkdtemp(`${folder}-`)
  try {
    await inflateInto(staging, join(packageFolder, 'bin'))
    await rename(staging, folder)
  } catch (error) {
    await rm(staging, { recursive: true, force: true })
    // Another process may have been first.
    if (!(await isExecutable(join(folder, 'chromium')))) throw error
  }
  return folder
}

function bundledPackageFolder(): string {
  const entry = fileURLToPath(import.meta.resolve('@sparticuz/chromium'))
  return dirname(dirname(entry))
}

async function inflateInto(staging: string, bin: string): Promise<void> {
  await mkdir(staging, { recursive: true })
  // The package always unpacks into os.tmpdir(), which reads this variable at each call.
  const before = process.env['TMPDIR']
  process.env['TMPDIR'] = staging
  try {
    const { inflate } = await import('@sparticuz/chromium')
    const archives = ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br']
    await Promise.all(archives.map((archive) => inflate(join(bin, archive))))
  } finally {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  }
}

function noChromium(reason: string, cause?: unknown): Error {
  const lines = [
    `No Chromium to run the browser tests with: ${reason}.`,
    'Install one and run again:',
    '    apt-get update && apt-get install -y --no-install-recommends chromium',
    'or set PLUGWRIGHT_CHROMIUM to the path of an executable.',
  ]
  return new Error(lines.join('\n'), cause === undefined ? undefined : { cause })
}

const run = promisify(execFile)
