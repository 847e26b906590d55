import { EXIT } from './exit-code.ts'
import { main } from './main.ts'

/** Runs the command line of this process and leaves with its exit code. */
export async function runProcess(process: NodeJS.Process): Promise<void> {
  const { stdin, stdout, stderr, env } = process
  const controller = new AbortController()
  // A second Ctrl-C finds no listener and ends the process at once.
  process.once('SIGINT', () => controller.abort())
  process.once('SIGTERM', () => controller.abort())
  // The reader of a pipe has seen enough: `plugwright check | head -1`.
  stdout.on('error', (error: NodeJS.ErrnoException) =>
    process.exit(error.code === 'EPIPE' ? EXIT.done : EXIT.bug),
  )

  const interrupt = (): void => controller.abort()
  const askSecret = async (question: string): Promise<string | undefined> => {
    const { createSecretPrompt } = await import('./secret-prompt.ts')
    return createSecretPrompt({ input: stdin, output: stderr, interrupt })(question)
  }
  const canAsk = stdin.isTTY && stderr.isTTY
  const terminal = { cwd: process.cwd(), stdout, stderr, env, ...(canAsk && { askSecret }) }
  const exitCode = await main(process.argv.slice(2), { terminal, signal: controller.signal })
  // A host's configuration may leave timers and sockets open: wait for our own output only.
  stdout.write('', () => process.exit(exitCode))
}
