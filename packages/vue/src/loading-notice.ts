import { LOADING_DELAY_MS, LOADING_WORDS } from '@plugwright/runtime/adapter'
import { defineComponent, h, onBeforeUnmount, onMounted, ref, type DefineSetupFnComponent } from 'vue'

/** Stands where something is being loaded: nothing at first, then a quiet notice. */
export const LoadingNotice: DefineSetupFnComponent<Record<string, never>> = defineComponent(
  () => {
    const isLate = ref(false)
    let timer: ReturnType<typeof setTimeout> | undefined
    onMounted(() => {
      timer = setTimeout(() => {
        isLate.value = true
      }, LOADING_DELAY_MS)
    })
    onBeforeUnmount(() => clearTimeout(timer))
    return () =>
      h(
        'div',
        { class: 'plugwright-loading', 'aria-busy': 'true', role: 'status' },
        isLate.value ? LOADING_WORDS : '',
      )
  },
  { name: 'PluginLoading' },
)
