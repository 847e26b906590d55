import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'

/** The streams of a process, and what Ctrl-C does while the terminal hands it over as a character. */
export interface SecretPromptOptions {
  readonly input: NodeJS.ReadStream
  readonly output: NodeJS.WriteStream
  readonly interrupt: () => void
}

/** Creates a prompt for what must not show on the screen. Gives `undefined` at Ctrl-C and Ctrl-D. */
export function createSecretPrompt({
  input,
  output,
  interrupt,
}: SecretPromptOptions): (question: string) => Promise<string | undefined> {
  return (question) =>
    new Promise((resolve) => {
      // readline edits the line and echoes it into the void.
      const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
      const lines = createInterface({ input, output: nowhere, terminal: true, historySize: 0 })
      // Only now: before, the terminal itself would show what is typed.
      output.write(question)
      const finish = (answer: string | undefined): void => {
        resolve(answer)
        lines.close()
      }
      lines.once('line', finish)
      lines.once('SIGINT', () => {
        interrupt()
        finish(undefined)
      })
      lines.once('close', () => {
        output.write('\n')
        resolve(undefined)
      })
    })
}
