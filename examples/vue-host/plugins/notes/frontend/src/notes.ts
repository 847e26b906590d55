import { ref, watch } from 'vue'
import type { Ref } from 'vue'

export interface Note {
  readonly id: number
  readonly text: string
}

const KEY = 'lagoon-notes'

/** The notes of this browser, for page and block alike. */
export const notes: Ref<readonly Note[]> = ref(load())

watch(notes, (list) => localStorage.setItem(KEY, JSON.stringify(list)))

export function addNote(text: string): void {
  notes.value = [{ id: Date.now(), text }, ...notes.value]
}

export function removeNote({ id }: Note): void {
  notes.value = notes.value.filter((note) => note.id !== id)
}

function load(): readonly Note[] {
  return JSON.parse(localStorage.getItem(KEY) ?? '[]') as readonly Note[]
}
