import './component.css'

/** What hecate-web gives the element: requests below /plugin/notes/api. */
interface HecateApi {
  get(path: string): Promise<unknown>
  post(path: string, body: unknown): Promise<unknown>
}

class NotesStudio extends HTMLElement {
  api?: HecateApi

  connectedCallback(): void {
    const form = document.createElement('form')
    const input = document.createElement('input')
    input.placeholder = 'A note'
    input.required = true
    form.append(input)
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      void this.add(input.value).then(() => form.reset())
    })
    this.replaceChildren(form, document.createElement('ol'))
    void this.show()
  }

  private async add(note: string): Promise<void> {
    await this.api?.post('/notes', { note })
    await this.show()
  }

  private async show(): Promise<void> {
    const notes = await this.api?.get('/notes')
    const items = (Array.isArray(notes) ? notes : []).map((note) =>
      Object.assign(document.createElement('li'), { textContent: String(note) }),
    )
    this.querySelector('ol')?.replaceChildren(...items)
  }
}

// At the top level: hecate-web imports the module and then looks for the element.
customElements.define('notes-studio', NotesStudio)
