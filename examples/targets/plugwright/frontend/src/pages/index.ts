import { createApp } from 'vue'
import ReleaseNotes from '../release-notes.vue'

export default {
  mount(element: Element): () => void {
    const app = createApp(ReleaseNotes)
    app.mount(element)
    return () => app.unmount()
  },
}
