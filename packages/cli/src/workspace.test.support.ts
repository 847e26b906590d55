import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { main } from './main.ts'

/** A temporary folder that commands run in. */
export interface Workspace {
  readonly dir: string
  /** Writes files, given by paths relative to the folder. */
  write(files: Readonly<Record<string, string>>): void
  /** Runs a command line (words between blanks, or one by one) and keeps what it prints. */
  run(line: string | readonly string[], options?: RunOptions): Promise<Run>
  remove(): void
}

export interface RunOptions {
  readonly isTTY?: boolean
  readonly env?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
  /** What the person at the terminal answers, in order; nobody is there without. */
  readonly answers?: readonly string[]
}

export interface Run {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** Creates a workspace inside this package, below a folder that git ignores, so that packages resolve from it. */
export function createWorkspace(): Workspace {
  const parent = join(import.meta.dirname, '../.plugwright')
  mkdirSync(parent, { recursive: true })
  const dir = mkdtempSync(join(parent, 'test-'))
  return {
    dir,
    write(files) {
      for (const [file, content] of Object.entries(files)) {
        mkdirSync(dirname(join(dir, file)), { recursive: true })
        writeFileSync(join(dir, file), content)
      }
    },
    async run(line, { isTTY = false, env = {}, signal = new AbortController().signal, answers } = {}) {
      const text = { stdout: '', stderr: '' }
      const left = [...(answers ?? [])]
      const askSecret = (question: string): Promise<string | undefined> => {
        text.stderr += `${question}\n`
        return Promise.resolve(left.shift())
      }
      const terminal = {
        cwd: dir,
        env,
        ...(answers && { askSecret }),
        stdout: { isTTY, write: (chunk: string) => (text.stdout += chunk) },
        stderr: { isTTY, write: (chunk: string) => (text.stderr += chunk) },
      }
      const words = typeof line === 'string' ? line.split(' ').filter((word) => word !== '') : line
      const exitCode = await main(words, { terminal, signal })
      return { exitCode, ...text }
    },
    remove: () => rmSync(dir, { recursive: true, force: true }),
  }
}

/** The files of a plugin with one page, for {@link Workspace.write}. */
export function pluginFiles(folder: string, manifest = ''): Record<string, string> {
  const name = folder.split('/').at(-1) ?? ''
  return {
    [`${folder}/plugin.yaml`]: `name: ${name}\nversion: 0.1.0\n${manifest}`,
    [`${folder}/frontend/src/pages/index.ts`]: 'export function mount() { return 1 }\n',
  }
}
