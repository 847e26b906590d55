import { pluginRoute } from '@plugwright/vue/vue-router'
import { registry } from 'virtual:plugwright'
import { createApp } from 'vue'
import { createRouter, createWebHistory } from 'vue-router'

import App from './app.vue'
import Start from './start.vue'
import './style.css'

// Who is at the screen may see everything; a real host asks its session.
registry.setAccess({ can: () => true })

const router = createRouter({
  history: createWebHistory(),
  routes: [{ path: '/', component: Start }, pluginRoute()],
})

createApp(App).use(router).mount('#app')
